package urlpattern

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// class is URLPattern.
//
// https://urlpattern.spec.whatwg.org/#urlpattern-class
var class = &js.Class[*Pattern]{
	Name: "URLPattern",
	New:  construct,
	Attrs: []js.Attr[*Pattern]{
		pattern("protocol", protocol), pattern("username", username), pattern("password", password), pattern("hostname", hostname),
		pattern("port", port), pattern("pathname", pathname), pattern("search", search), pattern("hash", hash),
		{Name: "hasRegExpGroups", Get: func(p *Pattern, c js.Call) goja.Value { return c.VM.ToValue(p.Custom()) }},
	},
	Methods: []js.Method[*Pattern]{
		{Name: "test", Call: func(p *Pattern, c js.Call) goja.Value {
			result, _ := match(p, c)
			return c.VM.ToValue(result != nil)
		}},
		{Name: "exec", Call: func(p *Pattern, c js.Call) goja.Value {
			result, inputs := match(p, c)
			if result == nil {
				return goja.Null()
			}
			return result.object(c, p, inputs)
		}},
	},
}

func pattern(name string, m member) js.Attr[*Pattern] {
	return js.Attr[*Pattern]{Name: name, Get: func(p *Pattern, c js.Call) goja.Value {
		return c.VM.ToValue(p.components[m].pattern)
	}}
}

// construct resolves the two overloads, (input, baseURL, options) and
// (input, options): with two arguments the second one's type decides.
func construct(c js.Call) *Pattern {
	base, optionsAt := "", 1
	hasBase := len(c.Args) >= 3
	if !hasBase && len(c.Args) == 2 {
		_, isObject := c.Arg(1).(*goja.Object)
		hasBase = !isObject && !goja.IsUndefined(c.Arg(1)) && !goja.IsNull(c.Arg(1))
	}
	input, init, isString := inputOf(c, c.Arg(0))
	if hasBase {
		base, optionsAt = c.USVString(c.Arg(1), "baseURL"), 2
	}
	ignoreCase := false
	if v := c.Member(c.Dict(c.Arg(optionsAt), "options"), "ignoreCase"); v != nil {
		ignoreCase = v.ToBoolean()
	}
	var p *Pattern
	var err error
	switch compiler := compilerOf(c.Realm); {
	case isString && hasBase && base == "":
		err = errBase
	case isString:
		p, err = Parse(input, base, ignoreCase, compiler)
	case hasBase:
		err = errBase
	default:
		p, err = New(init, ignoreCase, compiler)
	}
	if err != nil {
		c.Throw(c.TypeError("Failed to construct 'URLPattern': %s", err.Error()))
	}
	return p
}

// inputOf converts a URLPatternInput.
func inputOf(c js.Call, v goja.Value) (text string, init Init, isString bool) {
	o, isObject := v.(*goja.Object)
	if !isObject && !goja.IsUndefined(v) && !goja.IsNull(v) {
		return c.USVString(v, "input"), init, true
	}
	for _, m := range []member{baseURL, hash, hostname, password, pathname, port, protocol, search, username} { // a dictionary's order
		if value := c.Member(o, memberNames[m]); value != nil {
			init.set(m, c.USVString(value, memberNames[m]))
		}
	}
	return "", init, false
}

// match is test and exec; inputs are what was matched.
func match(p *Pattern, c js.Call) (result *Result, inputs []any) {
	text, init, isString := inputOf(c, c.Arg(0))
	hasBase := !goja.IsUndefined(c.Arg(1))
	base := ""
	if hasBase {
		base = c.USVString(c.Arg(1), "baseURL")
	}
	if !isString {
		if hasBase {
			c.Throw(c.TypeError("URLPattern: %s", errBase.Error()))
		}
		return p.MatchInit(init), []any{init.object(c)}
	}
	inputs = []any{text}
	var against *weburl.URL
	if hasBase {
		var err error
		if against, err = weburl.Parse(base); err != nil {
			return nil, nil
		}
		inputs = append(inputs, base)
	}
	u, err := weburl.ParseRef(text, against)
	if err != nil {
		return nil, nil
	}
	return p.MatchURL(u), inputs
}
