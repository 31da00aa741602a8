package asterismtest_test

import (
	"fmt"

	"asterism/asterismtest"
)

// A site whose worker keeps a copy of it, with and without its network.
func Example() {
	t, done := inExample() // in a test this is the test's own t
	defer done()

	s := asterismtest.New(t, asterismtest.NewFiles(map[string]string{
		"menu.txt": "Cardamom bun, 3.20\n",
		"sw.js": `
			addEventListener('install', (event) => {
				event.waitUntil(caches.open('v1').then((cache) => cache.add('/menu.txt')));
			});
			addEventListener('fetch', (event) => {
				event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
			});`,
	}))
	s.Register("/sw.js")
	s.Offline(true)
	r := s.Get("/menu.txt")
	fmt.Print(r.Status, " ", r.Body)
	fmt.Println(s.Caches())

	// Output:
	// 200 Cardamom bun, 3.20
	// map[v1:[https://site.test/menu.txt]]
}

// A page that registers its worker itself; who answered its requests.
func ExampleSystem_Open() {
	t, done := inExample()
	defer done()

	s := asterismtest.New(t, asterismtest.NewFiles(map[string]string{
		"index.html": `<title>Shop</title><script>navigator.serviceWorker.register('sw.js')</script>`,
		"sw.js": `
			addEventListener('activate', (event) => event.waitUntil(clients.claim()));
			addEventListener('fetch', (event) => event.respondWith(new Response('from the worker')));`,
	}))
	page := s.Open("/")
	page.WaitIdle()
	fmt.Println(page.Controller().State)
	fmt.Println(page.Eval(`fetch('/anything').then((response) => response.text())`))
	for _, r := range page.Requests() {
		fmt.Println(r.Status, r.URL, r.By)
	}

	// Output:
	// activated
	// "from the worker"
	// 200 https://site.test/ network
	// 200 https://site.test/anything worker
}

// A new version waits until the pages of the old one are gone.
func ExampleRegistration_Update() {
	t, done := inExample()
	defer done()

	version := func(n string) string {
		return `addEventListener('fetch', (event) => event.respondWith(new Response('version ` + n + `')))`
	}
	site := asterismtest.NewFiles(map[string]string{"sw.js": version("1")})
	s := asterismtest.New(t, site)
	reg := s.Register("/sw.js")
	page := s.Open("/")

	site.Set("sw.js", version("2"))
	reg.Update()
	second := reg.Waiting()
	fmt.Println(second.State, "while", s.Get("/").Body, "answers")

	page.Close()
	second.Wait(asterismtest.Activated)
	fmt.Println(s.Get("/").Body)

	// Output:
	// installed while version 1 answers
	// version 2
}
