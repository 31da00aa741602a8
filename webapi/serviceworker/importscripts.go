package serviceworker

import (
	"errors"

	"asterism/js"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

// importScripts fetches and runs scripts, one after another, before it returns.
//
// https://html.spec.whatwg.org/multipage/workers.html#import-scripts-into-worker-global-scope
func importScripts(s *Scope, c js.Call) goja.Value {
	// Step 1.
	if s.module {
		c.Throw(c.TypeError("importScripts() is not allowed in module workers: use import"))
	}
	// Steps 3 and 4: all URLs are parsed before any script is fetched.
	urls := make([]string, len(c.Args))
	for i, arg := range c.Args {
		u, err := weburl.ParseRef(c.USVString(arg, "url"), s.base)
		if err != nil {
			c.Throw(c.DOMException("SyntaxError", "importScripts(): %s", err))
		}
		urls[i] = u.Href()
	}
	// Step 5.
	for _, u := range urls {
		program, err := s.host.Import(u)
		if err != nil {
			c.Throw(s.importError(u, err))
		}
		if _, err := c.Realm.VM.RunProgram(program); err != nil {
			rethrow(err)
		}
	}
	return goja.Undefined()
}

// importError is what a script that could not be fetched or compiled throws:
// a NetworkError, or a SyntaxError with the position.
func (s *Scope) importError(url string, err error) goja.Value {
	if syntax, ok := errors.AsType[*js.SyntaxError](err); ok {
		return s.realm.SyntaxErrorValue("%s", syntax)
	}
	return s.realm.DOMException("NetworkError", "importScripts(): %s: %s", url, err)
}
