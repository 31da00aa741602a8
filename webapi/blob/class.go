package blob

import (
	"bytes"
	"io"
	"math"
	"strings"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/encoding"
	"asterism/webapi/streams"
)

// BlobClass is Blob.
//
// https://w3c.github.io/FileAPI/#blob-section
var BlobClass = &js.Class[Instance]{
	Name: "Blob",
	New: func(c js.Call) Instance {
		b := new(Blob)
		b.fill(c, c.Arg(0), c.Arg(1), func() {})
		return b
	},
	Attrs: []js.Attr[Instance]{
		{Name: "size", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(len(i.Data().Bytes)) }},
		{Name: "type", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Data().Type) }},
	},
	Methods: []js.Method[Instance]{
		{Name: "slice", Call: slice},
		{Name: "stream", Call: func(i Instance, c js.Call) goja.Value {
			reader := io.NopCloser(bytes.NewReader(i.Data().Bytes))
			return streams.FromReader(c.Realm, streams.Source{Reader: reader}).Object()
		}},
		{Name: "text", Async: true, Call: func(i Instance, c js.Call) goja.Value {
			return c.VM.ToValue(decodeUTF8(i.Data().Bytes))
		}},
		{Name: "arrayBuffer", Async: true, Call: func(i Instance, c js.Call) goja.Value {
			return c.ArrayBuffer(bytes.Clone(i.Data().Bytes))
		}},
		{Name: "bytes", Async: true, Call: func(i Instance, c js.Call) goja.Value {
			return c.Uint8Array(bytes.Clone(i.Data().Bytes))
		}},
	},
}

// fill reads the parts and options of a constructor's arguments, in the order
// that Web IDL has, and returns the options; between is run between the two.
//
// https://w3c.github.io/FileAPI/#process-blob-parts
func (b *Blob) fill(c js.Call, sequence, options goja.Value, between func()) *goja.Object {
	parts := convertParts(c, sequence)
	between()
	o := c.Dict(options, "options")
	native := false
	if v := c.Member(o, "endings"); v != nil {
		native = c.Enum(v, "options.endings", "transparent", "native") == "native"
	}
	if v := c.Member(o, "type"); v != nil {
		b.Type = normalizeType(c.String(v, "options.type"))
	}
	b.Bytes = make([]byte, 0, total(c, parts))
	for _, part := range parts {
		if part.isText && native {
			part.text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(part.text)
		}
		b.Bytes = append(append(b.Bytes, part.data...), part.text...)
	}
	return o
}

// maxSize is how many bytes a script may put together in a blob.
const maxSize = 1 << 29

// total is the size of a blob of parts. It throws a RangeError when that is too much:
// a blob made of itself again and again doubles each time.
func total(c js.Call, parts []part) (n int) {
	for _, part := range parts {
		if n += len(part.data) + len(part.text); n > maxSize {
			c.Throw(c.RangeError("the blob is too large: at most %d bytes are allowed", maxSize))
		}
	}
	return n
}

// part is a converted BlobPart.
type part struct {
	data   []byte
	text   string
	isText bool
}

// convertParts converts each part as the iterator gives it.
func convertParts(c js.Call, sequence goja.Value) []part {
	if goja.IsUndefined(sequence) {
		return nil
	}
	if _, ok := sequence.(*goja.Object); !ok {
		c.Throw(c.TypeError("the blob's parts are not a sequence"))
	}
	var parts []part
	c.VM.ForOf(sequence, func(v goja.Value) bool {
		if data, ok := Of(c.Realm, v); ok {
			parts = append(parts, part{data: data.Bytes})
		} else if data, ok := c.Bytes(v); ok {
			parts = append(parts, part{data: data})
		} else {
			parts = append(parts, part{text: c.USVString(v, "a part of the blob"), isText: true})
		}
		return true
	})
	return parts
}

// decodeUTF8 is UTF-8 decode: a byte order mark is dropped.
//
// https://encoding.spec.whatwg.org/#utf-8-decode
func decodeUTF8(data []byte) string {
	d, err := encoding.NewDecoder("utf-8", false, false)
	if err != nil {
		return string(data)
	}
	text, _ := d.Decode(data, false)
	return text
}

func slice(i Instance, c js.Call) goja.Value {
	b := i.Data()
	start, end, typ := int64(0), int64(len(b.Bytes)), ""
	if v := c.Arg(0); !goja.IsUndefined(v) {
		start = long(v)
	}
	if v := c.Arg(1); !goja.IsUndefined(v) {
		end = long(v)
	}
	if v := c.Arg(2); !goja.IsUndefined(v) {
		typ = c.String(v, "contentType")
	}
	return New(c.Realm, b.Slice(start, end, typ))
}

// long is [Clamp] long long.
func long(v goja.Value) int64 {
	f := v.ToFloat()
	if math.IsNaN(f) {
		return 0
	}
	return int64(math.RoundToEven(max(min(f, 1<<53-1), -(1<<53 - 1))))
}

// FileClass is File.
//
// https://w3c.github.io/FileAPI/#file-section
var FileClass = &js.Class[*File]{
	Name:   "File",
	Parent: BlobClass,
	Length: 2,
	New: func(c js.Call) *File {
		f := new(File)
		options := f.fill(c, c.Arg(0), c.Arg(2), func() { f.Name = c.USVString(c.Arg(1), "fileName") })
		f.Modified = c.Loop.Now()
		if v := c.Member(options, "lastModified"); v != nil {
			f.Modified = time.UnixMilli(v.ToInteger())
		}
		return f
	},
	Attrs: []js.Attr[*File]{
		{Name: "name", Get: func(f *File, c js.Call) goja.Value { return c.VM.ToValue(f.Name) }},
		{Name: "lastModified", Get: func(f *File, c js.Call) goja.Value { return c.VM.ToValue(f.Modified.UnixMilli()) }},
		{Name: "webkitRelativePath", Get: func(f *File, c js.Call) goja.Value { return c.VM.ToValue("") }},
	},
}
