package scripthost

import (
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// watch opens a path and gives what is told of it.
func (w *world) watch(path string) (schemas.OpenedDocument, <-chan schemas.Happening) {
	w.t.Helper()
	told := make(chan schemas.Happening, 256)
	sub, err := bus.Happenings.Subscribe(w.conn, bus.Params{"watch": "w"}, func(h schemas.Happening, _ bus.Params) { told <- h })
	must(w.t, err)
	w.t.Cleanup(func() { _ = sub.Stop() })
	must(w.t, w.conn.Flush())
	d, err := bus.Open.Do(w.t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost" + path, Watch: "w"})
	must(w.t, err)
	return d, told
}

// wait asks until the document has the element, or is at rest.
func (w *world) wait(client, selector string) schemas.Waited {
	w.t.Helper()
	a, err := bus.WaitFor.Do(w.t.Context(), w.conn, bus.Params{"client": client}, schemas.WaitDocument{Client: client, Selector: selector})
	must(w.t, err)
	return a
}

func TestHappenings(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<script>console.warn('careful'); addEventListener('load', () => { fetch('/a.txt').then(() => { throw new RangeError('out') }) })</script>
			<script src=/lib.js></script>`,
		"/lib.js": "function f() {\n  undefined.x\n}\nf()",
		"/a.txt":  "a",
	})
	d, told := w.watch("/")
	if a := w.wait(d.Client, ""); !a.Done || a.URL != "http://localhost/" || a.Happenings < d.Happenings {
		t.Errorf("waited: %+v", a)
	}
	w.want(d.Client, "console.log('last'), 1", "1")
	var n uint64
	var seen []string
	for h := range told {
		if n++; h.N != n {
			t.Errorf("happening %d is numbered %d", n, h.N)
		}
		switch h.Kind {
		case schemas.HappeningConsole:
			first, _, _ := strings.Cut(h.Log.Text, "\n")
			if h.Log.Uncaught {
				first += " at " + h.Log.Source
			}
			seen = append(seen, first)
		case schemas.HappeningRequest:
			if h.Client != d.Client || h.Exchange.Status != 200 || h.Exchange.Duration <= 0 {
				t.Errorf("%+v", h.Exchange)
			}
			seen = append(seen, h.Exchange.Method+" "+strings.TrimPrefix(h.Exchange.URL, "http://localhost"))
		default:
			seen = append(seen, string(h.Kind))
		}
		if h.Kind == schemas.HappeningConsole && h.Log.Text == "last" {
			break
		}
	}
	all := strings.Join(seen, "\n")
	for _, want := range []string{"GET /\n", "\ncareful\nGET /lib.js\nUncaught TypeError", " at http://localhost/lib.js:2:", "\nloaded", "GET /a.txt\nUncaught (in promise) RangeError: out at http://localhost/:1:"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	_, err := bus.CloseDocument.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.CloseDocument{Client: d.Client})
	must(t, err)
}

func TestWaitForElement(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": `<script>setTimeout(() => document.body.append(Object.assign(document.createElement('p'), {id: 'late'})), 50)</script>`})
	d := w.open("/")
	if a := w.wait(d.Client, "#late"); !a.Done {
		t.Errorf("%+v", a)
	}
	w.want(d.Client, "document.querySelectorAll('#late').length", "1")
	if _, err := bus.WaitFor.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.WaitDocument{Client: d.Client, Selector: "p["}); err == nil {
		t.Error("a selector that does not parse is waited for")
	}
}

// A page is at rest when its timers, requests and registrations are over, whatever
// its intervals do.
func TestWaitForRest(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<script>let log = [];
			setInterval(() => log.push('tick'), 5);
			setTimeout(() => fetch('/a.txt').then(() => setTimeout(() => log.push('over'), 20)), 20);
			setTimeout(() => log.push('far'), 3600e3)</script>`,
		"/a.txt": "a",
		"/busy":  `<script>(function again() { setTimeout(again, 10) })()</script>`,
		"/hangs": `<script>addEventListener('load', () => fetch('/never'))</script>`,
	})
	d := w.open("/")
	if a := w.wait(d.Client, ""); !a.Done {
		t.Errorf("%+v", a)
	}
	w.want(d.Client, "[log.includes('over'), log.includes('far')]", "[true,false]")
	for path, want := range map[string]string{"/busy": "timer", "/hangs": "GET http://localhost/never"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			d := w.open(path)
			began := time.Now()
			a := w.wait(d.Client, "")
			if a.Done || !strings.Contains(a.For, want) || time.Since(began) < waitTurn {
				t.Errorf("%+v after %v", a, time.Since(began))
			}
		})
	}
}

func TestEvalText(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": ""})
	d := w.open("/")
	for script, want := range map[string]string{
		"undefined": "undefined", "new Map([[1, 2]])": "Map(1) { 1 => 2 }", "NaN": "NaN", "(x) => x": "[Function", "10n": "10n",
		"1": "", "'a'": "", "[1]": "", "({a: 1})": "", "null": "", "Promise.resolve(1.5)": "", "true": "",
	} {
		e, err := bus.Eval.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.EvalDocument{Client: d.Client, Script: script})
		must(t, err)
		if !strings.HasPrefix(e.Text, want) || (want == "") != (e.Text == "") {
			t.Errorf("%s: %q, want %q", script, e.Text, want)
		}
	}
	e, err := bus.Eval.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.EvalDocument{Client: d.Client, Script: "throw new Error('x')"})
	must(t, err)
	if !strings.Contains(e.Error.Message, "Error: x") {
		t.Errorf("%+v", e)
	}
}
