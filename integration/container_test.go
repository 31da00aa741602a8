package integration

import "testing"

// A service worker has a navigator.serviceWorker as every worker has; its
// registrations are the scope's own objects, and it can register others.
func TestContainerInWorker(t *testing.T) {
	files := map[string]string{
		"other/sw.js": `addEventListener('fetch', (e) => e.respondWith(new Response('other')));`,
		"sw.js": `
addEventListener('fetch', (e) => {
  if (!e.request.url.endsWith('/ask')) return;
  e.respondWith((async () => {
    const k = navigator.serviceWorker;
    const own = await k.getRegistration('/');
    const other = await k.register('/other/sw.js');
    return Response.json([k === navigator.serviceWorker, k instanceof ServiceWorkerContainer, k.controller, own === registration,
      new URL(other.scope).pathname, (await k.getRegistrations()).length]);
  })());
});`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		if _, body, _ := s.get("/ask"); body != `[true,true,null,true,"/other/",2]` {
			t.Errorf("got %s", body)
		}
		eventually(t, "the other worker answers", func() bool { _, body, _ := s.get("/other/x"); return body == "other" })
	})
}
