package scripthost

import (
	"context"
	"errors"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/transpile"
)

// dynamicImports makes import() work in a document: every URL is fetched, bundled
// with what it imports, and run once. A module that several bundles contain is run
// once in each of them.
//
// https://html.spec.whatwg.org/#hostloadimportedmodule
func (d *document) dynamicImports() {
	modules := map[string]*goja.Promise{} // the module map, of the loop
	d.realm.SetImport(func(c js.Call, specifier string) *goja.Promise {
		url := specifier
		if strings.HasPrefix(specifier, "/") || strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") {
			url = d.dom.Resolve(specifier)
		}
		if !strings.HasPrefix(url, "http:") && !strings.HasPrefix(url, "https:") {
			return c.Rejected(c.TypeError("import(): %q is not a URL that can be imported", specifier)).Export().(*goja.Promise)
		}
		if p, ok := modules[url]; ok {
			return p
		}
		p, resolve, reject := c.Promise()
		modules[url] = p
		later(&d.environment, func(ctx context.Context) (*goja.Program, error) { return d.compileImport(ctx, url) },
			func(program *goja.Program, err error) {
				var v goja.Value
				if err == nil {
					v, err = d.realm.Run(program)
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
					reject(d.realm.SyntaxErrorValue("%v", err))
				default:
					delete(modules, url) // a fetch that failed may be tried again
					reject(d.realm.TypeError("import(): %s could not be loaded: %v", url, err))
				}
			})
		return p
	})
}

// compileImport gets a module and makes a program whose value is its namespace.
func (d *document) compileImport(ctx context.Context, url string) (*goja.Program, error) {
	src, mime, err := d.fetchScript(ctx, url, true)
	if err != nil {
		return nil, err
	}
	bundle, err := transpile.BundleExports(ctx, url, src, mime, func(ctx context.Context, url string) ([]byte, string, error) {
		return d.fetchScript(ctx, url, true)
	})
	if err != nil {
		return nil, err
	}
	return js.Compile(url, string(bundle.Program))
}
