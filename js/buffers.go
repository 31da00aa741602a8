package js

import (
	"math"

	"github.com/dop251/goja"
)

// patchBufferPrototype gives ArrayBuffer.prototype what the engine lacks. Buffers
// that change their size are not supported: every buffer has a fixed length.
// https://tc39.es/ecma262/#sec-properties-of-the-arraybuffer-prototype-object
func (r *Realm) patchBufferPrototype() {
	if r.intr.buffersPatched {
		return
	}
	r.intr.buffersPatched = true
	proto := r.globals.builtin.Get("ArrayBuffer").(*goja.Object).Get("prototype").(*goja.Object)
	transfer := func(name string) func(Call) goja.Value {
		return func(c Call) goja.Value { return c.transfer(name) }
	}
	r.define(proto, Function{Name: "transfer", Call: transfer("transfer")})
	r.define(proto, Function{Name: "transferToFixedLength", Call: transfer("transferToFixedLength")})
	resize := r.function("resize", 1, func(call goja.FunctionCall) goja.Value {
		c := Call{Realm: r, This: call.This}
		c.buffer("resize")
		c.Throw(c.TypeError("ArrayBuffer.prototype.resize: the buffer has a fixed length; resizable buffers are not supported"))
		return nil
	})
	must(proto.DefineDataProperty("resize", resize, yes, yes, no))
	getter := func(name string, get func(Call, goja.ArrayBuffer) goja.Value) {
		must(proto.DefineAccessorProperty(name, r.function("get "+name, 0, func(call goja.FunctionCall) goja.Value {
			c := Call{Realm: r, This: call.This}
			return get(c, c.buffer(name))
		}), nil, yes, no))
	}
	getter("detached", func(c Call, b goja.ArrayBuffer) goja.Value { return c.VM.ToValue(b.Detached()) })
	getter("resizable", func(c Call, b goja.ArrayBuffer) goja.Value { return c.VM.ToValue(false) })
	getter("maxByteLength", func(c Call, b goja.ArrayBuffer) goja.Value { return c.VM.ToValue(len(b.Bytes())) })
}

// buffer is the receiver of an ArrayBuffer's member.
func (c Call) buffer(name string) goja.ArrayBuffer {
	if o, ok := c.This.(*goja.Object); ok && o.ExportType() == bufferType {
		return o.Export().(goja.ArrayBuffer)
	}
	c.Throw(c.TypeError("ArrayBuffer.prototype.%s was used on something that is not an ArrayBuffer", name))
	return goja.ArrayBuffer{}
}

// transfer is https://tc39.es/ecma262/#sec-arraybuffercopyanddetach
func (c Call) transfer(name string) goja.Value {
	b := c.buffer(name)
	n := float64(len(b.Bytes()))
	if v := c.Arg(0); !goja.IsUndefined(v) {
		if n = math.Trunc(v.ToFloat()); math.IsNaN(n) {
			n = 0
		}
		if n < 0 || n > maxBuffer {
			c.Throw(c.RangeError("ArrayBuffer.prototype.%s: %.0f bytes, the limit is %d", name, n, maxBuffer))
		}
	}
	if b.Detached() {
		c.Throw(c.TypeError("ArrayBuffer.prototype.%s: the buffer is detached", name))
	}
	data := b.Bytes()
	b.Detach()
	if int(n) != len(data) {
		sized := make([]byte, int(n))
		copy(sized, data)
		data = sized
	}
	return c.VM.ToValue(c.VM.NewArrayBuffer(data))
}

// noResizing refuses the option that asks for a buffer that can grow.
func (r *Realm) noResizing(args []goja.Value) {
	if len(args) < 2 {
		return
	}
	if o, ok := args[1].(*goja.Object); ok {
		if v := o.Get("maxByteLength"); v != nil && !goja.IsUndefined(v) {
			r.Throw(r.RangeError("ArrayBuffer: maxByteLength: resizable buffers are not supported"))
		}
	}
}
