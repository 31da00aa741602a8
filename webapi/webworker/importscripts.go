package webworker

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// Script is a classic script that is to be run.
type Script struct {
	Program *goja.Program
	// Muted: it came from another origin without CORS, and what it throws is not
	// to be known.
	Muted bool
}

// Importer fetches and compiles one script for importScripts. It blocks the
// worker, as importScripts does. A *js.SyntaxError becomes a SyntaxError.
type Importer interface {
	Import(url string) (Script, error)
}

// importScripts fetches and runs scripts, one after another, before it returns.
//
// https://html.spec.whatwg.org/multipage/workers.html#import-scripts-into-worker-global-scope
func importScripts(g global, c js.Call) goja.Value {
	b := g.worker()
	// Step 1.
	if b.cfg.Module {
		c.Throw(c.TypeError("importScripts() is not allowed in module workers: use import"))
	}
	// Steps 3 and 4: all URLs are parsed before any script is fetched.
	urls := make([]string, len(c.Args))
	for i, arg := range c.Args {
		u, err := weburl.ParseRef(c.USVString(arg, "url"), b.cfg.URL)
		if err != nil {
			c.Throw(c.DOMException("SyntaxError", "importScripts(): %s", err))
		}
		urls[i] = u.Href()
	}
	// Step 5.
	for _, u := range urls {
		script, err := b.cfg.Importer.Import(u)
		if err != nil {
			c.Throw(importError(c.Realm, u, script.Muted, err))
		}
		_, err = c.Realm.VM.RunProgram(script.Program)
		thrown := (*goja.Exception)(nil)
		if script.Muted && errors.As(err, &thrown) {
			c.Throw(c.DOMException("NetworkError", "importScripts(): %s, of another origin, threw an exception", u))
		}
		if err != nil {
			panic(err) // as the script's own, or an interrupt
		}
	}
	return goja.Undefined()
}

// importError is what a script that could not be fetched or compiled throws:
// a NetworkError, or a SyntaxError with the position.
func importError(r *js.Realm, url string, muted bool, err error) goja.Value {
	if syntax, ok := errors.AsType[*js.SyntaxError](err); ok && !muted {
		v := r.SyntaxErrorValue("%s", syntax)
		if syntax.Line > 0 { // where it is, not who imports
			at := fmt.Sprintf("SyntaxError: %s\n    at %s:%d:%d", syntax.Message, syntax.Name, syntax.Line, syntax.Column)
			_ = v.DefineDataProperty("stack", r.VM.ToValue(at), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE) // a fresh error takes it
		}
		return v
	}
	return r.DOMException("NetworkError", "importScripts(): %s: %s", url, err)
}
