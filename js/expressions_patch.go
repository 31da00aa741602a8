package js

import (
	"strings"

	"asterism/js/internal/pattern"

	"github.com/dop251/goja"
)

// patch teaches RegExp.prototype about special expressions. goja takes its fast
// path as long as exec and a few flags are its own, so those are left alone.
func (e *expressions) patch() {
	r := e.realm
	e.getter("source", func(s *special) goja.Value { return r.VM.ToValue(escapeSource(s.source)) })
	e.slashes()
	e.getter("flags", func(s *special) goja.Value { return r.VM.ToValue(s.flags) })
	e.flag("hasIndices", "d")
	e.flag("unicodeSets", "v")
	e.method("toString", "toString", 0, func(s *special, call goja.FunctionCall) goja.Value {
		return r.VM.ToValue("/" + escapeSource(s.source) + "/" + s.flags)
	})
	split := native(e.proto.GetSymbol(goja.SymSplit))
	e.symbol(goja.SymSplit, "[Symbol.split]", 2, func(s *special, call goja.FunctionCall) goja.Value {
		twin, err := e.make(nil, r.VM.ToValue(s.Pattern), r.VM.ToValue(s.Flags))
		must(err)
		return split(goja.FunctionCall{This: twin, Arguments: call.Arguments})
	})
	e.symbol(goja.SymMatchAll, "[Symbol.matchAll]", 1, e.matchAll)
}

// getter puts a getter before the engine's.
func (e *expressions) getter(name string, get func(*special) goja.Value) {
	r := e.realm
	original := native(r.getterOf(e.proto, name))
	must(e.proto.DefineAccessorProperty(name, r.function("get "+name, 0, func(call goja.FunctionCall) goja.Value {
		if s := e.of(call.This); s != nil {
			return get(s)
		}
		return original(call)
	}), nil, yes, no))
}

// slashes makes the engine's source write a slash as \/, as browsers do: it writes
// \u002f, in classes too.
func (e *expressions) slashes() {
	r := e.realm
	before := native(r.getterOf(e.proto, "source"))
	must(e.proto.DefineAccessorProperty("source", r.function("get source", 0, func(call goja.FunctionCall) goja.Value {
		v := before(call)
		if text := v.String(); strings.Contains(text, `\u002f`) {
			return r.VM.ToValue(escapeSource(strings.ReplaceAll(text, `\u002f`, "/")))
		}
		return v
	}), nil, yes, no))
}

// flag adds the getter of a flag that only special expressions have.
func (e *expressions) flag(name, letter string) {
	r := e.realm
	must(e.proto.DefineAccessorProperty(name, r.function("get "+name, 0, func(call goja.FunctionCall) goja.Value {
		o, ok := call.This.(*goja.Object)
		switch {
		case ok && o.ClassName() == "RegExp":
			s := e.of(o)
			return r.VM.ToValue(s != nil && strings.Contains(s.flags, letter))
		case ok && o == e.proto:
			return goja.Undefined()
		}
		r.Throw(r.TypeError("RegExp.prototype.%s was read of something that is not a regular expression", name))
		return nil
	}), nil, yes, no))
}

func (e *expressions) method(key, name string, length int, call func(*special, goja.FunctionCall) goja.Value) {
	original := native(e.proto.Get(key))
	must(e.proto.DefineDataProperty(key, e.either(name, length, original, call), yes, yes, no))
}

func (e *expressions) symbol(key *goja.Symbol, name string, length int, call func(*special, goja.FunctionCall) goja.Value) {
	original := native(e.proto.GetSymbol(key))
	must(e.proto.DefineDataPropertySymbol(key, e.either(name, length, original, call), yes, yes, no))
}

func (e *expressions) either(name string, length int, original func(goja.FunctionCall) goja.Value, call func(*special, goja.FunctionCall) goja.Value) *goja.Object {
	return e.realm.function(name, length, func(c goja.FunctionCall) goja.Value {
		if s := e.of(c.This); s != nil {
			return call(s, c)
		}
		return original(c)
	})
}

var matchAllProgram = goja.MustCompile("asterism:matchAll", `(function(proto, unicode) {
return (matcher, text, global) => {
	let done = false;
	return {__proto__: proto, next() {
		if (done) return {value: undefined, done: true};
		const match = matcher.exec(text);
		if (match === null || !global) done = true;
		if (match === null) return {value: undefined, done: true};
		if (global && String(match[0]) === '') {
			const at = matcher.lastIndex;
			const wide = unicode(matcher) && text.codePointAt(at) > 0xFFFF;
			matcher.lastIndex = at + (wide ? 2 : 1);
		}
		return {value: match, done: false};
	}};
};
})`, true)

// matchAll makes its iterator here: the engine's would make a new expression by
// its own constructor.
func (e *expressions) matchAll(s *special, call goja.FunctionCall) goja.Value {
	r := e.realm
	text := r.VM.ToValue(call.Argument(0).ToString())
	matcher := e.create(s.source, s.flags, nil)
	must(matcher.Set("lastIndex", call.This.(*goja.Object).Get("lastIndex")))
	plain, err := e.make(nil, r.VM.ToValue(""), r.VM.ToValue("g"))
	must(err)
	proto := native(plain.GetSymbol(goja.SymMatchAll))(goja.FunctionCall{This: plain, Arguments: []goja.Value{r.VM.ToValue("")}}).(*goja.Object).Prototype()
	program, err := r.VM.RunProgram(matchAllProgram)
	must(err)
	unicode := r.function("", 1, func(c goja.FunctionCall) goja.Value {
		return r.VM.ToValue(strings.ContainsAny(s.flags, "uv"))
	})
	iterate := native(program)(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{proto, unicode}})
	return native(iterate)(goja.FunctionCall{This: goja.Undefined(),
		Arguments: []goja.Value{matcher, text, r.VM.ToValue(strings.Contains(s.flags, "g"))}})
}

// getterOf is the getter of one of o's own accessors.
func (r *Realm) getterOf(o *goja.Object, name string) goja.Value {
	object := r.globals.builtin.Get("Object").(*goja.Object)
	d := native(object.Get("getOwnPropertyDescriptor"))(goja.FunctionCall{Arguments: []goja.Value{o, r.VM.ToValue(name)}})
	return d.(*goja.Object).Get("get")
}

// escapeSource makes a source that reads as a literal.
// https://tc39.es/ecma262/#sec-escaperegexppattern
func escapeSource(source string) string {
	if source == "" {
		return "(?:)"
	}
	var b strings.Builder
	class, escaped := false, false
	for _, c := range source {
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\u2028':
			b.WriteString(`\u2028`)
		case c == '\u2029':
			b.WriteString(`\u2029`)
		case c == '/' && !escaped && !class:
			b.WriteString(`\/`)
		default:
			b.WriteRune(c)
		}
		if !escaped {
			class = c == '[' || class && c != ']'
		}
		escaped = c == '\\' && !escaped
	}
	return b.String()
}

// patchRegExp makes the RegExp a script sees: the engine's, behind a proxy that
// makes special expressions where needed.
func patchRegExp(r *Realm, ctor *goja.Object) goja.Value {
	e := r.regexps()
	var self *goja.Object
	construct := func(args []goja.Value, target *goja.Object) *goja.Object {
		if target == self {
			target = nil
		}
		arg := func(i int) goja.Value {
			if i < len(args) {
				return args[i]
			}
			return goja.Undefined()
		}
		source, flags, known := e.request(arg(0), arg(1))
		if known && pattern.Needed(source, flags) {
			return e.create(source, flags, target)
		}
		o, err := e.make(target, args...)
		if err != nil {
			panic(err)
		}
		return o
	}
	proxy := r.VM.NewProxy(ctor, &goja.ProxyTrapConfig{
		Construct: func(_ *goja.Object, args []goja.Value, target *goja.Object) *goja.Object {
			return construct(args, target)
		},
		Apply: func(_ *goja.Object, _ goja.Value, args []goja.Value) goja.Value {
			if len(args) == 1 || len(args) > 1 && goja.IsUndefined(args[1]) {
				if o, ok := args[0].(*goja.Object); ok && o.ClassName() == "RegExp" && o.Get("constructor") == goja.Value(self) {
					return o
				}
			}
			return construct(args, nil)
		},
	})
	self = r.VM.ToValue(proxy).(*goja.Object)
	must(e.proto.DefineDataProperty("constructor", self, yes, yes, no))
	r.instanceThrough(ctor, self)
	// The engine compares the species with its own constructor to find its fast path.
	must(ctor.DefineAccessorPropertySymbol(goja.SymSpecies, r.function("get [Symbol.species]", 0, func(call goja.FunctionCall) goja.Value {
		if call.This == goja.Value(self) {
			return ctor
		}
		return call.This
	}), nil, yes, no))
	r.shim(ctor, "escape", regExpEscapeProgram)
	return self
}

// request is what new RegExp(v, flags) asks for; known is false for what the engine
// should look at by itself: objects, whose conversion a script could watch.
func (e *expressions) request(v, flags goja.Value) (source, with string, known bool) {
	if _, ok := flags.(*goja.Object); ok {
		return "", "", false
	}
	if _, ok := flags.(*goja.Symbol); ok {
		return "", "", false
	}
	switch o := v.(type) {
	case *goja.Object:
		if o.ClassName() != "RegExp" {
			return "", "", false
		}
		source, with = o.Get("source").String(), o.Get("flags").String()
	case *goja.Symbol:
		return "", "", false
	default:
		if !goja.IsUndefined(v) {
			source = v.String()
		}
	}
	if !goja.IsUndefined(flags) {
		with = flags.String()
	}
	return source, with, true
}
