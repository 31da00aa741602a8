package integration

import "testing"

// A page and its worker talk through ports, which are transferred both ways and
// through each other, and through broadcast channels.
func TestPortsBetweenPageAndWorker(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Ports</title>`,
		"sw.js": `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('message', (e) => {
  const [port] = e.ports;
  port.onmessage = (e) => {
    if (e.data !== 'more') return port.postMessage('echo ' + e.data);
    const channel = new MessageChannel();
    channel.port1.onmessage = (e) => channel.port1.postMessage('inner ' + e.data);
    port.postMessage(channel.port2, [channel.port2]);
  };
  const third = new MessageChannel();
  e.source.postMessage('hello', [third.port2]);
  third.port1.onmessage = (e) => third.port1.postMessage('third ' + e.data);
  const news = new BroadcastChannel('news');
  news.onmessage = (e) => { news.postMessage('heard ' + e.data); news.close(); };
});`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		page := launch(t, s.env, "open", s.origin+"/index.html",
			"--eval", `new Promise((done) => {
				const {port1: port, port2} = new MessageChannel(), log = [];
				const note = (text) => { if (log.push(text) === 105) done([log.filter((l) => /^echo \d/.test(l)).every((l, i) => l === 'echo ' + i), ...log.filter((l) => !/^echo \d/.test(l)).sort()]); };
				port.onmessage = (e) => {
					if (typeof e.data === 'string') return note(e.data);
					e.ports[0].onmessage = (e) => note(e.data);
					e.ports[0].postMessage(1);
				};
				navigator.serviceWorker.onmessage = (e) => {
					e.ports[0].onmessage = (e) => note(e.data);
					e.ports[0].postMessage(e.data);
					const news = new BroadcastChannel('news');
					news.onmessage = (e) => { if (e.data === 'heard here') { note(e.data); news.close(); port.postMessage('last'); } };
					const again = setInterval(() => { if (log.length >= 104) clearInterval(again); news.postMessage('here'); }, 20);
				};
				for (let i = 0; i < 101; i++) port.postMessage(i);
				port.postMessage('more');
				navigator.serviceWorker.controller.postMessage('go', [port2]);
			})`, "--for", "1h")
		page.waitFor(t, `[true,"echo last","heard here","inner 1","third hello"]`)
	})
}
