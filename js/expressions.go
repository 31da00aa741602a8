package js

import (
	"strconv"
	"strings"

	"asterism/js/internal/pattern"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
)

// expressions are a realm's regular expressions that goja could not run as they
// were written: each is a goja one of a rewritten pattern, and stands in a WeakMap
// with what the script wrote. They are made when the first of them is, or when the
// script touches RegExp.
type expressions struct {
	realm    *Realm
	proto    *goja.Object // RegExp.prototype
	native   *goja.Object // the engine's constructor
	make     func(newTarget *goja.Object, args ...goja.Value) (*goja.Object, error)
	exec     func(goja.FunctionCall) goja.Value
	get, set func(goja.FunctionCall) goja.Value // of the WeakMap
	known    map[[2]string]*special
}

// special is one expression, as the script wrote it and rewritten.
type special struct {
	source, flags string
	pattern.Result
	value   goja.Value // this, for the WeakMap
	matcher *regexp2.Regexp
}

// regexps gives the realm's expressions, prepared at the first call.
func (r *Realm) regexps() *expressions {
	if r.intr.expressions == nil {
		e := &expressions{realm: r, known: map[[2]string]*special{}}
		r.intr.expressions = e
		e.native = r.globals.builtin.Get("RegExp").(*goja.Object)
		e.make, _ = goja.AssertConstructor(e.native)
		e.proto = e.native.Get("prototype").(*goja.Object)
		e.exec = native(e.proto.Get("exec"))
		m, err := r.VM.New(r.globals.builtin.Get("WeakMap"))
		must(err)
		bound := func(f goja.Value) func(goja.FunctionCall) goja.Value {
			f2 := native(f)
			return func(call goja.FunctionCall) goja.Value {
				call.This = m
				return f2(call)
			}
		}
		e.get, e.set = bound(m.Get("get")), bound(m.Get("set"))
		e.patch()
	}
	return r.intr.expressions
}

// of is the special expression v is, or nil.
func (e *expressions) of(v goja.Value) *special {
	if o, ok := v.(*goja.Object); ok && o.ClassName() == "RegExp" {
		if found := e.get(goja.FunctionCall{Arguments: []goja.Value{o}}); found != nil && !goja.IsUndefined(found) {
			return found.Export().(*special)
		}
	}
	return nil
}

// find rewrites an expression, once per realm. The error is a *pattern.Error.
func (e *expressions) find(source, flags string) (*special, error) {
	if s, ok := e.known[[2]string{source, flags}]; ok {
		return s, nil
	}
	result, err := pattern.Rewrite(source, flags)
	if err != nil {
		return nil, err
	}
	s := &special{source: source, flags: sortedFlags(flags), Result: result}
	s.value = e.realm.VM.ToValue(s)
	if len(e.known) < maxKnown {
		e.known[[2]string{source, flags}] = s
	}
	return s, nil
}

// maxKnown bounds how many rewritten expressions a realm remembers.
const maxKnown = 1000

// sortedFlags puts flags in the order of RegExp.prototype.flags.
func sortedFlags(flags string) string {
	var b strings.Builder
	for _, f := range "dgimsuvy" {
		if strings.ContainsRune(flags, f) {
			b.WriteRune(f)
		}
	}
	return b.String()
}

// register makes o, a goja expression of s's rewritten pattern, stand for s. An
// expression whose results need work gets an exec of its own; goja then takes
// its slow, generic path for this one.
func (e *expressions) register(o *goja.Object, s *special) {
	e.set(goja.FunctionCall{Arguments: []goja.Value{o, s.value}})
	if !s.Indices && s.Names == nil {
		return
	}
	must(o.DefineDataProperty("exec", e.realm.function("exec", 1, func(call goja.FunctionCall) goja.Value {
		if own := e.of(call.This); own != nil {
			return e.run(own, call)
		}
		return e.exec(call)
	}), yes, yes, no))
}

// create makes a special expression, as new RegExp does.
func (e *expressions) create(source, flags string, target *goja.Object) *goja.Object {
	r := e.realm
	s, err := e.find(source, flags)
	if err != nil {
		r.Throw(r.SyntaxErrorValue("Invalid regular expression: /%s/%s: %v", source, flags, err))
	}
	o, err := e.make(target, r.VM.ToValue(s.Pattern), r.VM.ToValue(s.Flags))
	if err != nil {
		panic(err)
	}
	e.register(o, s)
	return o
}

// run is exec with the named groups put together and the indices added.
func (e *expressions) run(s *special, call goja.FunctionCall) goja.Value {
	text := e.realm.VM.ToValue(call.Argument(0).ToString())
	match, ok := e.exec(goja.FunctionCall{This: call.This, Arguments: []goja.Value{text}}).(*goja.Object)
	if !ok {
		return goja.Null()
	}
	if s.Indices {
		must(match.DefineDataProperty("indices", e.indices(s, match, text.(goja.String)), yes, yes, yes))
	}
	if groups, ok := match.Get("groups").(*goja.Object); ok && s.Names != nil {
		must(match.DefineDataProperty("groups", e.merge(s, groups), yes, yes, yes))
	}
	return match
}

// merge puts the groups of one name together: at most one of them took part.
func (e *expressions) merge(s *special, groups *goja.Object) *goja.Object {
	merged := e.realm.VM.CreateObject(nil)
	for _, names := range s.Names {
		v := goja.Undefined()
		for _, alias := range names[1:] {
			if found := groups.Get(alias); found != nil && !goja.IsUndefined(found) {
				v = found
			}
		}
		must(merged.DefineDataProperty(names[0], v, yes, yes, yes))
	}
	return merged
}

// indices is where the match and its groups stand: the match is made again, as
// goja keeps only the texts.
// https://tc39.es/ecma262/#sec-makematchindicesindexpairarray
func (e *expressions) indices(s *special, match *goja.Object, text goja.String) goja.Value {
	vm := e.realm.VM
	runes, at := s.units(text)
	from := 0
	for index := int(match.Get("index").ToInteger()); from < len(at)-1 && at[from] < index; {
		from++
	}
	found, err := s.compiled().FindRunesMatchStartingAt(runes, from)
	if err != nil || found == nil {
		return goja.Undefined()
	}
	var list []any
	groups := vm.CreateObject(nil)
	named := false
	for i, g := range found.Groups() {
		v := goja.Undefined()
		if len(g.Captures) > 0 {
			v = vm.NewArray(at[g.RuneIndex], at[g.RuneIndex+g.RuneLength])
		}
		list = append(list, v)
		if g.Name != "" && g.Name != strconv.Itoa(i) {
			named = true
			must(groups.DefineDataProperty(g.Name, v, yes, yes, yes))
		}
	}
	out := vm.NewArray(list...)
	switch {
	case named && s.Names != nil:
		must(out.Set("groups", e.merge(s, groups)))
	case named:
		must(out.Set("groups", groups))
	default:
		must(out.Set("groups", goja.Undefined()))
	}
	return out
}

// units are a text as the matcher sees it, code points or code units, and where
// each of them (and the end) stands in the text.
func (s *special) units(text goja.String) (runes []rune, at []int) {
	whole := strings.Contains(s.Flags, "u")
	n := text.Length()
	for i := 0; i < n; i++ {
		c := rune(text.CharAt(i))
		at = append(at, i)
		if whole && c >= 0xD800 && c < 0xDC00 && i+1 < n {
			if low := rune(text.CharAt(i + 1)); low >= 0xDC00 && low < 0xE000 {
				c = (c-0xD800)<<10 + (low - 0xDC00) + 0x10000
				i++
			}
		}
		runes = append(runes, c)
	}
	return runes, append(at, n)
}

// compiled is the pattern for goja's backtracking matcher, with goja's options.
func (s *special) compiled() *regexp2.Regexp {
	if s.matcher == nil {
		options := regexp2.RegexOptions(regexp2.ECMAScript)
		for flag, option := range map[string]regexp2.RegexOptions{
			"m": regexp2.Multiline, "s": regexp2.Singleline, "i": regexp2.IgnoreCase, "u": regexp2.Unicode,
		} {
			if strings.Contains(s.Flags, flag) {
				options |= option
			}
		}
		s.matcher = regexp2.MustCompile(s.Pattern, options) // goja has compiled it already
	}
	return s.matcher
}
