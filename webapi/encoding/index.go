package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The standard's indexes, from pointer to code point (0: none), are got out of the
// tables of golang.org/x/text on first use: each pointer's bytes are decoded there.
// Building one takes a few milliseconds.
//
// https://encoding.spec.whatwg.org/#indexes
type index []rune

func (x index) at(pointer int) rune {
	if pointer < 0 || pointer >= len(x) {
		return 0
	}
	return x[pointer]
}

// build asks enc for every pointer; sequence gives the bytes of one.
func build(enc encoding.Encoding, size int, sequence func(pointer int) []byte) index {
	list := make(index, size)
	decoder := enc.NewDecoder().Transformer
	var dst [16]byte
	for pointer := range list {
		src := sequence(pointer)
		decoder.Reset()
		wrote, read, err := decoder.Transform(dst[:], src, true)
		r, n := utf8.DecodeRune(dst[:wrote])
		if err == nil && read == len(src) && n == wrote && r != utf8.RuneError {
			list[pointer] = r
		}
	}
	return list
}

// skip is the trail byte of the i-th cell in a row that leaves out 0x7F.
func skip(first, i, resume int) byte {
	if first+i < 0x7F {
		return byte(first + i)
	}
	return byte(resume + i - (0x7F - first))
}

var (
	jis0208 = sync.OnceValue(func() index {
		return build(japanese.ShiftJIS, 60*188, func(p int) []byte {
			lead := p/188 + 0x81
			if lead > 0x9F {
				lead += 0x40
			}
			return []byte{byte(lead), skip(0x40, p%188, 0x80)}
		})
	})
	jis0212 = sync.OnceValue(func() index {
		return build(japanese.EUCJP, 94*94, func(p int) []byte {
			return []byte{0x8F, byte(p/94 + 0xA1), byte(p%94 + 0xA1)}
		})
	})
	eucKR = sync.OnceValue(func() index {
		return build(korean.EUCKR, 126*190, func(p int) []byte {
			return []byte{byte(p/190 + 0x81), byte(p%190 + 0x41)}
		})
	})
	big5 = sync.OnceValue(func() index {
		return build(traditionalchinese.Big5, 126*157, func(p int) []byte {
			return []byte{byte(p/157 + 0x81), skip(0x40, p%157, 0xA1)}
		})
	})
	gb18030 = sync.OnceValue(func() index {
		list := build(simplifiedchinese.GB18030, 126*190, func(p int) []byte {
			return []byte{byte(p/190 + 0x81), skip(0x40, p%190, 0x80)}
		})
		gbPrivate(list)
		return list
	})
	// gbRanges is the four-byte part below U+10000.
	gbRanges = sync.OnceValue(func() index {
		return build(simplifiedchinese.GB18030, 39420, func(p int) []byte {
			return []byte{byte(p/12600 + 0x81), byte(p/1260%10 + 0x30), byte(p/10%126 + 0x81), byte(p%10 + 0x30)}
		})
	})
)
