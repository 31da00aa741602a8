package integration

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/internal/webpush"
)

// pushSubscription is what a page tells its application server.
type pushSubscription struct {
	Endpoint string
	Keys     struct{ P256dh, Auth string }
}

// send encrypts a message and posts it, as an application server does.
func (p *pushSubscription) send(t *testing.T, text, authorization string) int {
	t.Helper()
	decode := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	sealed, err := webpush.Seal(decode(p.Keys.P256dh), decode(p.Keys.Auth), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.Endpoint, bytes.NewReader(sealed))
	if err != nil {
		t.Fatal(err)
	}
	q.Header = http.Header{"Ttl": {"60"}, "Content-Encoding": {"aes128gcm"}}
	if authorization != "" {
		q.Header.Set("Authorization", authorization)
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// A page subscribes with its application server's key; the server's messages
// reach the worker, and nobody else's are taken.
func TestPushExample(t *testing.T) {
	each(t, setup{site: "../examples/push/site"}, func(t *testing.T, s *system) {
		key, err := webpush.NewServerKey()
		if err != nil {
			t.Fatal(err)
		}
		public, err := webpush.ServerPublic(key)
		if err != nil {
			t.Fatal(err)
		}
		out := s.must("open", s.origin+"/?key="+base64.RawURLEncoding.EncodeToString(public), "--eval", "subscribed")
		var p pushSubscription
		if err := json.Unmarshal([]byte(evaluated(out)), &p); err != nil {
			t.Fatalf("%v:\n%s", err, out)
		}
		vapid, err := webpush.Authorize(key, s.origin, "mailto:news@example.com", time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if status := p.send(t, `{"headline":"Comet sighted"}`, vapid); status != http.StatusCreated {
			t.Fatalf("the endpoint answers %d", status)
		}
		if status := p.send(t, `{"headline":"Forged"}`, ""); status != http.StatusUnauthorized {
			t.Errorf("a message that nobody signed: %d", status)
		}
		headlines := func() string {
			_, body, _ := s.get("/headlines")
			return body
		}
		eventually(t, "the message arrives", func() bool { return headlines() == `["Comet sighted"]` })
		s.must("push", s.origin+"/", `{"headline":"Moon full"}`)
		eventually(t, "the operator's message arrives", func() bool { return headlines() == `["Moon full","Comet sighted"]` })
		s.must("unregister", s.origin+"/")
		eventually(t, "the endpoint is gone", func() bool { return p.send(t, `{}`, vapid) == http.StatusGone })
	})
}

// What a PushSubscription tells, in a page and in a worker; the event
// pushsubscriptionchange.
func TestPushInterfaces(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Push</title>`,
		"sw.js": `
let changed;
addEventListener('message', (e) => e.waitUntil((async () => {
  const s = await registration.pushManager.getSubscription();
  e.source.postMessage([s && s.endpoint, changed && changed.newSubscription.endpoint === s.endpoint && changed.oldSubscription.endpoint !== s.endpoint]);
})()));
addEventListener('pushsubscriptionchange', (e) => { changed = e; });`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const r = await navigator.serviceWorker.ready, out = [];
			const m = r.pushManager;
			out.push(await m.getSubscription(), await m.permissionState(), PushManager.supportedContentEncodings.join());
			const p = await m.subscribe({userVisibleOnly: true});
			out.push(p.options.userVisibleOnly, p.options.applicationServerKey, p.getKey('p256dh').byteLength, p.getKey('auth').byteLength);
			out.push((await m.subscribe({userVisibleOnly: true})).endpoint === p.endpoint);
			out.push(await m.subscribe({applicationServerKey: 'BA'}).catch((e) => e.name), await m.subscribe({applicationServerKey: '!'}).catch((e) => e.name));
			return out;
		})()`)
		want := `[null,"granted","aes128gcm",true,null,65,16,true,"InvalidAccessError","InvalidCharacterError"]`
		if got := evaluated(out); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		fresh := strings.TrimSpace(s.must("push", s.origin+"/", "--refresh"))
		eventually(t, "the worker hears of its new subscription", func() bool {
			out := s.must("open", s.origin+"/index.html", "--eval", `new Promise((done) => {
				navigator.serviceWorker.onmessage = (e) => done(e.data);
				navigator.serviceWorker.ready.then((r) => r.active.postMessage(0));
			})`)
			return evaluated(out) == `["`+fresh+`",true]`
		})
	})
}

// evaluated is what --eval gave: news of the page may stand behind it.
func evaluated(out string) string {
	for _, line := range slices.Backward(strings.Split(out, "\n")) {
		if json.Valid([]byte(line)) {
			return line
		}
	}
	return out
}
