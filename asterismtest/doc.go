// Package asterismtest tests service workers from go test: real ones, in real
// pages, without a browser and without anything else running.
//
// [New] starts a whole asterism inside the test, with its own NATS server, fresh
// storage and free ports, in front of a site of yours, and ends it with the test.
// The site is an [net/http.Handler], at the origin https://site.test; no name is
// looked up and nothing reaches the internet.
//
//	func TestOffline(t *testing.T) {
//		s := asterismtest.New(t, http.FileServerFS(os.DirFS("site")))
//		s.Register("/sw.js")
//		s.Offline(true)
//		if r := s.Get("/menu.html"); r.Status != 200 {
//			t.Errorf("offline: %d %s", r.Status, r.Body)
//		}
//	}
//
// A test asks as a client does ([System.Get], [System.Client]), or opens a page in a
// headless document ([System.Open]), whose scripts run, register workers and are
// controlled by them. It looks at what the page's console says, at its requests
// and who answered them, at the states of registrations, at caches, and at what
// reached the site itself ([System.Received]).
//
// Methods wait for what they promise: Register returns when the worker is active,
// [Page.WaitIdle] when the page is at rest. No test needs to sleep. What does not
// come about within [Patience] fails the test, saying what was waited for, as do
// wrong arguments and whatever else keeps a method from its job. An error that
// nobody caught fails the test too, in a page or in a worker, unless the test asks
// for errors itself ([Page.Errors], [System.Errors]).
//
// Everything belongs to one test: tests that call New may be parallel. A
// System's methods may be called from any goroutine but those that can fail the
// test, which as with [testing.T.Fatal] belong to the test's own.
package asterismtest
