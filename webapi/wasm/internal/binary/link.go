package binary

import "strconv"

// MaxTable is the number of elements that a table of a linked module can grow to.
const MaxTable = 10_000_000

// LinkModule is the name of the module that a linked module imports everything from.
const LinkModule = "imports"

// FuncName is the export under which a linked module that refers to functions
// shows the i-th of them.
func FuncName(i uint32) string { return "\x00" + strconv.FormatUint(uint64(i), 10) }

// ImportsTable is the export of a table with the functions that such a module
// imports, if it does.
const ImportsTable = "\x00imports"

// Refers reports whether functions of the module can become references: it has
// tables or elements, and so gets the exports of [FuncName] and [ImportsTable].
func (m *Module) Refers() bool {
	return len(m.Funcs) > 0 && (len(m.Tables) > 0 || m.elements)
}

// Link is the module in the form in which it is given to the engine: its i-th
// import is called by its number, "0", "1", …, in [LinkModule], so that different
// things can be given for imports of one name; if it refers to functions, they are
// all exported; and tables have a maximum. Custom sections are left out.
func (m *Module) Link() []byte {
	out := append([]byte{}, magic...)
	for _, id := range order {
		body, ok := m.sections[id]
		switch id {
		case sectionImport:
			out = section(out, id, m.linkImports())
			continue
		case sectionTable:
			out = section(out, id, append(m.ownTables(), m.hidden(id)...))
			continue
		case sectionExport, sectionElement:
			if items := m.hidden(id); len(items) > 0 {
				out = raw(out, id, extend(body, items))
				continue
			}
		}
		if ok {
			out = raw(out, id, body)
		}
	}
	return out
}

// ownTables are the tables that are not imported, with an end to their growth.
func (m *Module) ownTables() (items [][]byte) {
	imported := 0
	for i := range m.Imports {
		if m.Imports[i].Kind == Table {
			imported++
		}
	}
	for _, t := range m.Tables[imported:] {
		if !t.HasMax || t.Max > MaxTable {
			t.Max, t.HasMax = max(MaxTable, t.Min), true
		}
		items = append(items, tableType(nil, t))
	}
	return items
}

func (m *Module) linkImports() [][]byte {
	items := make([][]byte, len(m.Imports))
	for i := range m.Imports {
		imp := m.Imports[i]
		imp.Module, imp.Name = LinkModule, strconv.Itoa(i)
		items[i] = imp.encode()
	}
	return items
}

func (i *Import) encode() []byte {
	out := append(name(name(nil, i.Module), i.Name), byte(i.Kind))
	switch i.Kind {
	case Func:
		return u32(out, i.Func)
	case Table:
		return tableType(out, i.Table)
	case Memory:
		return limits(out, i.Memory)
	}
	return globalType(out, i.Global)
}

// hidden are the items that are added to a section.
func (m *Module) hidden(id byte) (items [][]byte) {
	if !m.Refers() {
		return nil
	}
	imported := m.ImportedFuncs()
	if id == sectionExport {
		for i := range uint32(len(m.Funcs)) {
			items = append(items, u32(append(name(nil, FuncName(i)), byte(Func)), i))
		}
	}
	if imported == 0 {
		return items
	}
	table := uint32(len(m.Tables)) // the one that is added
	switch id {
	case sectionTable:
		items = append(items, tableType(nil, TableType{FuncRef, Limits{imported, imported, true}}))
	case sectionExport:
		items = append(items, u32(append(name(nil, ImportsTable), byte(Table)), table))
	case sectionElement:
		// An active segment of function indexes, with a table index.
		e := u32(append(u32([]byte{2}, table), 0x41, 0, 0x0B, 0), imported)
		for i := range imported {
			e = u32(e, i)
		}
		items = append(items, e)
	}
	return items
}

// extend adds items to a section that is a vector.
func extend(body []byte, items [][]byte) []byte {
	r := &reader{data: body}
	had := uint32(0)
	if len(body) > 0 {
		had = r.u32()
	}
	out := append(u32(nil, had+uint32(len(items))), r.data...)
	for _, item := range items {
		out = append(out, item...)
	}
	return out
}
