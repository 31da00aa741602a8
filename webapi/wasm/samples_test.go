package wasm_test

import "asterism/webapi/wasm/internal/binary"

const (
	i32, i64, f32, f64 = binary.I32, binary.I64, binary.F32, binary.F64
	funcref, externref = binary.FuncRef, binary.ExternRef
)

func types(list ...binary.ValueType) []binary.ValueType { return list }

// export adds a function that is exported.
func export(b *binary.Builder, name string, params, results []binary.ValueType, code ...byte) uint32 {
	f := b.Func(b.Type(binary.FuncType{Params: params, Results: results}), code...)
	b.Export(binary.Export{Name: name, Kind: binary.Func, Index: f})
	return f
}

// samples are the modules that the scripts use.
var samples = map[string]func(b *binary.Builder){
	"empty": func(*binary.Builder) {},
	"numbers": func(b *binary.Builder) {
		export(b, "add", types(i32, i32), types(i32), 0x20, 0, 0x20, 1, 0x6A)
		export(b, "mul", types(i64, i64), types(i64), 0x20, 0, 0x20, 1, 0x7E)
		export(b, "half", types(f32), types(f32), 0x20, 0, 0x43, 0, 0, 0, 0x3F, 0x94)
		export(b, "neg", types(f64), types(f64), 0x20, 0, 0x9A)
		export(b, "swap", types(i32, f64), types(f64, i32), 0x20, 1, 0x20, 0)
		export(b, "same", types(externref), types(externref), 0x20, 0)
	},
	"memory": func(b *binary.Builder) {
		f := b.Import(binary.Import{Module: "env", Name: "f", Kind: binary.Func, Func: b.Type(binary.FuncType{})})
		m := b.Memory(binary.Limits{Min: 1, Max: 3, HasMax: true})
		b.Export(binary.Export{Name: "memory", Kind: binary.Memory, Index: m})
		export(b, "grow", types(i32), types(i32), 0x20, 0, 0x40, 0, 0x10, byte(f))
		export(b, "load", types(i32), types(i32), 0x20, 0, 0x2D, 0, 0)
		export(b, "store", types(i32, i32), nil, 0x20, 0, 0x20, 1, 0x3A, 0, 0)
	},
	"uses": func(b *binary.Builder) {
		b.Import(binary.Import{Module: "env", Name: "memory", Kind: binary.Memory, Memory: binary.Limits{Min: 1}})
		g := b.Import(binary.Import{Module: "env", Name: "g", Kind: binary.Global, Global: binary.GlobalType{Value: i32, Mutable: true}})
		n := b.Import(binary.Import{Module: "env", Name: "n", Kind: binary.Global, Global: binary.GlobalType{Value: i64}})
		b.Export(binary.Export{Name: "memory", Kind: binary.Memory, Index: 0})
		b.Export(binary.Export{Name: "g", Kind: binary.Global, Index: g})
		export(b, "count", nil, types(i64), 0x23, byte(g), 0x41, 1, 0x6A, 0x24, byte(g), 0x23, byte(n))
	},
	"call": func(b *binary.Builder) {
		t := b.Type(binary.FuncType{Params: types(i32), Results: types(i32)})
		f := b.Import(binary.Import{Module: "env", Name: "f", Kind: binary.Func, Func: t})
		b.Export(binary.Export{Name: "f", Kind: binary.Func, Index: f})
		export(b, "run", types(i32), types(i32), 0x20, 0, 0x10, byte(f))
	},
	"hands": func(b *binary.Builder) { // a table with a JavaScript function, and one from elsewhere
		t := b.Type(binary.FuncType{Results: types(i32)})
		f := b.Import(binary.Import{Module: "env", Name: "f", Kind: binary.Func, Func: t})
		g := b.Import(binary.Import{Module: "env", Name: "g", Kind: binary.Func, Func: t})
		table := b.Table(binary.TableType{Element: funcref, Limits: binary.Limits{Min: 2}})
		b.Export(binary.Export{Name: "table", Kind: binary.Table, Index: table})
		b.Export(binary.Export{Name: "f", Kind: binary.Func, Index: f})
		b.Declare(f)
		b.Declare(g)
		export(b, "fill", nil, nil, 0x41, 0, 0xD2, byte(f), 0x26, byte(table), 0x41, 1, 0xD2, byte(g), 0x26, byte(table))
		export(b, "give", nil, types(funcref), 0xD2, byte(g))
		export(b, "take", types(funcref), types(funcref), 0x20, 0)
	},
	"work": func(b *binary.Builder) { // adds n, n-1, … 1, in its second parameter
		export(b, "work", types(i32, i32), types(i32),
			0x03, 0x40, 0x20, 1, 0x20, 0, 0x6A, 0x21, 1, 0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0, 0x0B, 0x20, 1)
	},
	"loop": func(b *binary.Builder) { export(b, "loop", nil, nil, 0x03, 0x40, 0x0C, 0, 0x0B) },
	"trap": func(b *binary.Builder) {
		export(b, "unreachable", nil, nil, 0x00)
		export(b, "divide", types(i32), types(i32), 0x41, 1, 0x20, 0, 0x6D)
		export(b, "recurse", nil, nil, 0x10, 2)
	},
	"table": func(b *binary.Builder) {
		t := b.Table(binary.TableType{Element: funcref, Limits: binary.Limits{Min: 4}})
		b.Export(binary.Export{Name: "table", Kind: binary.Table, Index: t})
		one := export(b, "one", nil, types(i32), 0x41, 1)
		two := b.Func(0, 0x41, 2)
		b.Declare(one)
		b.Declare(two)
		export(b, "fill", nil, nil, 0x41, 1, 0xD2, byte(one), 0x26, byte(t), 0x41, 2, 0xD2, byte(two), 0x26, byte(t))
		export(b, "call", types(i32), types(i32), 0x20, 0, 0x11, 0, byte(t))
	},
}
