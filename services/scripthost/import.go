package scripthost

import (
	"context"
	"errors"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/transpile"
	"asterism/webapi/weburl"
)

// moduleFetch gets a module: its bytes and its Content-Type.
type moduleFetch func(ctx context.Context, url string) ([]byte, string, error)

// dynamicImports makes import() work: every URL is got with fetch, bundled with
// what it imports, and run once. A module that several bundles contain is run
// once in each of them.
//
// https://html.spec.whatwg.org/#hostloadimportedmodule
func (e *environment) dynamicImports(fetch moduleFetch) {
	modules := map[string]*goja.Promise{} // the module map, of the loop
	e.realm.SetImport(func(c js.Call, specifier string) *goja.Promise {
		url := specifier
		if strings.HasPrefix(specifier, "/") || strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") {
			if base, err := weburl.Parse(e.self.baseURL()); err == nil {
				if u, err := weburl.ParseRef(specifier, base); err == nil {
					url = u.Href()
				}
			}
		}
		if !importable(url) {
			return c.Rejected(c.TypeError("import(): %q is not a URL that can be imported", specifier)).Export().(*goja.Promise)
		}
		if p, ok := modules[url]; ok {
			return p
		}
		p, resolve, reject := c.Promise()
		modules[url] = p
		later(e, func(ctx context.Context) (*goja.Program, error) { return compileImport(ctx, url, fetch) },
			func(program *goja.Program, err error) {
				var v goja.Value
				if err == nil {
					v, err = e.realm.Run(program)
				}
				var thrown *js.Exception
				var syntax *js.SyntaxError
				var lowering *transpile.Error
				switch {
				case err == nil:
					resolve(v)
					return
				case errors.As(err, &thrown) && !thrown.Overflow:
					reject(thrown.Value)
				case errors.As(err, &syntax), errors.As(err, &lowering):
					reject(e.realm.SyntaxErrorValue("%v", err))
				default:
					delete(modules, url) // a fetch that failed may be tried again
					reject(e.realm.TypeError("import(): %s could not be loaded: %v", url, err))
				}
			})
		return p
	})
}

// importable says whether a module may have the URL.
func importable(url string) bool {
	for _, scheme := range []string{"https:", "http:", "blob:", "data:"} {
		if strings.HasPrefix(url, scheme) {
			return true
		}
	}
	return false
}

// compileImport gets a module and makes a program whose value is its namespace.
func compileImport(ctx context.Context, url string, fetch moduleFetch) (*goja.Program, error) {
	src, mime, err := fetch(ctx, url)
	if err != nil {
		return nil, err
	}
	bundle, err := transpile.BundleExports(ctx, url, src, mime, transpile.Fetch(fetch))
	if err != nil {
		return nil, err
	}
	return js.Compile(url, string(bundle.Program))
}
