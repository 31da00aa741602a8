package wasm

import (
	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// memory is a WebAssembly.Memory.
type memory struct {
	*engine
	source
	data   api.Memory
	object *goja.Object
	buffer *goja.Object // nil: scripts have none
	size   uint32       // of buffer
}

func (e *engine) newMemory(src source) *memory {
	return &memory{engine: e, source: src, data: src.module.ExportedMemory(src.name)}
}

// memoryClass is WebAssembly.Memory.
//
// https://webassembly.github.io/spec/js-api/#memories
var memoryClass = &js.Class[*memory]{
	Name:   "Memory",
	Length: 1,
	New: func(c js.Call) *memory {
		e := of(c.Realm)
		d := descriptor(c, c.Arg(0))
		limits := readLimits(c, d, allPages)
		if v := c.Member(d, "shared"); v != nil && v.ToBoolean() {
			c.Throw(c.TypeError("shared memories are not supported"))
		}
		if limits.Min > maxPages {
			c.Throw(c.RangeError("a memory has at most %d pages here", maxPages))
		}
		b := new(binary.Builder)
		b.Export(binary.Export{Name: "memory", Kind: binary.Memory, Index: b.Memory(limits)})
		m, err := e.make(b)
		if err != nil {
			c.Throw(c.RangeError("%s", err.Error()))
		}
		out := e.newMemory(source{m, "memory"})
		out.object = c.This.(*goja.Object)
		return out
	},
	Attrs: []js.Attr[*memory]{
		{Name: "buffer", Get: func(m *memory, c js.Call) goja.Value { return m.view() }},
	},
	Methods: []js.Method[*memory]{
		{Name: "grow", Length: 1, Call: func(m *memory, c js.Call) goja.Value {
			delta := enforceRange(c, c.Arg(0), "delta")
			before, ok := m.data.Grow(delta)
			if !ok {
				c.Throw(c.RangeError("the memory cannot grow by %d pages", delta))
			}
			m.detach() // also for no pages at all
			return c.VM.ToValue(before)
		}},
	},
}

// view is the memory's ArrayBuffer.
func (m *memory) view() *goja.Object {
	m.refresh()
	if m.buffer == nil {
		m.size = m.data.Size()
		data, _ := m.data.Read(0, m.size)
		m.buffer = m.ArrayBuffer(data)
		m.buffers[m] = struct{}{}
	}
	return m.buffer
}

// refresh detaches the buffer if the memory has grown, and forgets one that a
// script has transferred.
func (m *memory) refresh() {
	if m.buffer == nil {
		return
	}
	if b, ok := m.Buffer(m.buffer); m.size != m.data.Size() || !ok || b.Detached() {
		m.detach()
	}
}

func (m *memory) detach() {
	if m.buffer == nil {
		return
	}
	if b, ok := m.Buffer(m.buffer); ok {
		b.Detach()
	}
	m.buffer = nil
	delete(m.buffers, m)
}

// wrapped is the memory's object.
func (m *memory) wrapped() *goja.Object {
	if m.object == nil {
		m.object = m.Wrap(classesOf(m.Realm).memory, m)
	}
	return m.object
}
