// Package jstest runs JavaScript test code on an event loop whose time is fake.
//
// A webapi package writes its tests in JavaScript, in the style of
// web-platform-tests, and runs them from one Go test:
//
//	//go:embed testdata/*.js
//	var scripts embed.FS
//
//	func TestScripts(t *testing.T) {
//		jstest.Run(t, jstest.Config{Install: func(r *js.Realm) { headers.Install(r) }}, scripts)
//	}
//
//	// testdata/headers.js
//	test(() => {
//		assert_equals(new Headers({a: 'b'}).get('A'), 'b');
//	}, 'names are case-insensitive');
//
// Every file is a Go subtest with a realm of its own, every test(), promise_test()
// and async_test() a subtest of that. The harness (harness.js) has the assertions
// of testharness.js that are of use without a page; see there.
//
// # Time
//
// Scripts run in a [testing/synctest] bubble: when nothing is left to do, time
// jumps to the next timer, so timeouts and delays cost nothing. What a test needs
// from outside (a server, a NATS connection) must be made inside Install, or the
// test must set [Config.Live]. For tests in Go there are [New] and [Clock].
package jstest
