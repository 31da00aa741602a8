package js

import "github.com/dop251/goja"

// Sequence converts an iterable object.
// https://webidl.spec.whatwg.org/#js-sequence
func (c Call) Sequence(v goja.Value, what string) []goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("%s is not iterable", what))
	}
	method := o.GetSymbol(goja.SymIterator)
	if _, ok := goja.AssertFunction(method); !ok {
		c.Throw(c.TypeError("%s is not iterable", what))
	}
	var items []goja.Value
	c.VM.ForOf(v, func(item goja.Value) bool {
		items = append(items, item)
		return true
	})
	return items
}

// Strings is Sequence of DOMStrings.
func (c Call) Strings(v goja.Value, what string) []string {
	items := c.Sequence(v, what)
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = c.String(item, what)
	}
	return out
}
