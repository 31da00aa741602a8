package blob

import (
	"encoding/base64"
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/mimetype"
)

// fileReader is the native value of a FileReader.
//
// https://w3c.github.io/FileAPI/#dfn-filereader
type fileReader struct {
	events.Target
	realm         *js.Realm
	state         int
	result, error goja.Value // nil: null
	run           int        // counts reads: tasks of an earlier one do nothing
}

// States of a fileReader.
const (
	empty = iota
	loading
	done
)

// ReaderClass is FileReader.
//
// https://w3c.github.io/FileAPI/#APIASynch
var ReaderClass = &js.Class[*fileReader]{
	Name:   "FileReader",
	Parent: events.TargetClass,
	New: func(c js.Call) *fileReader {
		r := &fileReader{realm: c.Realm}
		r.Bind(c.This.(*goja.Object))
		return r
	},
	Consts: map[string]int{"EMPTY": empty, "LOADING": loading, "DONE": done},
	Attrs: append([]js.Attr[*fileReader]{
		{Name: "readyState", Get: func(r *fileReader, c js.Call) goja.Value { return c.VM.ToValue(r.state) }},
		{Name: "result", Get: func(r *fileReader, c js.Call) goja.Value { return orNull(r.result) }},
		{Name: "error", Get: func(r *fileReader, c js.Call) goja.Value { return orNull(r.error) }},
	}, events.Handlers[*fileReader]("loadstart", "progress", "load", "abort", "error", "loadend")...),
	Methods: []js.Method[*fileReader]{
		readMethod("readAsArrayBuffer", asArrayBuffer),
		readMethod("readAsBinaryString", asBinaryString),
		readMethod("readAsText", asText),
		readMethod("readAsDataURL", asDataURL),
		{Name: "abort", Call: func(r *fileReader, c js.Call) goja.Value {
			r.abort()
			return goja.Undefined()
		}},
	},
}

func orNull(v goja.Value) goja.Value {
	if v == nil {
		return goja.Null()
	}
	return v
}

// packager makes the result of a read: "package data".
//
// https://w3c.github.io/FileAPI/#blob-package-data
type packager func(r *js.Realm, b *Blob, label string) goja.Value

func readMethod(name string, pack packager) js.Method[*fileReader] {
	return js.Method[*fileReader]{Name: name, Length: 1, Call: func(r *fileReader, c js.Call) goja.Value {
		b, label := readArguments(c)
		r.read(b, label, pack)
		return goja.Undefined()
	}}
}

// readArguments converts a blob and a label, which only readAsText takes.
func readArguments(c js.Call) (b *Blob, label string) {
	b, ok := Of(c.Realm, c.Arg(0))
	if !ok {
		c.Throw(c.TypeError("the argument is not a Blob"))
	}
	if v := c.Arg(1); !goja.IsUndefined(v) {
		label = c.String(v, "encoding")
	}
	return b, label
}

// maxResult is the most bytes of a blob that are read at once: a string of them
// takes several times as much.
const maxResult = 1 << 27

// read is https://w3c.github.io/FileAPI/#readOperation
func (r *fileReader) read(b *Blob, label string, pack packager) {
	if r.state == loading { // 1
		r.realm.Throw(r.realm.DOMException("InvalidStateError", "the FileReader is reading already"))
	}
	r.state, r.result, r.error = loading, nil, nil // 2 – 4
	r.run++
	size := len(b.Bytes)
	r.task(func() { r.fire("loadstart", 0, size) }) // 10.2
	if size > 0 {
		r.task(func() { r.fire("progress", size, size) }) // 10.4
	}
	r.task(func() { // 10.5
		run := r.run
		r.state = done
		if size > maxResult { // 10.6
			r.error = r.realm.DOMException("NotReadableError", "the blob is too large to be read at once: %d bytes", size)
			r.fire("error", 0, size)
		} else {
			r.result = pack(r.realm, b, label)
			r.fire("load", size, size)
		}
		if r.run == run || r.state != loading {
			r.fire("loadend", size, size)
		}
	})
}

// task queues a task of the read under way.
func (r *fileReader) task(f func()) {
	run := r.run
	r.realm.Loop.Post(func() {
		if r.run == run {
			f()
		}
	})
}

// abort is https://w3c.github.io/FileAPI/#dfn-abort
func (r *fileReader) abort() {
	r.result = nil
	if r.state != loading { // 1
		return
	}
	r.state = done // 2
	r.run++        // 3, 4
	r.fire("abort", 0, 0)
	if r.state != loading {
		r.fire("loadend", 0, 0)
	}
}

// fire fires a progress event; a broken limit or a fault ends the loop.
//
// https://xhr.spec.whatwg.org/#concept-event-fire-progress
func (r *fileReader) fire(typ string, loaded, total int) {
	e := &events.ProgressEvent{Event: events.Event{Type: typ}, Loaded: float64(loaded), Total: float64(total)}
	e.LengthComputable = total > 0
	_, err := events.Fire(r.realm, r, events.ProgressEventClass, e)
	if err != nil && !errors.Is(err, js.ErrStopped) {
		r.realm.Loop.Stop(err)
	}
}

func asArrayBuffer(r *js.Realm, b *Blob, _ string) goja.Value {
	return r.ArrayBuffer(append([]byte(nil), b.Bytes...))
}

func asBinaryString(r *js.Realm, b *Blob, _ string) goja.Value {
	text := make([]rune, len(b.Bytes))
	for i, c := range b.Bytes {
		text[i] = rune(c)
	}
	return r.VM.ToValue(string(text))
}

// asText decodes with the label, or the type's charset, or UTF-8; a byte order
// mark wins.
func asText(r *js.Realm, b *Blob, label string) goja.Value {
	if _, _, err := encoding.Lookup(label); err != nil {
		label = "utf-8"
		if t, ok := mimetype.Parse(b.Type); ok {
			if charset, ok := t.Param("charset"); ok {
				label = charset
			}
		}
	}
	return r.VM.ToValue(encoding.Decode(b.Bytes, label))
}

func asDataURL(r *js.Realm, b *Blob, _ string) goja.Value {
	typ := b.Type
	if typ == "" {
		typ = "application/octet-stream"
	}
	return r.VM.ToValue("data:" + typ + ";base64," + base64.StdEncoding.EncodeToString(b.Bytes))
}
