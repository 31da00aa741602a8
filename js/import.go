package js

import "github.com/dop251/goja"

// ImportName is what package transpile renames import(…) to. Like specialRegExp it
// is answered by the table of globals without being one.
const ImportName = "__import"

// importing is what a realm does about import().
type importing struct {
	call     func(c Call, specifier string) *goja.Promise
	function goja.Value // behind ImportName, once asked for
}

// SetImport says what import(specifier) does; the promise is for the module's
// namespace object. Without it import() rejects with a TypeError, as it has to in
// service workers.
//
// https://html.spec.whatwg.org/#hostloadimportedmodule step 7
func (r *Realm) SetImport(call func(c Call, specifier string) *goja.Promise) { r.imports.call = call }

func (r *Realm) importFunction() goja.Value {
	if r.imports.function == nil {
		r.imports.function = r.Function(Function{Name: "import", Length: 1, Async: true, Call: func(c Call) goja.Value {
			specifier := c.DOMString(c.Arg(0), "import(): the specifier").String()
			if r.imports.call == nil {
				c.Throw(c.TypeError("import() is not allowed in a service worker (import of %q): use a static import", specifier))
			}
			return r.VM.ToValue(r.imports.call(c, specifier))
		}})
	}
	return r.imports.function
}
