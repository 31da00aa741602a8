package asterismtest_test

import (
	"fmt"
	"strings"
	"testing"

	"asterism/asterismtest"
)

// failing is a test that is expected to fail.
type failing struct {
	testing.TB
	said     []string
	cleanups []func()
}

// stopped is what Fatal panics with.
type stopped struct{}

func (f *failing) Helper()           {}
func (f *failing) Cleanup(do func()) { f.cleanups = append(f.cleanups, do) }
func (f *failing) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}
func (f *failing) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(stopped{})
}

// fails is what a test says that does this.
func fails(t *testing.T, files map[string]string, do func(s *asterismtest.System)) string {
	t.Helper()
	f := &failing{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil && p != (stopped{}) {
				panic(p)
			}
		}()
		do(asterismtest.New(f, asterismtest.NewFiles(files)))
	}()
	for i := range f.cleanups {
		f.cleanups[len(f.cleanups)-1-i]()
	}
	return strings.Join(f.said, "\n")
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		do    func(s *asterismtest.System)
		says  []string
	}{
		"a script that is not there": {nil, func(s *asterismtest.System) { s.Register("/sw.js") }, []string{"register of https://site.test/", "TypeError", "404"}},
		"a syntax error": {map[string]string{"sw.js": "addEventListener('fetch', (e => {"}, func(s *asterismtest.System) { s.Register("/sw.js") },
			[]string{"register of https://site.test/", "SyntaxError"}},
		"an install that fails": {map[string]string{"sw.js": "addEventListener('install', (e) => e.waitUntil(Promise.reject(new Error('no beans'))))"},
			func(s *asterismtest.System) { s.Register("/sw.js") }, []string{"https://site.test/sw.js was not installed", "no beans"}},
		"a page with an error": {map[string]string{"index.html": "<script>\nfunction f() { nothing.there }\nf()</script>"},
			func(s *asterismtest.System) { s.Open("/") }, []string{"https://site.test/: Uncaught ReferenceError: nothing is not defined", "https://site.test/:"}},
		"a worker with an error": {map[string]string{"sw.js": "addEventListener('fetch', () => { nothing.there })"}, func(s *asterismtest.System) {
			s.Register("/sw.js")
			s.Get("/")
		}, []string{"in the worker of https://site.test/: Uncaught ReferenceError", "sw.js:1:"}},
		"a script that throws":     {nil, func(s *asterismtest.System) { s.Open("/").Eval("nothing.there") }, []string{"nothing.there", "ReferenceError"}},
		"a page that is not there": {nil, func(s *asterismtest.System) { s.Open("https://other.test/") }, []string{"https://other.test/ did not open"}},
		"no origin":                {nil, func(s *asterismtest.System) { s.Serve("cdn.test", nil) }, []string{`"cdn.test" is not an origin`}},
		"a bad selector":           {nil, func(s *asterismtest.System) { s.Open("/").Wait("p[") }, []string{"p["}},
		"nothing to update":        {nil, func(s *asterismtest.System) { s.Registration("/").Update() }, []string{"nothing is registered for https://site.test/"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := fails(t, test.files, test.do)
			for _, want := range test.says {
				if !strings.Contains(said, want) {
					t.Errorf("does not say %q:\n%s", want, said)
				}
			}
		})
	}
}
