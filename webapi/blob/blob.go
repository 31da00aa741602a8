package blob

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
)

// Blob is immutable bytes with a type. Bytes must not be changed.
type Blob struct {
	Bytes []byte
	Type  string // lower case; "" when it is not known
}

// Data is the blob itself; it makes every struct that embeds Blob an Instance.
func (b *Blob) Data() *Blob { return b }

// Instance is the native value of a Blob or File object.
type Instance interface{ Data() *Blob }

// File is a Blob with a name and a date.
type File struct {
	Blob
	Name     string
	Modified time.Time
}

// Of is the blob behind a Blob or File object.
func Of(r *js.Realm, v goja.Value) (*Blob, bool) {
	i, ok := js.Native[Instance](r, v)
	if !ok {
		return nil, false
	}
	return i.Data(), true
}

// FileOf is the file behind a File object.
func FileOf(r *js.Realm, v goja.Value) (*File, bool) { return js.Native[*File](r, v) }

// Slice is a part of the blob, as of Array.prototype.slice.
//
// https://w3c.github.io/FileAPI/#slice-blob
func (b *Blob) Slice(start, end int64, typ string) *Blob {
	size := int64(len(b.Bytes))
	from, to := clamp(start, size), clamp(end, size) // 1 – 4
	if to < from {                                   // 6
		to = from
	}
	return &Blob{Bytes: b.Bytes[from:to:to], Type: normalizeType(typ)}
}

func clamp(i, size int64) int64 {
	if i < 0 {
		return max(size+i, 0)
	}
	return min(i, size)
}

// normalizeType lowers a type; one with characters outside U+0020 – U+007E is "".
func normalizeType(typ string) string {
	for i := 0; i < len(typ); i++ {
		if typ[i] < 0x20 || typ[i] > 0x7e {
			return ""
		}
	}
	return strings.ToLower(typ)
}
