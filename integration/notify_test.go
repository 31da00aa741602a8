package integration

import (
	"encoding/json"
	"strings"
	"testing"

	"asterism/schemas"
)

// A worker's notification is news on the bus, listed for an operator, and what
// the operator does with it comes back to the worker.
func TestNotifications(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Notify</title>`,
		"sw.js": `
const seen = [];
for (const type of ['notificationclick', 'notificationclose']) addEventListener(type, (e) => {
  seen.push([e.type, e.action, e.notification.title, e.notification.data.at.getTime(), e instanceof NotificationEvent]);
  if (type === 'notificationclick') e.notification.close();
});
addEventListener('fetch', (e) => { if (e.request.url.endsWith('/seen')) e.respondWith(Response.json(seen)); });`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		news := s.subscribe("sw.notification.>")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const r = await navigator.serviceWorker.ready, out = [Notification.permission];
			await r.showNotification('Mail', {body: 'one', tag: 'mail', data: {at: new Date(7)}});
			await r.showNotification('Mail', {body: 'two', tag: 'mail', data: {at: new Date(7)}, icon: 'i.png', actions: [{action: 'open', title: 'Open'}]});
			await r.showNotification('Other', {data: {at: new Date(9)}});
			const all = await r.getNotifications(), mail = await r.getNotifications({tag: 'mail'});
			out.push(all.length, mail[0].body, mail[0].actions[0].action, mail[0].data.at.getTime(), mail[0].icon === location.origin + '/i.png');
			return out;
		})()`)
		if got := evaluated(out); got != `["granted",2,"two","open",7,true]` {
			t.Fatalf("got %s", got)
		}
		var told schemas.NotificationNews
		for _, kind := range []string{"shown", "replaced", "shown", "shown"} {
			m := next(t, news)
			if m.Subject != "sw.notification."+kind {
				t.Errorf("told %s, want %s", m.Subject, kind)
			}
			if err := json.Unmarshal(m.Data, &told); err != nil {
				t.Fatal(err)
			}
		}
		list := s.must("notify", "ls", s.origin)
		id := func(title string) string {
			for line := range strings.Lines(s.must("notify", "ls", s.origin)) {
				if strings.Contains(line, title) {
					return strings.Fields(line)[0]
				}
			}
			t.Fatalf("%s is not listed:\n%s", title, list)
			return ""
		}
		s.must("notify", "click", id("Mail"), "--action", "open")
		s.must("notify", "close", id("Other"))
		eventually(t, "the worker hears of both", func() bool {
			_, body, _ := s.get("/seen")
			return strings.Contains(body, `["notificationclick","open","Mail",7,true]`) && strings.Contains(body, `["notificationclose","","Other",9,true]`)
		})
		eventually(t, "none is left", func() bool { return len(strings.Split(strings.TrimSpace(s.must("notify", "ls")), "\n")) == 1 })
		if _, err := s.asterism("notify", "click", "nosuch"); err == nil {
			t.Error("a notification that is not there was clicked")
		}
	})
}

// A document's own notification tells the document.
func TestDocumentNotification(t *testing.T) {
	each(t, setup{files: map[string]string{"index.html": `<!DOCTYPE html><title>Notify</title>`}}, func(t *testing.T, s *system) {
		page := launch(t, s.env, "open", s.origin+"/index.html", "--for", "1h", "--eval", `new Promise((done) => {
			const n = new Notification('Hello', {lang: 'en', requireInteraction: true});
			n.onshow = () => done('shown ' + n.lang + n.requireInteraction);
			n.onclick = () => console.log('it was clicked');
			n.onclose = () => console.log('it was closed');
		})`)
		page.waitFor(t, "shown entrue")
		id := strings.Fields(lastLine(s.must("notify", "ls")))[0]
		s.must("notify", "click", id)
		page.waitFor(t, "it was clicked")
		s.must("notify", "close", id)
		page.waitFor(t, "it was closed")
	})
}

// What the operator denies is not shown.
func TestNotificationsDenied(t *testing.T) {
	env := []string{"CONSTELLATION_PERMISSIONS=notifications=denied"}
	each(t, setup{files: map[string]string{"index.html": `<!DOCTYPE html><title>Notify</title>`, "sw.js": ""}, env: env}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const r = await navigator.serviceWorker.ready;
			const error = new Promise((done) => { new Notification('x').onerror = (e) => done(e.type); });
			return [Notification.permission, await Notification.requestPermission(), await error,
				await r.showNotification('x').catch((e) => e.name)];
		})()`)
		if got := evaluated(out); got != `["denied","denied","error","TypeError"]` {
			t.Errorf("got %s", got)
		}
	})
}

func lastLine(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}
