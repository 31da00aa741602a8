package scripthost

import (
	"github.com/dop251/goja"

	"asterism/webapi/dom"
)

// documents makes and reads Document objects for XMLHttpRequest; it implements
// xhr.Documents.
type documents struct{ d *document }

func (k documents) Parse(text, mime, url string) goja.Value {
	return dom.ParseDocument(k.d.realm, text, mime, url)
}

func (k documents) Encoding(page []byte) string { return dom.PageEncoding(page) }

func (k documents) Serialize(v goja.Value) (text, mime string, ok bool) {
	return dom.SerializeDocument(k.d.realm, v)
}
