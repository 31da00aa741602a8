package asterismtest

import (
	"cmp"
	"encoding/json"
	"strconv"

	"asterism/internal/visit"
	"asterism/schemas"
)

// Line is a line of a console, or an error that nobody caught.
type Line struct {
	Worker bool   // a service worker's; otherwise a document's
	Where  string // the document's URL, or the worker's scope
	Level  string // "log", "warn", "error", …
	Text   string
	Source string // "file:line:column"
}

// Request is a request that a page made.
type Request struct {
	Method      string
	URL         string
	Destination string // "document", "script", …; "": fetch()
	Status      int
	By          string // "worker", "cache" (a static route's), "http-cache", "network"; "": nobody
	Scope       string // of the worker that answered
	Failed      string // why no response came
}

// Page is a top-level document in a headless browser of sorts: no pixels, but
// scripts, DOM, fetch, and navigator.serviceWorker.
type Page struct {
	Status int // of the response it came from

	s     *System
	v     *visit.Visit
	asked bool // the test looked at the errors
	done  bool
}

// Open opens a page of the site by its path, or of any site by its URL, and waits for
// its load event. It is closed with the test.
func (s *System) Open(ref string) *Page {
	s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	v, err := visit.Open(ctx, s.conn, s.resolve(ref), nil)
	if v == nil {
		s.must(err)
	}
	p := &Page{s: s, v: v, Status: v.Doc.Status}
	if err != nil {
		for _, e := range v.Record().Errors {
			s.t.Errorf("asterismtest: %s: %s", e.Where, e.Text)
		}
		_ = v.Close(ctx)
		s.t.Fatalf("asterismtest: %s did not open: %v", s.resolve(ref), err)
	}
	s.mu.Lock()
	s.pages = append(s.pages, p)
	s.mu.Unlock()
	return p
}

// Close closes the page, as a tab is closed.
func (p *Page) Close() {
	p.s.t.Helper()
	p.finish()
}

// finish closes the page, and fails the test for errors it did not ask for.
func (p *Page) finish() {
	p.s.t.Helper()
	if p.done {
		return
	}
	p.done = true
	ctx, cancel := within()
	defer cancel()
	if err := p.v.Close(ctx); err != nil {
		p.s.t.Errorf("asterismtest: closing a page: %v", err)
	}
	if p.asked {
		return
	}
	for _, e := range p.v.Record().Errors {
		if e.In == "document" { // those of workers are the system's
			p.s.t.Errorf("asterismtest: %s: %s (%s)", e.Where, e.Text, e.Source)
		}
	}
}

// Eval evaluates a script in the page, awaits its value when that is a promise, and
// gives it as JSON; what JSON cannot say, such as undefined, as a console shows it.
// A script that throws fails the test.
func (p *Page) Eval(script string) string {
	p.s.t.Helper()
	value := p.eval(script)
	return cmp.Or(value.Text, value.JSON)
}

// EvalTo evaluates a script likewise and decodes its value's JSON into to.
func (p *Page) EvalTo(to any, script string) {
	p.s.t.Helper()
	value := p.eval(script)
	if err := json.Unmarshal([]byte(value.JSON), to); err != nil {
		p.s.t.Fatalf("asterismtest: %s\ngives %s: %v", script, value.JSON, err)
	}
}

func (p *Page) eval(script string) schemas.Evaluated {
	p.s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	value, err := p.v.Eval(ctx, script)
	if err != nil {
		p.s.t.Fatalf("asterismtest: evaluating\n%s\n%v", script, err)
	}
	if e := value.Error; e != nil {
		p.s.t.Fatalf("asterismtest: evaluating\n%s\n%s\n%s", script, e.Message, value.Stack)
	}
	return value
}

// Wait waits until an element of the page matches a CSS selector.
func (p *Page) Wait(selector string) {
	p.s.t.Helper()
	if selector == "" {
		p.s.t.Fatal("asterismtest: Wait wants a selector; for a page at rest there is WaitIdle")
	}
	p.wait(selector)
}

// WaitIdle waits until the page is at rest: it has loaded, no request of it is under
// way, no worker is being registered, installed or activated, no timer is due
// within a second, and that for a tenth of a second. Ticks of setInterval do not
// count.
func (p *Page) WaitIdle() {
	p.s.t.Helper()
	p.wait("")
}

func (p *Page) wait(selector string) {
	p.s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	if err := p.v.Wait(ctx, selector); err != nil {
		p.s.t.Fatalf("asterismtest: within %s %v", Patience, err)
	}
}

// Navigate makes the page go to a path of its document's URL, or a URL, and waits
// until it is at rest there.
func (p *Page) Navigate(ref string) {
	p.s.t.Helper()
	p.Eval("location.assign(" + strconv.Quote(ref) + ")")
	p.WaitIdle()
}

// Reload loads the page anew and waits until it is at rest.
func (p *Page) Reload() {
	p.s.t.Helper()
	p.Eval("location.reload()")
	p.WaitIdle()
}

// Controller is the worker that controls the page's document; nil: none.
func (p *Page) Controller() *Worker {
	p.s.t.Helper()
	var c *Worker
	p.EvalTo(&c, `((c) => c && {Script: c.scriptURL, State: c.state})(navigator.serviceWorker.controller)`)
	if known := p.v.Record().Controller; c != nil && known != nil {
		c.Version = known.Version
	}
	return c
}

// Console is what the page's scripts have written so far.
func (p *Page) Console() []Line { return p.lines(p.v.Record().Console) }

// Errors is the errors that nobody caught in the page so far. A test that asks for
// them is not failed by them.
func (p *Page) Errors() []Line {
	p.asked = true
	return p.lines(p.v.Record().Errors)
}

func (p *Page) lines(all []visit.Line) []Line {
	var out []Line
	for _, l := range all {
		if l.In == "document" {
			out = append(out, Line{Where: l.Where, Level: l.Level, Text: l.Text, Source: l.Source})
		}
	}
	return out
}

// Requests is the requests the page has made so far, in the order of their ends.
func (p *Page) Requests() []Request {
	var out []Request
	for _, r := range p.v.Record().Requests {
		q := Request{Method: r.Method, URL: r.URL, Destination: r.Destination, Status: r.Status, By: r.By, Failed: r.Failed}
		if r.Worker != nil {
			q.Scope = r.Worker.Scope
		}
		out = append(out, q)
	}
	return out
}
