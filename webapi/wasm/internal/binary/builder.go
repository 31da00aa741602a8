package binary

// Builder makes a module from scratch.
type Builder struct {
	types, imports, funcs, tables, memories, globals, exports, elements, codes [][]byte
	nFuncs, nTables, nMemories, nGlobals                                       uint32
}

// Type adds a function type.
func (b *Builder) Type(t FuncType) uint32 {
	b.types = append(b.types, AppendType(nil, t))
	return uint32(len(b.types) - 1)
}

// Import adds an import and gives its index among the things of its kind. All
// imports come before anything else of their kind.
func (b *Builder) Import(i Import) uint32 {
	b.imports = append(b.imports, i.encode())
	return b.next(i.Kind)
}

func (b *Builder) next(k Kind) uint32 {
	n := map[Kind]*uint32{Func: &b.nFuncs, Table: &b.nTables, Memory: &b.nMemories, Global: &b.nGlobals}[k]
	*n++
	return *n - 1
}

// Func adds a function of a type; code is its instructions without the end.
func (b *Builder) Func(t uint32, code ...byte) uint32 {
	b.funcs = append(b.funcs, u32(nil, t))
	body := append(append([]byte{0}, code...), 0x0B) // no locals
	b.codes = append(b.codes, append(u32(nil, uint32(len(body))), body...))
	return b.next(Func)
}

// Table adds a table.
func (b *Builder) Table(t TableType) uint32 {
	b.tables = append(b.tables, tableType(nil, t))
	return b.next(Table)
}

// Memory adds a memory.
func (b *Builder) Memory(l Limits) uint32 {
	b.memories = append(b.memories, limits(nil, l))
	return b.next(Memory)
}

// Global adds a global; init is the instructions of its value without the end.
func (b *Builder) Global(t GlobalType, init ...byte) uint32 {
	b.globals = append(b.globals, append(append(globalType(nil, t), init...), 0x0B))
	return b.next(Global)
}

// Export adds an export.
func (b *Builder) Export(e Export) {
	b.exports = append(b.exports, u32(append(name(nil, e.Name), byte(e.Kind)), e.Index))
}

// Declare lets ref.func name a function.
func (b *Builder) Declare(f uint32) {
	b.elements = append(b.elements, u32([]byte{3, 0, 1}, f))
}

// Bytes is the module.
func (b *Builder) Bytes() []byte {
	out := append([]byte{}, magic...)
	out = section(out, sectionType, b.types)
	out = section(out, sectionImport, b.imports)
	out = section(out, sectionFunc, b.funcs)
	out = section(out, sectionTable, b.tables)
	out = section(out, sectionMemory, b.memories)
	out = section(out, sectionGlobal, b.globals)
	out = section(out, sectionExport, b.exports)
	out = section(out, sectionElement, b.elements)
	return section(out, sectionCode, b.codes)
}

// Const is the instruction that gives a number of a type; bits as the engine has
// them. References are null.
func Const(t ValueType, bits uint64) []byte {
	switch t {
	case I32:
		return i64([]byte{0x41}, int64(int32(bits)))
	case I64:
		return i64([]byte{0x42}, int64(bits))
	case F32:
		return append([]byte{0x43}, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
	case F64:
		out := []byte{0x44}
		for range 8 {
			out = append(out, byte(bits))
			bits >>= 8
		}
		return out
	case V128:
		return append([]byte{0xFD, 12}, make([]byte, 16)...)
	}
	return []byte{0xD0, byte(t)}
}
