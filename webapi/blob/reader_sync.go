package blob

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// fileReaderSync is the native value of a FileReaderSync.
type fileReaderSync struct{}

// ReaderSyncClass is FileReaderSync, which only dedicated and shared workers have.
//
// https://w3c.github.io/FileAPI/#FileReaderSync
var ReaderSyncClass = &js.Class[*fileReaderSync]{
	Name: "FileReaderSync",
	New:  func(js.Call) *fileReaderSync { return &fileReaderSync{} },
	Methods: []js.Method[*fileReaderSync]{
		readSyncMethod("readAsArrayBuffer", asArrayBuffer),
		readSyncMethod("readAsBinaryString", asBinaryString),
		readSyncMethod("readAsText", asText),
		readSyncMethod("readAsDataURL", asDataURL),
	},
}

func readSyncMethod(name string, pack packager) js.Method[*fileReaderSync] {
	return js.Method[*fileReaderSync]{Name: name, Length: 1, Call: func(_ *fileReaderSync, c js.Call) goja.Value {
		b, label := readArguments(c)
		if len(b.Bytes) > maxResult {
			c.Throw(c.DOMException("NotReadableError", "the blob is too large to be read at once"))
		}
		return pack(c.Realm, b, label)
	}}
}

// InstallSync exposes FileReaderSync.
func InstallSync(r *js.Realm) { r.Expose(ReaderSyncClass) }
