package console

import (
	_ "embed"
	"strings"
	"testing"

	"asterism/js"
	"asterism/js/jstest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sink collects entries as "level text".
type sink struct{ entries, sources []string }

func (s *sink) Console(level Level, text, source string) {
	s.entries = append(s.entries, string(level)+" "+text)
	s.sources = append(s.sources, source)
}

func run(t *testing.T, source string) *sink {
	t.Helper()
	s := &sink{}
	e := jstest.New(t, func(r *js.Realm) { Install(r, s) })
	e.Eval(source)
	return s
}

// Each case is a statement and what it must print.
//
//go:embed testdata/cases.txt
var cases string

func TestCases(t *testing.T) {
	for _, block := range strings.Split(strings.TrimSpace(cases), "\n\n") {
		source, want, ok := strings.Cut(block, "\n")
		if !ok {
			t.Fatalf("no expectation: %s", block)
		}
		s := run(t, source)
		if got := strings.Join(s.entries, "\n"); got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
}

func TestSource(t *testing.T) {
	s := run(t, "\n\n  console.log('x')")
	if s.sources[0] != "test.js:3:14" {
		t.Errorf("source %q", s.sources[0])
	}
}

func TestTrace(t *testing.T) {
	s := run(t, "function inner() { console.trace('here %d', 1) }\ninner()")
	if !strings.HasPrefix(s.entries[0], "log Trace: here 1\n    at inner (test.js:1:") {
		t.Errorf("got %q", s.entries[0])
	}
}

func TestErrorHasStack(t *testing.T) {
	s := run(t, "console.error(new TypeError('bad'))")
	if !strings.HasPrefix(s.entries[0], "error TypeError: bad\n") || !strings.Contains(s.entries[0], "test.js:1:") {
		t.Errorf("got %q", s.entries[0])
	}
}

// Nothing of the script's runs when it is shown, and nothing gets out of hand.
func TestHostileObjects(t *testing.T) {
	s := run(t, `
		const trap = () => { throw new Error('trapped') };
		console.log(new Proxy({a: 1}, { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap }));
		console.log({ get x() { throw new Error('got') }, toString: trap, [Symbol.toStringTag]: 'Odd' });
		const deep = {}; let at = deep; for (let i = 0; i < 10000; i++) at = at.n = {}; console.log(deep);
		console.log(new Array(1e5).fill('some text that is long'.repeat(1000)));
		let wide = 1; for (let i = 0; i < 6; i++) wide = new Array(100).fill(wide); console.log(wide);
		console.log(Object.create(null), Object.create(new Proxy({}, { get: trap, getPrototypeOf: trap })));
	`)
	for i, want := range []string{"{ a: 1 }", "{ x: [Getter], toString: [Function: trap] }", "{ n: { n: { n: { n: [Object] } } } }"} {
		if !strings.HasPrefix(s.entries[i], "log "+want) {
			t.Errorf("got %.200q, want %q", s.entries[i], want)
		}
	}
	for _, e := range s.entries {
		if len(e) > maxText+100 {
			t.Errorf("an entry of %d bytes", len(e))
		}
	}
	if len(s.entries) != 6 {
		t.Errorf("%d entries", len(s.entries))
	}
}
