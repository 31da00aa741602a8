package urlpattern

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
)

var errBase = errors.New("a base URL goes with a string only, and must be a valid URL")

// object is the URLPatternInit as a script sees it.
func (i *Init) object(c js.Call) *goja.Object {
	o := c.VM.NewObject()
	for _, m := range []member{baseURL, hash, hostname, password, pathname, port, protocol, search, username} {
		if i.has(m) {
			put(o, memberNames[m], c.VM.ToValue(i.values[m]))
		}
	}
	return o
}

// object is the URLPatternResult.
//
// https://urlpattern.spec.whatwg.org/#dictdef-urlpatternresult
func (r *Result) object(c js.Call, p *Pattern, inputs []any) *goja.Object {
	o := c.VM.NewObject()
	for _, m := range []member{hash, hostname, baseURL, password, pathname, port, protocol, search, username} {
		if m == baseURL { // where "inputs" comes
			put(o, "inputs", c.VM.NewArray(inputs...))
			continue
		}
		groups := c.VM.NewObject()
		for i, name := range p.components[m].names {
			value := goja.Undefined()
			if i < len(r.groups[m]) && r.groups[m][i] != nil {
				value = c.VM.ToValue(*r.groups[m][i])
			}
			put(groups, name, value)
		}
		part := c.VM.NewObject()
		put(part, "groups", groups)
		put(part, "input", c.VM.ToValue(r.inputs[m]))
		put(o, memberNames[m], part)
	}
	return o
}

// put defines a property as a conversion to an object does: nothing the script has
// put on Object.prototype is in the way.
func put(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err) // a new ordinary object takes any property
	}
}
