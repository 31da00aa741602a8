package js

import "github.com/dop251/goja"

// patch prepares one of the language's own globals when a script first touches it:
// shims for what the engine lacks, guards for what could harm the process.
func (r *Realm) patch(name string, v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		return v
	}
	switch name {
	case "Array":
		return patchArray(r, o)
	case "DataView":
		r.legacy(r.protoOf(o), "view")
	case "Date":
		proto := r.protoOf(o)
		r.legacy(proto, "date")
		must(proto.DefineDataProperty("toGMTString", proto.Get("toUTCString"), yes, yes, no))
		r.localeDates(proto)
	case "Error":
		r.shim(o, "captureStackTrace", captureStackTraceProgram)
		must(o.DefineDataProperty("stackTraceLimit", r.VM.ToValue(stackTraceLimit), yes, yes, yes))
	case "Math":
		r.define(o, Function{Name: "f16round", Call: f16round})
		r.define(o, Function{Name: "sumPrecise", Call: sumPrecise})
	case "JSON":
		r.guardJSON(o)
	case "Map":
		r.legacy(r.protoOf(o), "map")
		return patchMap(r, o)
	case "WeakMap":
		r.legacy(r.protoOf(o), "map")
	case "Object":
		return patchObject(r, o)
	case "Promise":
		return patchPromise(r, o)
	case "Reflect":
		return patchReflect(r, o)
	case "RegExp":
		return patchRegExp(r, o)
	case "Symbol":
		return patchSymbol(r, o)
	case "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray":
		return r.guardBuffer(o, 1)
	case "Int16Array", "Uint16Array":
		return r.guardBuffer(o, 2)
	case "Int32Array", "Uint32Array", "Float32Array":
		return r.guardBuffer(o, 4)
	case "Float64Array", "BigInt64Array", "BigUint64Array":
		return r.guardBuffer(o, 8)
	}
	return v
}

// patchPrototypes does what cannot wait for a global to be touched, because
// literals reach it: 'x'.repeat(n), [].fill(x), f.apply(x, y).
func (r *Realm) patchPrototypes() {
	text := r.VM.ToValue("").ToObject(r.VM).Prototype()
	r.guardRepeat(text)
	r.guardPad(text, "padStart")
	r.guardPad(text, "padEnd")
	r.define(text, Function{Name: "isWellFormed", Call: isWellFormed})
	r.define(text, Function{Name: "toWellFormed", Call: toWellFormed})
	list := r.VM.NewArray().Prototype()
	r.guardFill(list)
	r.guardJoin(list)
	r.guardList(list.Get("join").(*goja.Object).Prototype(), "apply", 1, 2)
	r.reflecting(r.VM.NewObject().Prototype(), "hasOwnProperty", -1, 1)
}

func (r *Realm) protoOf(ctor *goja.Object) *goja.Object { return ctor.Get("prototype").(*goja.Object) }

// define puts a function where the language has its own: not enumerable.
func (r *Realm) define(holder *goja.Object, f Function) {
	must(holder.DefineDataProperty(f.Name, r.Function(f), yes, yes, no))
}
