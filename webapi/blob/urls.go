package blob

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// InstallURLs gives URL the operations createObjectURL and revokeObjectURL, which
// service workers do not have. Package weburl must be installed before. origin is
// the realm's, "null" for an opaque one. The realm's URLs end with its loop, or with
// [Shutdown].
//
// https://w3c.github.io/FileAPI/#creating-revoking
func InstallURLs(r *js.Realm, s *Store, origin string) {
	if origin == "" {
		origin = "null"
	}
	r.Attach(storeKey{}, s)
	r.Lazy("URL", func() goja.Value {
		context.AfterFunc(r.Loop.Context(), func() { s.Forget(r) })
		constructor := r.Constructor(weburl.URLClass)
		for _, f := range operations(s, origin) {
			// A constructor of ours that nobody has frozen yet takes it.
			_ = constructor.DefineDataProperty(f.Name, r.Function(f), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
		return constructor
	})
}

type storeKey struct{}

// Shutdown ends the realm's blob: URLs: its document is unloaded.
func Shutdown(r *js.Realm) {
	if s, ok := r.Slot(storeKey{}).(*Store); ok {
		s.Forget(r)
	}
}

func operations(s *Store, origin string) []js.Function {
	return []js.Function{
		{Name: "createObjectURL", Length: 1, Call: func(c js.Call) goja.Value {
			b, ok := Of(c.Realm, c.Arg(0))
			if !ok {
				c.Throw(c.TypeError("Failed to execute 'createObjectURL' on 'URL': the argument is not a Blob"))
			}
			return c.VM.ToValue(s.Create(origin, b, c.Realm))
		}},
		{Name: "revokeObjectURL", Length: 1, Call: func(c js.Call) goja.Value {
			url := c.String(c.Arg(0), "url")
			if parsed, err := weburl.Parse(url); err == nil {
				url = parsed.Href()
			}
			s.Revoke(origin, url)
			return goja.Undefined()
		}},
	}
}
