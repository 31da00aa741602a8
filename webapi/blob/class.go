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
		b.fill(c, c.Arg(0), c.Dict(c.Arg(1), "options"))
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
			return c.VM.ToValue(decode(i.Data().Bytes))
		}},
		{Name: "arrayBuffer", Async: true, Call: func(i Instance, c js.Call) goja.Value {
			return c.ArrayBuffer(bytes.Clone(i.Data().Bytes))
		}},
		{Name: "bytes", Async: true, Call: func(i Instance, c js.Call) goja.Value {
			return c.Uint8Array(bytes.Clone(i.Data().Bytes))
		}},
	},
}

// decode is UTF-8 decode.
func decode(data []byte) string {
	d, err := encoding.NewDecoder("utf-8", false, false)
	if err != nil {
		return string(data)
	}
	text, _ := d.Decode(data, false)
	return text
}

// fill reads the constructor's parts and options.
//
// https://w3c.github.io/FileAPI/#process-blob-parts
func (b *Blob) fill(c js.Call, parts goja.Value, options *goja.Object) {
	var values []goja.Value
	if !goja.IsUndefined(parts) {
		if _, ok := parts.(*goja.Object); !ok {
			c.Throw(c.TypeError("the blob's parts are not a sequence"))
		}
		c.VM.ForOf(parts, func(v goja.Value) bool {
			values = append(values, v)
			return true
		})
	}
	native := false
	if v := c.Member(options, "endings"); v != nil {
		native = c.Enum(v, "options.endings", "transparent", "native") == "native"
	}
	if v := c.Member(options, "type"); v != nil {
		b.Type = normalizeType(c.String(v, "options.type"))
	}
	for _, v := range values {
		if part, ok := Of(c.Realm, v); ok {
			b.Bytes = append(b.Bytes, part.Bytes...)
		} else if part, ok := c.BytesView(v); ok {
			b.Bytes = append(b.Bytes, part...)
		} else {
			text := c.USVString(v, "a part of the blob")
			if native {
				text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
			}
			b.Bytes = append(b.Bytes, text...)
		}
	}
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
		f.Name = c.USVString(c.Arg(1), "fileName")
		options := c.Dict(c.Arg(2), "options")
		f.fill(c, c.Arg(0), options)
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
