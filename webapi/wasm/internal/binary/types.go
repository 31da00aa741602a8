package binary

// Kind is what an import or export is.
type Kind byte

// The kinds, as the format numbers them.
const (
	Func Kind = iota
	Table
	Memory
	Global
)

// String is the kind's name in the JavaScript API.
func (k Kind) String() string {
	return [...]string{"function", "table", "memory", "global"}[k]
}

// ValueType is a value's type.
type ValueType byte

// The value types, as the format numbers them.
const (
	I32       ValueType = 0x7F
	I64       ValueType = 0x7E
	F32       ValueType = 0x7D
	F64       ValueType = 0x7C
	V128      ValueType = 0x7B
	FuncRef   ValueType = 0x70
	ExternRef ValueType = 0x6F
)

// IsRef reports whether values are references.
func (t ValueType) IsRef() bool { return t == FuncRef || t == ExternRef }

// FuncType is a function's type.
type FuncType struct{ Params, Results []ValueType }

// Limits are the size of a memory, in pages of 64 KiB, or a table, in elements.
type Limits struct {
	Min    uint32
	Max    uint32
	HasMax bool
}

// TableType is a table's type.
type TableType struct {
	Element ValueType
	Limits
}

// GlobalType is a global's type.
type GlobalType struct {
	Value   ValueType
	Mutable bool
}

// Import is an import; of its types the one of its kind counts.
type Import struct {
	Module, Name string
	Kind         Kind
	Func         uint32 // an index into Types
	Table        TableType
	Memory       Limits
	Global       GlobalType
}

// Export is an export; Index counts the things of its kind, imports first.
type Export struct {
	Name  string
	Kind  Kind
	Index uint32
}

// Custom is a custom section.
type Custom struct {
	Name string
	Data []byte
}

// Module is what there is to know about a module. Func indexes, and those of the
// other kinds, count the imports first.
type Module struct {
	Types    []FuncType
	Imports  []Import
	Funcs    []uint32 // indexes into Types
	Tables   []TableType
	Memories []Limits
	Globals  []GlobalType
	Exports  []Export
	Customs  []Custom

	elements bool
	sections map[byte][]byte // without custom ones
}

// FuncType is the type of the i-th function.
func (m *Module) FuncType(i uint32) FuncType { return m.Types[m.Funcs[i]] }

// ImportedFuncs is the number of functions that are imports.
func (m *Module) ImportedFuncs() uint32 {
	n := uint32(0)
	for i := range m.Imports {
		if m.Imports[i].Kind == Func {
			n++
		}
	}
	return n
}
