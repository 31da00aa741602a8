package dom

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
)

// transfer is what a DataTransfer holds. Nothing is dragged here: it is what a
// script makes, to put files into an input for one.
type transfer struct {
	items  []*transferItem
	list   *goja.Object // the DataTransferItemList, once asked for
	files  *goja.Object // the FileList; nil: to be made of the items
	shown  int          // how many items are indexed properties of list
	effect [2]string    // dropEffect, effectAllowed
}

// transferItem is a File, or text of a type.
type transferItem struct {
	file      *goja.Object // nil: text
	typ, text string
	object    *goja.Object // the DataTransferItem; nil: not asked for yet
}

// itemList is the native value of a DataTransferItemList.
type itemList struct{ *transfer }

// changed brings what scripts hold of t up to date.
func (t *transfer) changed(c js.Call) {
	t.files = nil
	if t.list == nil {
		return
	}
	for i, it := range t.items {
		_ = t.list.DefineDataProperty(strconv.Itoa(i), it.wrap(c), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	for i := len(t.items); i < t.shown; i++ {
		_ = t.list.Delete(strconv.Itoa(i))
	}
	t.shown = len(t.items)
}

func (it *transferItem) wrap(c js.Call) *goja.Object {
	if it.object == nil {
		it.object = c.Wrap(transferItemClass, it)
	}
	return it.object
}

// text is the item of a type, or -1.
func (t *transfer) text(typ string) int {
	for i, it := range t.items {
		if it.file == nil && it.typ == typ {
			return i
		}
	}
	return -1
}

// format is a type as setData and getData take it.
//
// https://html.spec.whatwg.org/#dom-datatransfer-setdata
func format(c js.Call) string {
	switch f := strings.ToLower(c.String(c.Arg(0), "format")); f {
	case "text":
		return "text/plain"
	case "url":
		return "text/uri-list"
	default:
		return f
	}
}

func effectAttr(name string, at int, allowed string) js.Attr[*transfer] {
	return js.Attr[*transfer]{Name: name, Get: func(t *transfer, c js.Call) goja.Value { return c.VM.ToValue(t.effect[at]) },
		Set: func(t *transfer, c js.Call, v goja.Value) {
			if s := c.String(v, name); s != "" && strings.Contains(" "+allowed+" ", " "+s+" ") {
				t.effect[at] = s
			}
		}}
}

// transferClass is DataTransfer.
//
// https://html.spec.whatwg.org/#the-datatransfer-interface
var transferClass = &js.Class[*transfer]{
	Name: "DataTransfer",
	New:  func(js.Call) *transfer { return &transfer{effect: [2]string{"none", "none"}} },
	Attrs: []js.Attr[*transfer]{
		effectAttr("dropEffect", 0, "none copy link move"),
		effectAttr("effectAllowed", 1, "none copy copyLink copyMove link linkMove move all uninitialized"),
		{Name: "items", Get: func(t *transfer, c js.Call) goja.Value {
			if t.list == nil {
				t.list = c.Wrap(itemListClass, itemList{t})
				t.changed(c)
			}
			return t.list
		}},
		{Name: "types", Get: func(t *transfer, c js.Call) goja.Value {
			var types []string
			files := false
			for _, it := range t.items {
				if it.file == nil {
					types = append(types, it.typ)
				}
				files = files || it.file != nil
			}
			if files {
				types = append(types, "Files")
			}
			return stringArray(c, types)
		}},
		{Name: "files", Get: func(t *transfer, c js.Call) goja.Value {
			if t.files == nil {
				var files []*goja.Object
				for _, it := range t.items {
					if it.file != nil {
						files = append(files, it.file)
					}
				}
				t.files = blob.NewFileList(c.Realm, files)
			}
			return t.files
		}},
	},
	Methods: []js.Method[*transfer]{
		{Name: "getData", Length: 1, Call: func(t *transfer, c js.Call) goja.Value {
			if i := t.text(format(c)); i >= 0 {
				return c.VM.ToValue(t.items[i].text)
			}
			return c.VM.ToValue("")
		}},
		{Name: "setData", Length: 2, Call: func(t *transfer, c js.Call) goja.Value {
			typ, text := format(c), c.String(c.Arg(1), "data")
			if i := t.text(typ); i >= 0 {
				t.items = append(t.items[:i:i], t.items[i+1:]...)
			}
			t.items = append(t.items, &transferItem{typ: typ, text: text})
			t.changed(c)
			return goja.Undefined()
		}},
		{Name: "clearData", Call: func(t *transfer, c js.Call) goja.Value {
			var kept []*transferItem
			for _, it := range t.items {
				if it.file != nil || !goja.IsUndefined(c.Arg(0)) && it.typ != format(c) {
					kept = append(kept, it)
				}
			}
			t.items = kept
			t.changed(c)
			return goja.Undefined()
		}},
		{Name: "setDragImage", Length: 3, Call: func(*transfer, js.Call) goja.Value { return goja.Undefined() }},
	},
}

// itemListClass is DataTransferItemList.
//
// https://html.spec.whatwg.org/#the-datatransferitemlist-interface
var itemListClass = &js.Class[itemList]{
	Name:  "DataTransferItemList",
	Attrs: []js.Attr[itemList]{{Name: "length", Get: func(l itemList, c js.Call) goja.Value { return c.VM.ToValue(len(l.items)) }}},
	Methods: []js.Method[itemList]{
		{Name: "add", Length: 1, Call: func(l itemList, c js.Call) goja.Value {
			it := new(transferItem)
			if f, ok := blob.FileOf(c.Realm, c.Arg(0)); ok && len(c.Args) == 1 {
				it.file, it.typ = c.Arg(0).(*goja.Object), f.Type
			} else {
				if len(c.Args) < 2 {
					c.Throw(c.TypeError("DataTransferItemList.add: neither a File, nor a text and its type"))
				}
				it.text, it.typ = c.String(c.Arg(0), "data"), strings.ToLower(c.String(c.Arg(1), "type"))
				if l.text(it.typ) >= 0 {
					c.Throw(c.DOMException("NotSupportedError", "there is a text of the type '%s' already", it.typ))
				}
			}
			l.items = append(l.items, it)
			l.changed(c)
			return it.wrap(c)
		}},
		{Name: "remove", Length: 1, Call: func(l itemList, c js.Call) goja.Value {
			if i := c.Integer(c.Arg(0), "index", 32); i < uint64(len(l.items)) {
				l.items = append(l.items[:i:i], l.items[i+1:]...)
				l.changed(c)
			}
			return goja.Undefined()
		}},
		{Name: "clear", Call: func(l itemList, c js.Call) goja.Value {
			l.items = nil
			l.changed(c)
			return goja.Undefined()
		}},
	},
}

// transferItemClass is DataTransferItem.
//
// https://html.spec.whatwg.org/#the-datatransferitem-interface
var transferItemClass = &js.Class[*transferItem]{
	Name: "DataTransferItem",
	Attrs: []js.Attr[*transferItem]{
		{Name: "kind", Get: func(it *transferItem, c js.Call) goja.Value {
			if it.file != nil {
				return c.VM.ToValue("file")
			}
			return c.VM.ToValue("string")
		}},
		{Name: "type", Get: func(it *transferItem, c js.Call) goja.Value { return c.VM.ToValue(it.typ) }},
	},
	Methods: []js.Method[*transferItem]{
		{Name: "getAsFile", Call: func(it *transferItem, c js.Call) goja.Value {
			if it.file != nil {
				return it.file
			}
			return goja.Null()
		}},
	},
}
