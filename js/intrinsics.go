package js

import "github.com/dop251/goja"

// intrinsics are the language's own objects that natives need, looked up once.
// Those that a script could replace to fool a native are taken before any script
// runs if they are on a hot path, and on demand otherwise: a script that replaces
// them harms only itself.
type intrinsics struct {
	then     goja.Callable
	jump     func(goja.FunctionCall) goja.Value
	iterator *goja.Object
	errors   map[string]goja.Value
	views    *viewIntrinsics

	expressions    *expressions
	helpers        *iteratorHelpers
	dispose        *goja.Object // what dispose.js made
	buffersPatched bool
	intl           *intl
	way            *entrance
	kinds          *shadows
}

func (in *intrinsics) promiseThen(r *Realm) goja.Callable {
	if in.then == nil {
		p, _, _ := r.VM.NewPromise()
		proto := r.VM.ToValue(p).(*goja.Object).Prototype()
		in.then, _ = goja.AssertFunction(proto.Get("then"))
	}
	return in.then
}

var jumpProgram = goja.MustCompile("asterism:reaction", `(f) => (v) => f(v)`, true)

// trampoline puts a JavaScript function around a native one.
func (in *intrinsics) trampoline(r *Realm) func(goja.FunctionCall) goja.Value {
	if in.jump == nil {
		v, err := r.VM.RunProgram(jumpProgram)
		must(err)
		in.jump = native(v)
	}
	return in.jump
}

// iteratorPrototype is %IteratorPrototype%.
func (in *intrinsics) iteratorPrototype(r *Realm) *goja.Object {
	if in.iterator == nil {
		array := r.VM.NewArray()
		it := native(array.GetSymbol(goja.SymIterator))(goja.FunctionCall{This: array}).(*goja.Object)
		in.iterator = it.Prototype().Prototype()
	}
	return in.iterator
}

func (in *intrinsics) errorClass(r *Realm, name string) goja.Value {
	v, ok := in.errors[name]
	if !ok {
		if in.errors == nil {
			in.errors = make(map[string]goja.Value)
		}
		v = r.Intrinsic(name)
		in.errors[name] = v
	}
	return v
}

func (in *intrinsics) errorPrototype(r *Realm) *goja.Object {
	return in.errorClass(r, "Error").(*goja.Object).Get("prototype").(*goja.Object)
}

// viewIntrinsics are what it takes to look at typed arrays and DataViews.
type viewIntrinsics struct {
	isView, tag                     func(goja.FunctionCall) goja.Value
	arrayBuffer, arrayOff, arrayLen func(goja.FunctionCall) goja.Value
	dataBuffer, dataOff, dataLen    func(goja.FunctionCall) goja.Value
	uint8Array                      *goja.Object
}

var viewProgram = goja.MustCompile("asterism:views", `(function(){
const get = (o, k) => Object.getOwnPropertyDescriptor(o, k).get;
const T = Object.getPrototypeOf(Uint8Array.prototype), D = DataView.prototype;
return [ArrayBuffer.isView, get(T, Symbol.toStringTag),
	get(T, 'buffer'), get(T, 'byteOffset'), get(T, 'byteLength'),
	get(D, 'buffer'), get(D, 'byteOffset'), get(D, 'byteLength'), Uint8Array];
})()`, true)

func (in *intrinsics) viewing(r *Realm) *viewIntrinsics {
	if in.views == nil {
		v, err := r.VM.RunProgram(viewProgram)
		must(err)
		list := v.(*goja.Object)
		fn := func(i string) func(goja.FunctionCall) goja.Value { return native(list.Get(i)) }
		in.views = &viewIntrinsics{
			isView: fn("0"), tag: fn("1"),
			arrayBuffer: fn("2"), arrayOff: fn("3"), arrayLen: fn("4"),
			dataBuffer: fn("5"), dataOff: fn("6"), dataLen: fn("7"),
			uint8Array: list.Get("8").(*goja.Object),
		}
	}
	return in.views
}

func (in *intrinsics) uint8Array(r *Realm) *goja.Object { return in.viewing(r).uint8Array }

func (in *intrinsics) view(r *Realm, o *goja.Object) (View, bool) {
	vs := in.viewing(r)
	if !vs.isView(goja.FunctionCall{Arguments: []goja.Value{o}}).ToBoolean() {
		return View{}, false
	}
	this := goja.FunctionCall{This: o}
	if tag := vs.tag(this); goja.IsString(tag) {
		return View{Type: tag.String(), Buffer: vs.arrayBuffer(this).(*goja.Object),
			Offset: int(vs.arrayOff(this).ToInteger()), Length: int(vs.arrayLen(this).ToInteger())}, true
	}
	out := View{Type: "DataView", Buffer: vs.dataBuffer(this).(*goja.Object)}
	if buffer, ok := out.Buffer.Export().(goja.ArrayBuffer); ok && buffer.Detached() {
		return out, true // its offset and length getters throw
	}
	out.Offset, out.Length = int(vs.dataOff(this).ToInteger()), int(vs.dataLen(this).ToInteger())
	return out, true
}

// viewBytes is what a view shows; nothing when its buffer is detached. The engine
// must not be asked to export such a view: it makes a slice of a nil pointer.
func (in *intrinsics) viewBytes(r *Realm, o *goja.Object) ([]byte, bool) {
	vs := in.viewing(r)
	if !vs.isView(goja.FunctionCall{Arguments: []goja.Value{o}}).ToBoolean() {
		return nil, false
	}
	if o.ExportType() == bytesType { // Uint8Array, the usual one
		buffer := vs.arrayBuffer(goja.FunctionCall{This: o}).(*goja.Object).Export().(goja.ArrayBuffer)
		if buffer.Detached() {
			return nil, true
		}
		return o.Export().([]byte), true
	}
	view, _ := in.view(r, o)
	data := view.Buffer.Export().(goja.ArrayBuffer).Bytes()
	if view.Offset+view.Length > len(data) {
		return nil, true
	}
	return data[view.Offset : view.Offset+view.Length], true
}
