package wasm

import (
	"math"
	"math/big"

	"github.com/dop251/goja"

	"asterism/webapi/wasm/internal/binary"
)

// externs gives numbers to JavaScript values that WebAssembly holds as externref:
// null is 0. Values are kept for as long as the realm.
type externs struct {
	values []goja.Value
	ids    map[*goja.Object]uint64
}

func (x *externs) id(v goja.Value) uint64 {
	if goja.IsNull(v) {
		return 0
	}
	o, isObject := v.(*goja.Object)
	if isObject {
		if id, ok := x.ids[o]; ok {
			return id
		}
	} else if goja.IsUndefined(v) && len(x.values) > 0 {
		return 1
	}
	if len(x.values) == 0 {
		x.values = append(x.values, goja.Undefined())
		if goja.IsUndefined(v) {
			return 1
		}
	}
	x.values = append(x.values, v)
	id := uint64(len(x.values))
	if isObject {
		x.ids[o] = id
	}
	return id
}

func (x *externs) value(id uint64) goja.Value {
	if id == 0 || id > uint64(len(x.values)) {
		return goja.Null()
	}
	return x.values[id-1]
}

// toWasm is ToWebAssemblyValue; it throws.
//
// https://webassembly.github.io/spec/js-api/#towebassemblyvalue
func (e *engine) toWasm(v goja.Value, t binary.ValueType) uint64 {
	switch t {
	case binary.I32:
		return uint64(uint32(toInt32(v)))
	case binary.I64:
		return uint64(e.toBigInt64(v))
	case binary.F32:
		return uint64(math.Float32bits(float32(v.ToFloat())))
	case binary.F64:
		return math.Float64bits(v.ToFloat())
	case binary.ExternRef:
		return e.externs.id(v)
	case binary.FuncRef:
		if goja.IsNull(v) {
			return 0
		}
		if f := e.functionOf(v); f != nil {
			return f.reference()
		}
		e.Throw(e.TypeError("only null and functions of WebAssembly can be function references"))
	}
	e.Throw(e.TypeError("JavaScript has no values of the type v128"))
	return 0
}

// toJS is ToJSValue.
//
// https://webassembly.github.io/spec/js-api/#tojsvalue
func (e *engine) toJS(bits uint64, t binary.ValueType) goja.Value {
	switch t {
	case binary.I32:
		return e.VM.ToValue(int32(bits))
	case binary.I64:
		return e.VM.ToValue(big.NewInt(int64(bits)))
	case binary.F32:
		return e.VM.ToValue(float64(math.Float32frombits(uint32(bits))))
	case binary.F64:
		return e.VM.ToValue(math.Float64frombits(bits))
	case binary.ExternRef:
		return e.externs.value(bits)
	case binary.FuncRef:
		if bits == 0 {
			return goja.Null()
		}
		return e.functionAt(bits).object
	}
	e.Throw(e.TypeError("JavaScript has no values of the type v128"))
	return nil
}

// toInt32 is https://tc39.es/ecma262/#sec-toint32
func toInt32(v goja.Value) int32 {
	f := v.ToFloat()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return int32(uint32(int64(math.Mod(math.Trunc(f), 1<<32))))
}

var asIntNProgram = goja.MustCompile("asterism:wasm/bigint", `BigInt.asIntN.bind(undefined, 64)`, true)

// toBigInt64 is https://tc39.es/ecma262/#sec-tobigint64
func (e *engine) toBigInt64(v goja.Value) int64 {
	if n, ok := v.Export().(*big.Int); ok && n.IsInt64() {
		return n.Int64()
	}
	asIntN, err := e.VM.RunProgram(asIntNProgram)
	if err != nil {
		panic(err)
	}
	convert, _ := goja.AssertFunction(asIntN)
	out, err := convert(goja.Undefined(), v)
	if err != nil {
		panic(err)
	}
	return out.Export().(*big.Int).Int64()
}

// typeNames are the value types' names in JavaScript.
var typeNames = map[string]binary.ValueType{
	"i32": binary.I32, "i64": binary.I64, "f32": binary.F32, "f64": binary.F64, "v128": binary.V128,
	"externref": binary.ExternRef, "anyfunc": binary.FuncRef,
}
