package integration

import (
	"net/url"
	"strings"
	"testing"
)

// otherOrigin is the front door under another name: another origin, with a
// registration map of its own.
func (s *system) otherOrigin() string {
	u, err := url.Parse(s.origin)
	if err != nil {
		s.t.Fatal(err)
	}
	return "http://other.localhost:" + u.Port()
}

// Pages and workers of one origin connect to the workers of another.
func TestConnect(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Shop</title>`,
		"stats/sw.js": `
addEventListener('connect', (e) => {
  if (e.targetURL.endsWith('/stats/closed')) return;
  const {port1, port2} = new MessageChannel();
  e.acceptConnection(port2);
  port1.onmessage = ({data}) => port1.postMessage([e.origin, e.targetURL, data]);
});`,
		"promise/sw.js": `
addEventListener('crossoriginconnect', (e) => {
  const accept = !e.targetUrl.includes('closed');
  e.acceptConnection(Promise.resolve(accept)).then((port) => port.postMessage('you are connected'), () => {});
});`,
		"deaf/sw.js": `addEventListener('fetch', () => {});`,
		"worker.js":  `onmessage = async ({data}) => { const port = await navigator.connect(data); port.onmessage = (e) => postMessage(e.data); port.postMessage('worker'); };`,
		"sw.js": `addEventListener('message', (e) => e.waitUntil(navigator.connect(e.data).then((port) => new Promise((done) => {
  port.onmessage = ({data}) => { e.source.postMessage(data); done(); };
  port.postMessage('service worker');
}))));`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		other := s.otherOrigin()
		for _, folder := range []string{"stats", "promise", "deaf"} {
			s.must("register", other+"/"+folder+"/sw.js")
		}
		s.register("/sw.js", "")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const other = '`+other+`', out = [];
			const talk = async (port, text) => { const heard = new Promise((done) => { port.onmessage = (e) => done(e.data); }); if (text) port.postMessage(text); return heard; };
			out.push(await talk(await navigator.connect(other + '/stats/log'), 'page'));
			out.push(await talk(await navigator.connect(other + '/promise/x')));
			for (const path of ['/stats/closed', '/promise/closed', '/deaf/x', '/none'])
				out.push(await navigator.connect(other + path).catch((e) => e.name + ' ' + e.code));
			const worker = new Worker('/worker.js');
			out.push(await new Promise((done) => { worker.onmessage = (e) => done(e.data); worker.postMessage(other + '/stats/w'); }));
			const {active} = await navigator.serviceWorker.ready;
			out.push(await new Promise((done) => { navigator.serviceWorker.onmessage = (e) => done(e.data); active.postMessage(other + '/stats/s'); }));
			return out;
		})()`)
		want := strings.NewReplacer("ORIGIN", s.origin, "OTHER", other).Replace(
			`[["ORIGIN","OTHER/stats/log","page"],"you are connected","AbortError 20","AbortError 20","AbortError 20","AbortError 20",` +
				`["ORIGIN","OTHER/stats/w","worker"],["ORIGIN","OTHER/stats/s","service worker"]]`)
		if got := evaluated(out); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
}

// The operator says who may connect to whom; what is refused is told of with both
// origins.
func TestConnectPolicy(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Shop</title>`,
		"sw.js":      `onconnect = (e) => e.acceptConnection(true);`,
	}
	each(t, setup{files: files, env: []string{"CONSTELLATION_CONNECT=*>https://fonts.example"}}, func(t *testing.T, s *system) {
		other := s.otherOrigin()
		s.register("/sw.js", "")
		s.must("register", other+"/sw.js")
		told := s.subscribe("sw.advisory.connect-refused")
		out := s.must("open", s.origin+"/index.html", "--eval", `Promise.all(['', '`+other+`'].map((o) => navigator.connect(o + '/x').then(String, (e) => e.name)))`)
		if got, want := evaluated(out), `["[object MessagePort]","AbortError"]`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		m := <-told
		if text := string(m.Data); !strings.Contains(text, s.origin+" may not connect to "+other+"/x") {
			t.Errorf("the advisory says %s", text)
		}
	})
}
