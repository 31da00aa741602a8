package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/formdata"
)

// isUpload says whether n lets files be chosen.
func (n *Node) isUpload() bool { return n.Is("input") && n.inputType() == "file" }

// filesAttr is HTMLInputElement.files.
//
// https://html.spec.whatwg.org/#dom-input-files
var filesAttr = nodeAttr{Name: "files", Get: func(n *Node, c js.Call) goja.Value {
	if !n.isUpload() {
		return goja.Null()
	}
	return n.extra("files", func() *goja.Object { return blob.NewFileList(c.Realm, nil) })
}, Set: func(n *Node, c js.Call, v goja.Value) {
	if goja.IsNull(v) || goja.IsUndefined(v) {
		return
	}
	files, ok := blob.FilesOf(c.Realm, v)
	if !ok {
		c.Throw(c.TypeError("files: the value is not a FileList"))
	}
	if n.isUpload() {
		n.files = files
		delete(n.extras, "files")
		n.extra("files", func() *goja.Object { return v.(*goja.Object) })
	}
}}

// clearFiles takes the chosen files away.
func (n *Node) clearFiles() {
	n.files = nil
	delete(n.extras, "files")
}

// uploads is the entries of an input's files.
//
// https://html.spec.whatwg.org/#constructing-entry-list 5.8
func (n *Node) uploads(name string) (entries []formdata.Entry) {
	for _, f := range n.files {
		entries = append(entries, formdata.Entry{Name: name, File: f})
	}
	if entries == nil {
		entries = []formdata.Entry{{Name: name, File: &blob.File{Blob: blob.Blob{Type: "application/octet-stream"}}}}
	}
	return entries
}
