package scripthost

import (
	"context"
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/classic"
	"asterism/js/transpile"
	"asterism/webapi/csp"
	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

// script is a script element that is to run.
type script struct {
	node    *dom.Node
	module  bool
	url     string // absolute; of an inline one, the document's
	inline  bool
	request *fetch.Request // of an external one; what modules import is asked for alike
	parser  bool           // the parser waits for it: document.write goes to the parser
	ready   bool           // program or err is there
	program *goja.Program
	err     error
}

// scriptType is "classic", "module" or "" for what is not to be run.
//
// https://html.spec.whatwg.org/#prepare-the-script-element, steps 8 to 12
func scriptType(n *dom.Node) string {
	t, ok := n.Attr("type")
	mime := essence(t)
	switch {
	case ok && strings.EqualFold(strings.TrimSpace(t), "module"):
		return "module"
	case ok && t != "" && !transpile.JavaScriptType(mime):
		return ""
	}
	if _, no := n.Attr("nomodule"); no {
		return ""
	}
	return "classic"
}

// prepare makes the script of an element; nil: there is nothing to run.
func (d *document) prepare(n *dom.Node, parserInserted bool) *script {
	if !d.sandbox.scripts() {
		return nil
	}
	kind := scriptType(n)
	_, external := n.Attr("src")
	if kind == "" || !external && strings.TrimSpace(n.ChildText()) == "" {
		return nil
	}
	s := &script{node: n, module: kind == "module", inline: !external, url: d.dom.URL}
	if external {
		var ok bool
		if s.url, ok = d.source(n, "src"); !ok {
			return nil
		}
	} else if !d.allowInline(csp.Inline{Kind: "script", Nonce: n.AttrOr("nonce"), Source: n.ChildText(), ParserInserted: parserInserted}) {
		return nil
	}
	s.request = d.potential(n, s.url, "script")
	s.request.Integrity, s.request.ParserInserted = n.AttrOr("integrity"), parserInserted
	if s.module && s.request.Mode == "no-cors" {
		s.request.Mode, s.request.Credentials = "cors", "same-origin"
	}
	return s
}

// outcome is what has become of a script element of the parser.
type outcome int

const (
	scriptIgnored outcome = iota // not run now; the parser goes on
	scriptRan                    // run; the parser goes on
	scriptAwaited                // the parser must wait for it
)

// parserScript deals with a script element the parser has just completed.
//
// https://html.spec.whatwg.org/#prepare-the-script-element, steps 31 to 33
func (d *document) parserScript(n *dom.Node) outcome {
	s := d.prepare(n, true)
	if s == nil {
		return scriptIgnored
	}
	_, async := n.Attr("async")
	_, deferred := n.Attr("defer")
	switch {
	case s.inline && !s.module:
		s.parser = true
		s.program, s.err = compile(d.dom.URL, []byte(n.ChildText()))
		d.execute(s)
		return scriptRan
	case async:
		d.load(s, d.block(), func() { d.execute(s) })
		return scriptIgnored
	case s.module || deferred:
		d.loading.deferred = append(d.loading.deferred, s)
		d.load(s, d.block(), d.runDeferred)
		return scriptIgnored
	}
	s.parser = true
	d.load(s, d.block(), func() {
		d.execute(s)
		d.parse()
	})
	return scriptAwaited
}

// insertedScript runs a script element that a script has put into the document.
func (d *document) insertedScript(n *dom.Node) {
	if _, external := n.Attr("src"); !external && n.ChildText() == "" || !n.StartScript() {
		return
	}
	s := d.prepare(n, false)
	switch {
	case s == nil:
	case s.inline && !s.module:
		s.program, s.err = compile(d.dom.URL, []byte(n.ChildText()))
		d.execute(s)
	default:
		d.load(s, d.block(), func() { d.execute(s) })
	}
}

// load gets and compiles a script in the background, then calls next on the loop.
func (d *document) load(s *script, unblock, next func()) {
	text := s.node.ChildText()
	later(&d.environment, func(ctx context.Context) (*goja.Program, error) {
		src, mime := []byte(text), "text/javascript"
		if !s.inline {
			var err error
			if src, mime, err = d.fetchScript(ctx, s.request); err != nil {
				return nil, err
			}
		}
		if s.module {
			return compileModule(ctx, s.url, src, mime, d.modules(s.request))
		}
		return compile(s.url, src)
	}, func(p *goja.Program, err error) {
		s.program, s.err, s.ready = p, err, true
		next()
		unblock()
	})
}

// execute runs a script that is ready.
//
// https://html.spec.whatwg.org/#execute-the-script-element
func (d *document) execute(s *script) {
	if d.over() {
		return
	}
	if s.err != nil {
		d.scriptFailed(s)
		return
	}
	before := d.dom.Current
	if !s.module {
		d.dom.Current = s.node
	}
	written := func() {}
	if s.parser {
		written = d.loading.parser.Write(s.node)
	}
	d.run(s.program)
	written()
	d.dom.Current = before
	if !s.inline {
		d.fireAt(s.node, "load", false)
	}
}

// scriptFailed tells of a script that did not arrive (an error event at the
// element) or did not parse (reported like an exception).
func (d *document) scriptFailed(s *script) {
	var syntax *js.SyntaxError
	var lowering *transpile.Error
	if asError(s.err, &syntax) || asError(s.err, &lowering) {
		d.uncaught(d.realm.SyntaxErrorValue("%s", strings.TrimPrefix(s.err.Error(), "SyntaxError: ")), false)
		return
	}
	d.Console("error", fmt.Sprintf("script %s was not loaded: %v", s.url, s.err), "")
	d.fireAt(s.node, "error", false)
}

// compile compiles a classic script, lowered first where the engine needs it.
func compile(url string, src []byte) (*goja.Program, error) {
	return classic.Compile(url, src, transpile.JS)
}

// compileModule bundles a module with what it imports.
func compileModule(ctx context.Context, url string, src []byte, mime string, fetch moduleFetch) (*goja.Program, error) {
	bundle, err := transpile.BundleAs(ctx, url, src, mime, transpile.Fetch(fetch))
	if err != nil {
		return nil, err
	}
	return js.Compile(url, string(bundle.Program))
}

// fetchScript is loadScript for its bytes and their type.
func (d *document) fetchScript(ctx context.Context, q *fetch.Request) (src []byte, mime string, err error) {
	p, src, err := d.loadScript(ctx, q)
	if err != nil {
		return nil, "", err
	}
	if p.Type == "opaque" {
		d.post(func() { d.mute(q.URL) })
	}
	mime, _ = p.Headers.Get("Content-Type")
	return src, mime, nil
}

// mute keeps the errors of a script of another origin from this one's scripts.
//
// https://html.spec.whatwg.org/#muted-errors
func (e *environment) mute(url string) {
	if e.muted == nil {
		e.muted = map[string]bool{}
	}
	e.muted[url] = true
}

// modules gets what a module imports, with credentials and nonce as its own.
//
// https://html.spec.whatwg.org/#descendant-script-fetch-options
func (d *document) modules(of *fetch.Request) moduleFetch {
	return func(ctx context.Context, url string) ([]byte, string, error) {
		q := d.request(url, "script")
		q.Mode, q.Credentials, q.Initiator = "cors", of.Credentials, "script"
		q.Nonce, q.ParserInserted, q.ReferrerPolicy = of.Nonce, of.ParserInserted, of.ReferrerPolicy
		return d.fetchScript(ctx, q)
	}
}

// AllowInline asks the policies about a script or a style that is in the page
// itself; it implements dom.Host.
//
// https://w3c.github.io/webappsec-csp/#should-block-inline
func (d *document) AllowInline(n *dom.Node, kind, source string) bool {
	return d.allowInline(csp.Inline{Kind: kind, Nonce: n.AttrOr("nonce"), Source: source})
}

func (d *document) allowInline(i csp.Inline) bool {
	v := d.held().csp.Inline(i)
	if v != nil {
		d.violated(v)
	}
	return v == nil
}
