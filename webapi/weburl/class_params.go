package weburl

import (
	"asterism/js"

	"github.com/dop251/goja"
)

// ParamsClass is the URLSearchParams class.
//
// https://url.spec.whatwg.org/#interface-urlsearchparams
var ParamsClass = &js.Class[*Params]{
	Name: "URLSearchParams",
	New:  newParams,
	Attrs: []js.Attr[*Params]{
		{Name: "size", Get: func(p *Params, c js.Call) goja.Value { return c.VM.ToValue(p.Len()) }},
	},
	Methods: []js.Method[*Params]{
		{Name: "append", Length: 2, Call: func(p *Params, c js.Call) goja.Value {
			p.Append(name(c), c.USVString(c.Arg(1), "value"))
			return nil
		}},
		{Name: "delete", Length: 1, Call: func(p *Params, c js.Call) goja.Value {
			p.Delete(name(c), optional(c, 1))
			return nil
		}},
		{Name: "get", Length: 1, Call: func(p *Params, c js.Call) goja.Value {
			v, ok := p.Get(name(c))
			if !ok {
				return goja.Null()
			}
			return c.VM.ToValue(v)
		}},
		{Name: "getAll", Length: 1, Call: func(p *Params, c js.Call) goja.Value {
			values := []any{}
			for _, v := range p.GetAll(name(c)) {
				values = append(values, v)
			}
			return c.VM.NewArray(values...)
		}},
		{Name: "has", Length: 1, Call: func(p *Params, c js.Call) goja.Value {
			return c.VM.ToValue(p.Has(name(c), optional(c, 1)))
		}},
		{Name: "set", Length: 2, Call: func(p *Params, c js.Call) goja.Value {
			p.Set(name(c), c.USVString(c.Arg(1), "value"))
			return nil
		}},
		{Name: "sort", Call: func(p *Params, _ js.Call) goja.Value { p.Sort(); return nil }},
		{Name: "toString", Call: func(p *Params, c js.Call) goja.Value { return c.VM.ToValue(p.String()) }},
	},
	Iterate: func(p *Params, c js.Call) js.Pairs {
		return func(i int) (goja.Value, goja.Value, bool) {
			q, ok := p.At(i)
			if !ok {
				return nil, nil, false
			}
			return c.VM.ToValue(q.Name), c.VM.ToValue(q.Value), true
		}
	},
}

func name(c js.Call) string { return c.USVString(c.Arg(0), "name") }

// optional is the i-th argument as a string, nil when it is not given.
func optional(c js.Call, i int) *string {
	if goja.IsUndefined(c.Arg(i)) {
		return nil
	}
	s := c.USVString(c.Arg(i), "value")
	return &s
}

// newParams is the constructor: a sequence of pairs, a record, or a string.
//
// https://url.spec.whatwg.org/#urlsearchparams-initialize
func newParams(c js.Call) *Params {
	init := c.Arg(0)
	if goja.IsUndefined(init) {
		return &Params{}
	}
	o, ok := init.(*goja.Object)
	if !ok {
		return NewParams(c.USVString(init, "init"))
	}
	if m := o.GetSymbol(goja.SymIterator); m != nil && !goja.IsUndefined(m) && !goja.IsNull(m) {
		if _, ok := goja.AssertFunction(m); !ok {
			c.Throw(c.TypeError("Failed to construct 'URLSearchParams': the object's iterator is not a function"))
		}
		return &Params{pairs: pairsOfSequence(c, o)}
	}
	p := &Params{}
	c.Record(o, func(key goja.Value, get func() goja.Value) {
		// Keys that differ only in lone surrogates are one: the last value wins.
		name, value := c.USVString(key, "key"), c.USVString(get(), "value")
		if p.Has(name, nil) {
			p.Set(name, value)
		} else {
			p.Append(name, value)
		}
	})
	return p
}

func pairsOfSequence(c js.Call, o *goja.Object) []Pair {
	var pairs []Pair
	c.VM.ForOf(o, func(v goja.Value) bool {
		if _, ok := v.(*goja.Object); !ok {
			c.Throw(c.TypeError("Failed to construct 'URLSearchParams': the sequence has an element that is not a pair"))
		}
		var item []string
		c.VM.ForOf(v, func(x goja.Value) bool {
			item = append(item, c.USVString(x, "init"))
			return true
		})
		if len(item) != 2 {
			c.Throw(c.TypeError("Failed to construct 'URLSearchParams': each pair needs a name and a value, one has %d elements", len(item)))
		}
		pairs = append(pairs, Pair{item[0], item[1]})
		return true
	})
	return pairs
}
