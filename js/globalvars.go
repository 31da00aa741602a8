package js

import (
	"reflect"

	"github.com/dop251/goja"
)

// globalVars is the names that a program declares with var at its top. The engine
// has them in the program's first instructions and gives no other access; a
// program that it compiles in another way has none.
func globalVars(p *goja.Program) []string {
	code := reflect.ValueOf(p).Elem().FieldByName("code")
	if !code.IsValid() || code.Kind() != reflect.Slice {
		return nil
	}
	const near = 8 // the declarations come before any statement
	for i := range min(code.Len(), near) {
		in := reflect.Indirect(code.Index(i).Elem())
		if in.Kind() != reflect.Struct || in.Type().Name() != "bindGlobal" {
			continue
		}
		vars := in.FieldByName("vars")
		if !vars.IsValid() || vars.Kind() != reflect.Slice {
			return nil
		}
		names := make([]string, vars.Len())
		for j := range names {
			names[j] = vars.Index(j).String()
		}
		return names
	}
	return nil
}

// materialize makes the globals that a program declares again with var: such a
// declaration keeps the value of a global that is there, and the engine does not
// see those that are only in the table.
//
// https://tc39.es/ecma262/#sec-candeclareglobalvar
func (r *Realm) materialize(p *goja.Program) {
	for _, name := range globalVars(p) {
		g := r.globals
		_, entry := g.entries[name]
		if _, member := g.members[name]; (entry || member || g.untouched(name)) && !g.owns(name) {
			g.touch(name)
		}
	}
}
