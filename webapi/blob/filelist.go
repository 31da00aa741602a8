package blob

import (
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// fileList is the native value of a FileList: objects of the class File.
type fileList struct{ files []*goja.Object }

// FileListClass is FileList.
//
// https://w3c.github.io/FileAPI/#filelist-section
var FileListClass = &js.Class[*fileList]{
	Name: "FileList",
	Attrs: []js.Attr[*fileList]{
		{Name: "length", Get: func(l *fileList, c js.Call) goja.Value { return c.VM.ToValue(len(l.files)) }},
	},
	Methods: []js.Method[*fileList]{
		{Name: "item", Length: 1, Call: func(l *fileList, c js.Call) goja.Value {
			if i := c.Integer(c.Arg(0), "index", 32); i < uint64(len(l.files)) {
				return l.files[i]
			}
			return goja.Null()
		}},
		{Symbol: "iterator", Call: func(l *fileList, c js.Call) goja.Value {
			list := make([]any, len(l.files))
			for i, f := range l.files {
				list[i] = f
			}
			values := c.VM.NewArray(list...)
			iterate, _ := goja.AssertFunction(values.GetSymbol(goja.SymIterator))
			iterator, err := iterate(values)
			if err != nil {
				panic(err)
			}
			return iterator
		}},
	},
}

// NewFileList is the FileList object of File objects. The list never changes, so
// its indices are plain properties.
func NewFileList(r *js.Realm, files []*goja.Object) *goja.Object {
	o := r.Wrap(classesOf(r).list, &fileList{files})
	for i, f := range files {
		// An object of ours that is not frozen takes it.
		_ = o.DefineDataProperty(strconv.Itoa(i), f, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	return o
}

// FilesOf is the files of a FileList object.
func FilesOf(r *js.Realm, v goja.Value) ([]*File, bool) {
	l, ok := js.Native[*fileList](r, v)
	if !ok {
		return nil, false
	}
	files := make([]*File, 0, len(l.files))
	for _, o := range l.files {
		if f, ok := FileOf(r, o); ok {
			files = append(files, f)
		}
	}
	return files, true
}

// listType lets file lists be cloned; the payload is the array of files.
func listType() *clone.Type {
	return &clone.Type{
		Name: "FileList", Class: FileListClass,
		Write: func(r *js.Realm, o *goja.Object) goja.Value {
			l, _ := js.Native[*fileList](r, o)
			list := make([]any, len(l.files))
			for i, f := range l.files {
				list[i] = f
			}
			return r.VM.NewArray(list...)
		},
		Read: func(r *js.Realm, payload goja.Value) goja.Value {
			var files []*goja.Object
			if list, ok := payload.(*goja.Object); ok {
				for i := range int(item(r, list, "length").ToInteger()) {
					f := item(r, list, strconv.Itoa(i))
					if _, ok := FileOf(r, f); !ok {
						r.Throw(r.DOMException("DataCloneError", "a file list is damaged"))
					}
					files = append(files, f.(*goja.Object))
				}
			}
			return NewFileList(r, files)
		},
	}
}
