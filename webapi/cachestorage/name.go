package cachestorage

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// cacheName is a DOMString argument in WTF-8: names that differ in surrogates
// without partner differ.
func cacheName(c js.Call, v goja.Value) string {
	if s, ok := v.ToString().(goja.String); ok {
		return string(js.WTF8(s))
	}
	return v.String()
}
