package dom

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
)

// tokenList is a DOMTokenList over an attribute.
type tokenList struct {
	n    *Node
	attr string
}

func newTokenList(r *js.Realm, n *Node, attr string) *goja.Object {
	return r.Wrap(tokenListClass, &tokenList{n, attr})
}

func (l *tokenList) list() []string { return tokens(l.n.AttrOr(l.attr)) }

// set is the spec's "update steps".
func (l *tokenList) set(list []string) {
	if _, has := l.n.Attr(l.attr); !has && len(list) == 0 {
		return
	}
	l.n.SetAttr(l.attr, strings.Join(list, " "))
}

// tokenListClass is DOMTokenList.
//
// https://dom.spec.whatwg.org/#interface-domtokenlist
var tokenListClass = &js.Class[*tokenList]{
	Name: "DOMTokenList",
	Attrs: []js.Attr[*tokenList]{
		{Name: "length", Get: func(l *tokenList, c js.Call) goja.Value { return c.VM.ToValue(len(l.list())) }},
		{Name: "value", Get: func(l *tokenList, c js.Call) goja.Value { return c.VM.ToValue(l.n.AttrOr(l.attr)) },
			Set: func(l *tokenList, c js.Call, v goja.Value) { l.n.SetAttr(l.attr, c.String(v, "value")) }},
	},
	Methods: []js.Method[*tokenList]{
		{Name: "item", Length: 1, Call: func(l *tokenList, c js.Call) goja.Value {
			if list, i := l.list(), c.Arg(0).ToInteger(); i >= 0 && i < int64(len(list)) {
				return c.VM.ToValue(list[i])
			}
			return goja.Null()
		}},
		{Name: "contains", Length: 1, Call: func(l *tokenList, c js.Call) goja.Value {
			return c.VM.ToValue(slices.Contains(l.list(), c.String(c.Arg(0), "token")))
		}},
		{Name: "add", Call: func(l *tokenList, c js.Call) goja.Value {
			list := l.list()
			for i := range c.Args {
				if t := token(c, i); !slices.Contains(list, t) {
					list = append(list, t)
				}
			}
			l.set(list)
			return goja.Undefined()
		}},
		{Name: "remove", Call: func(l *tokenList, c js.Call) goja.Value {
			list := l.list()
			for i := range c.Args {
				t := token(c, i)
				list = slices.DeleteFunc(list, func(s string) bool { return s == t })
			}
			l.set(list)
			return goja.Undefined()
		}},
		{Name: "toggle", Length: 1, Call: toggleToken},
		{Name: "replace", Length: 2, Call: func(l *tokenList, c js.Call) goja.Value {
			from, to, list := token(c, 0), token(c, 1), l.list()
			i := slices.Index(list, from)
			if i >= 0 {
				list[i] = to
				l.set(tokens(strings.Join(list, " ")))
			}
			return c.VM.ToValue(i >= 0)
		}},
		{Name: "toString", Call: func(l *tokenList, c js.Call) goja.Value { return c.VM.ToValue(l.n.AttrOr(l.attr)) }},
		{Name: "forEach", Length: 1, Call: func(l *tokenList, c js.Call) goja.Value {
			return callMethod(c, stringArray(c, l.list()), "forEach", c.Args...)
		}},
		{Name: "values", Symbol: "iterator", Call: func(l *tokenList, c js.Call) goja.Value {
			return callMethod(c, stringArray(c, l.list()), "values")
		}},
	},
}

// toggleToken is https://dom.spec.whatwg.org/#dom-domtokenlist-toggle
func toggleToken(l *tokenList, c js.Call) goja.Value {
	t, list := token(c, 0), l.list()
	has := slices.Contains(list, t)
	want := !has
	if len(c.Args) > 1 && !goja.IsUndefined(c.Arg(1)) {
		want = c.Arg(1).ToBoolean()
	}
	if want && !has {
		l.set(append(list, t))
	} else if !want && has {
		l.set(slices.DeleteFunc(list, func(s string) bool { return s == t }))
	}
	return c.VM.ToValue(want)
}

// token is an argument checked as a token.
func token(c js.Call, i int) string {
	t := c.String(c.Arg(i), "token")
	if t == "" {
		c.Throw(c.DOMException("SyntaxError", "a token must not be empty"))
	}
	if strings.ContainsFunc(t, isSpace) {
		c.Throw(c.DOMException("InvalidCharacterError", "the token '%s' contains white space", t))
	}
	return t
}
