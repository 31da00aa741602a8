package binary

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

var magic = []byte("\x00asm\x01\x00\x00\x00")

// The sections' numbers, and the order they come in.
const (
	sectionCustom byte = iota
	sectionType
	sectionImport
	sectionFunc
	sectionTable
	sectionMemory
	sectionGlobal
	sectionExport
	sectionStart
	sectionElement
	sectionCode
	sectionData
	sectionDataCount
)

var order = []byte{
	sectionType, sectionImport, sectionFunc, sectionTable, sectionMemory, sectionGlobal, sectionExport,
	sectionStart, sectionElement, sectionDataCount, sectionCode, sectionData,
}

// Parse reads a module. It keeps references into data.
func Parse(data []byte) (*Module, error) {
	m := &Module{sections: make(map[byte][]byte)}
	if err := m.parse(data); err != nil {
		return nil, err
	}
	return m, m.check()
}

func (m *Module) parse(data []byte) error {
	if !bytes.HasPrefix(data, magic) {
		return errors.New("the module does not begin with \\0asm and version 1")
	}
	r := &reader{data: data[len(magic):]}
	last := -1
	for len(r.data) > 0 && r.err == nil {
		id := r.byte()
		body := r.bytes(r.u32())
		if r.err != nil {
			return r.err
		}
		if id == sectionCustom {
			c := &reader{data: body}
			m.Customs = append(m.Customs, Custom{c.name(), c.data})
			r.err = c.err
			continue
		}
		at := slices.Index(order, id)
		if at <= last {
			r.fail("section %d is unknown or out of order", id)
			break
		}
		last = at
		m.sections[id] = body
		s := &reader{data: body}
		if m.section(id, s) && s.err == nil && len(s.data) > 0 {
			s.fail("section %d is longer than its contents", id)
		}
		r.err = s.err
	}
	return r.err
}

// section reads the sections that matter; false: this one does not.
func (m *Module) section(id byte, r *reader) bool {
	var item func()
	switch id {
	case sectionType:
		item = func() {
			if r.byte() != 0x60 {
				r.fail("only function types are supported")
			}
			t := FuncType{}
			for range r.count() {
				t.Params = append(t.Params, r.valueType())
			}
			for range r.count() {
				t.Results = append(t.Results, r.valueType())
			}
			m.Types = append(m.Types, t)
		}
	case sectionImport:
		item = func() { m.readImport(r) }
	case sectionFunc:
		item = func() { m.Funcs = append(m.Funcs, r.u32()) }
	case sectionTable:
		item = func() { m.Tables = append(m.Tables, r.tableType()) }
	case sectionMemory:
		item = func() { m.Memories = append(m.Memories, r.limits()) }
	case sectionGlobal:
		item = func() {
			m.Globals = append(m.Globals, r.globalType())
			skipConstant(r)
		}
	case sectionExport:
		item = func() {
			e := Export{Name: r.name(), Kind: Kind(r.byte()), Index: r.u32()}
			m.Exports = append(m.Exports, e)
		}
	case sectionElement:
		m.elements = true
		return false
	default:
		return false
	}
	for range r.count() {
		item()
		if r.err != nil {
			break
		}
	}
	return true
}

func (m *Module) readImport(r *reader) {
	i := Import{Module: r.name(), Name: r.name(), Kind: Kind(r.byte())}
	switch i.Kind {
	case Func:
		i.Func = r.u32()
		m.Funcs = append(m.Funcs, i.Func)
	case Table:
		i.Table = r.tableType()
		m.Tables = append(m.Tables, i.Table)
	case Memory:
		i.Memory = r.limits()
		m.Memories = append(m.Memories, i.Memory)
	case Global:
		i.Global = r.globalType()
		m.Globals = append(m.Globals, i.Global)
	default:
		r.fail("an import of kind %d is not supported", i.Kind)
	}
	m.Imports = append(m.Imports, i)
}

// skipConstant skips a constant expression.
func skipConstant(r *reader) {
	for r.err == nil {
		switch op := r.byte(); op {
		case 0x0B: // end
			return
		case 0x41, 0x42: // i32.const, i64.const
			for r.byte()&0x80 != 0 {
			}
		case 0x43: // f32.const
			r.bytes(4)
		case 0x44: // f64.const
			r.bytes(8)
		case 0x23, 0xD2: // global.get, ref.func
			r.u32()
		case 0xD0: // ref.null
			r.byte()
		case 0xFD: // v128.const
			r.u32()
			r.bytes(16)
		case 0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E: // extended constants
		default:
			r.fail("the instruction 0x%x is not constant", op)
		}
	}
}

// check makes sure that indexes can be used.
func (m *Module) check() error {
	for _, t := range m.Funcs {
		if int(t) >= len(m.Types) {
			return errors.New("a function's type does not exist")
		}
	}
	seen := make(map[string]bool, len(m.Exports))
	for _, e := range m.Exports {
		if e.Kind > Global {
			return errors.New("an export is of a kind that is not supported")
		}
		if int(e.Index) >= []int{len(m.Funcs), len(m.Tables), len(m.Memories), len(m.Globals)}[e.Kind] {
			return errors.New("what is exported as " + e.Name + " does not exist")
		}
		if seen[e.Name] {
			return errors.New("two exports are called " + e.Name)
		}
		seen[e.Name] = true
		if strings.HasPrefix(e.Name, "\x00") && m.Refers() {
			return errors.New("exports of a module with tables cannot begin with a NUL character here")
		}
	}
	return nil
}
