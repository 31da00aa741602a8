package clone

import (
	"asterism/js"

	"github.com/dop251/goja"
)

// intrinsics are the language's own functions that cloning needs, taken from the
// realm on first use.
type intrinsics struct {
	r                              *js.Realm
	mapForEach, mapSet             native
	setForEach, setAdd             native
	weakMapHas, weakSetHas         native
	ownValue                       native
	stringValueOf, push            native
	newMap, newSet, newDate, newRe goja.Value
}

type native = func(goja.FunctionCall) goja.Value

type intrinsicsKey struct{}

var intrinsicsProgram = goja.MustCompile("asterism:clone", `(() => [
	Map.prototype.forEach, Map.prototype.set, Set.prototype.forEach, Set.prototype.add,
	String.prototype.valueOf, Array.prototype.push, Map, Set, Date, RegExp,
	WeakMap.prototype.has, WeakSet.prototype.has,
	((get) => (o, k) => { const d = get(o, k); return d && 'value' in d ? [d.value] : undefined })(Object.getOwnPropertyDescriptor)])()`, true)

func intrinsicsOf(r *js.Realm) *intrinsics {
	if in, ok := r.Slot(intrinsicsKey{}).(*intrinsics); ok {
		return in
	}
	v, err := r.VM.RunProgram(intrinsicsProgram)
	if err != nil {
		panic(err)
	}
	list := v.(*goja.Object)
	fn := func(i string) native { return list.Get(i).Export().(native) }
	in := &intrinsics{r: r, mapForEach: fn("0"), mapSet: fn("1"), setForEach: fn("2"), setAdd: fn("3"),
		stringValueOf: fn("4"), push: fn("5"),
		newMap: list.Get("6"), newSet: list.Get("7"), newDate: list.Get("8"), newRe: list.Get("9"),
		weakMapHas: fn("10"), weakSetHas: fn("11"), ownValue: fn("12")}
	r.Attach(intrinsicsKey{}, in)
	return in
}

func (in *intrinsics) make(class goja.Value, args ...goja.Value) *goja.Object {
	o, err := in.r.VM.New(class, args...)
	if err != nil {
		panic(err)
	}
	return o
}

func (in *intrinsics) stringValue(o *goja.Object) goja.Value {
	return in.stringValueOf(goja.FunctionCall{This: o})
}

func (in *intrinsics) each(forEach native, o *goja.Object, visit func(key, value goja.Value)) {
	forEach(goja.FunctionCall{This: o, Arguments: []goja.Value{
		in.r.VM.ToValue(func(call goja.FunctionCall) goja.Value {
			visit(call.Argument(1), call.Argument(0))
			return goja.Undefined()
		}),
	}})
}

func (in *intrinsics) entries(o *goja.Object) (out [][2]goja.Value) {
	in.each(in.mapForEach, o, func(k, v goja.Value) { out = append(out, [2]goja.Value{k, v}) })
	return out
}

func (in *intrinsics) members(o *goja.Object) (out []goja.Value) {
	in.each(in.setForEach, o, func(_, v goja.Value) { out = append(out, v) })
	return out
}

// own is the value of an own data property; nil when it has no such.
func (in *intrinsics) own(o *goja.Object, key string) goja.Value {
	v := in.ownValue(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{o, in.r.VM.ToValue(key)}})
	if list, ok := v.(*goja.Object); ok {
		return list.Get("0")
	}
	return nil
}

// uncloneable recognizes the objects with hidden state that the engine shows as
// plain ones, by the tag their prototypes carry. A tag a script made up itself
// proves nothing, so weak collections are also asked.
func (in *intrinsics) uncloneable(o *goja.Object) (string, bool) {
	tag := o.GetSymbol(goja.SymToStringTag)
	if tag == nil || !goja.IsString(tag) {
		return "", false
	}
	kind := tag.String()
	var probe native
	switch kind {
	case "WeakMap":
		probe = in.weakMapHas
	case "WeakSet":
		probe = in.weakSetHas
	case "WeakRef", "FinalizationRegistry", "Generator", "Array Iterator", "Map Iterator", "Set Iterator",
		"String Iterator", "RegExp String Iterator", "Symbol":
		return kind, true
	default:
		return "", false
	}
	refused := in.r.VM.Try(func() { probe(goja.FunctionCall{This: o, Arguments: []goja.Value{o}}) })
	return kind, refused == nil
}
