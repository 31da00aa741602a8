package compression

import (
	"bytes"
	"testing"
)

// all decompresses parts, at most limit bytes of output.
func all(format string, limit int, parts ...[]byte) ([]byte, error) {
	d := newDecompressor(format)
	defer d.stop()
	var out []byte
	for i := range len(parts) + 1 {
		if i < len(parts) {
			d.feed(parts[i])
		} else {
			d.finish()
		}
		for len(out) < limit {
			data, err := d.read()
			out = append(out, data...)
			if err != nil {
				return out, err
			}
			if len(data) == 0 {
				break
			}
		}
	}
	return out, nil
}

// However the input is cut, the outcome is the same.
func FuzzDecompress(f *testing.F) {
	for i, format := range formats {
		c := newCompressor(format)
		data := append(c.write([]byte("some data, some data")), c.finish()...)
		f.Add(uint8(i), data, 3)
		f.Add(uint8(i), append(data, 0), len(data))
		f.Add(uint8(i), data[:len(data)-1], 5)
	}
	f.Fuzz(func(t *testing.T, format uint8, in []byte, cut int) {
		if cut < 0 || cut > len(in) {
			return
		}
		name := formats[int(format)%len(formats)]
		const limit = 1 << 20
		want, wantErr := all(name, limit, in)
		got, err := all(name, limit, in[:cut], in[cut:])
		if len(want) < limit && (!bytes.Equal(got, want) || (err == nil) != (wantErr == nil)) {
			t.Fatalf("%s: cut at %d: %d bytes, %v; whole: %d bytes, %v", name, cut, len(got), err, len(want), wantErr)
		}
		c := newCompressor(name)
		packed := append(c.write(in[:cut]), c.write(in[cut:])...)
		packed = append(packed, c.finish()...)
		if back, err := all(name, 1<<30, packed); err != nil || !bytes.Equal(back, in) {
			t.Fatalf("%s: there and back: %d bytes of %d, %v", name, len(back), len(in), err)
		}
	})
}
