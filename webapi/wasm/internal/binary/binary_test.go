package binary

import (
	"testing"
)

// sample has one of everything that is rewritten.
func sample() []byte {
	b := new(Builder)
	t := b.Type(FuncType{Params: []ValueType{I32}, Results: []ValueType{I64, F32}})
	b.Import(Import{Module: "env", Name: "f", Kind: Func, Func: t})
	b.Import(Import{Module: "env", Name: "t", Kind: Table, Table: TableType{ExternRef, Limits{1, 2, true}}})
	b.Import(Import{Module: "env", Name: "g", Kind: Global, Global: GlobalType{F64, true}})
	m := b.Memory(Limits{Min: 3})
	b.Table(TableType{FuncRef, Limits{Min: 5}})
	b.Global(GlobalType{I32, false}, Const(I32, 0xFFFFFFFF)...)
	f := b.Func(t, 0x00)
	b.Declare(f)
	b.Export(Export{"mem", Memory, m})
	b.Export(Export{"run", Func, f})
	return b.Bytes()
}

func TestLink(t *testing.T) {
	m, err := Parse(sample())
	if err != nil {
		t.Fatal(err)
	}
	linked := &Module{sections: make(map[byte][]byte)}
	if err := linked.parse(m.Link()); err != nil {
		t.Fatal(err)
	}
	if got := linked.Imports[1]; got.Module != LinkModule || got.Name != "1" || got.Table != m.Imports[1].Table {
		t.Errorf("the second import became %+v", got)
	}
	if len(linked.Tables) != 3 || linked.Tables[2] != (TableType{FuncRef, Limits{1, 1, true}}) {
		t.Errorf("tables: %+v", linked.Tables)
	}
	if last := linked.Exports[len(linked.Exports)-1]; last != (Export{ImportsTable, Table, 2}) {
		t.Errorf("the last export is %+v", last)
	}
	if _, err := Parse(m.Link()); err == nil {
		t.Error("the hidden exports can be written by anybody")
	}
}

// FuzzParse: anything is parsed or refused, and what was parsed can be linked.
func FuzzParse(f *testing.F) {
	f.Add(sample())
	f.Add(new(Builder).Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		again := &Module{sections: make(map[byte][]byte)}
		if err := again.parse(m.Link()); err != nil {
			t.Fatalf("%x: %v", data, err)
		}
		if len(again.Imports) != len(m.Imports) || len(again.Funcs) != len(m.Funcs) {
			t.Fatalf("%x: functions were lost", data)
		}
	})
}
