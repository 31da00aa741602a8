// Package imagesize reads how large an image is from its first bytes, which also
// tells whether there is an image at all. Pixels are not decoded.
//
// It knows PNG, GIF, JPEG, BMP, WebP, ICO and SVG.
package imagesize

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"strconv"
	"strings"
)

// Of is the width and height in pixels of an image; mime is what its server says
// it is, which decides only for SVG. False: it is none.
func Of(data []byte, mime string) (width, height int, ok bool) {
	switch {
	case mime == "image/svg+xml":
		return svg(data)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) && len(data) >= 24 && string(data[12:16]) == "IHDR":
		return size(binary.BigEndian.Uint32(data[16:]), binary.BigEndian.Uint32(data[20:]))
	case (bytes.HasPrefix(data, []byte("GIF87a")) || bytes.HasPrefix(data, []byte("GIF89a"))) && len(data) >= 10:
		return size(uint32(binary.LittleEndian.Uint16(data[6:])), uint32(binary.LittleEndian.Uint16(data[8:])))
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return frame(data)
	case bytes.HasPrefix(data, []byte("BM")) && len(data) >= 26:
		return size(binary.LittleEndian.Uint32(data[18:]), abs(binary.LittleEndian.Uint32(data[22:])))
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) >= 30 && string(data[8:12]) == "WEBP":
		return webp(data)
	case bytes.HasPrefix(data, []byte("\x00\x00\x01\x00")) && len(data) >= 22:
		return size(full(data[6]), full(data[7]))
	}
	return 0, 0, false
}

// size refuses what no image is.
func size(width, height uint32) (int, int, bool) {
	const most = 1 << 24
	return int(width), int(height), width > 0 && height > 0 && width < most && height < most
}

func abs(v uint32) uint32 {
	if int32(v) < 0 {
		return uint32(-int32(v))
	}
	return v
}

// full is a side of an icon, for which 0 is 256.
func full(b byte) uint32 {
	if b == 0 {
		return 256
	}
	return uint32(b)
}

// frame finds the frame header of a JPEG.
func frame(data []byte) (int, int, bool) {
	for i := 2; i+9 < len(data) && data[i] == 0xff; {
		marker := data[i+1]
		switch {
		case marker == 0xff: // fill
			i++
			continue
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			return size(uint32(binary.BigEndian.Uint16(data[i+7:])), uint32(binary.BigEndian.Uint16(data[i+5:])))
		case marker >= 0xd0 && marker <= 0xd8 || marker == 0x01: // without a length
			i += 2
			continue
		}
		i += 2 + int(binary.BigEndian.Uint16(data[i+2:]))
	}
	return 0, 0, false
}

// webp reads the first chunk of a WebP file.
func webp(data []byte) (int, int, bool) {
	switch string(data[12:16]) {
	case "VP8 ":
		return size(uint32(binary.LittleEndian.Uint16(data[26:])&0x3fff), uint32(binary.LittleEndian.Uint16(data[28:])&0x3fff))
	case "VP8L":
		bits := binary.LittleEndian.Uint32(data[21:])
		return size(bits&0x3fff+1, bits>>14&0x3fff+1)
	case "VP8X":
		three := func(at int) uint32 { return uint32(data[at]) | uint32(data[at+1])<<8 | uint32(data[at+2])<<16 }
		return size(three(24)+1, three(27)+1)
	}
	return 0, 0, false
}

// svg reads the root element: its sides in pixels, or those of its viewBox, or
// the default of a replaced element.
//
// https://www.w3.org/TR/SVG2/coords.html#SizingSVGInCSS
func svg(data []byte) (int, int, bool) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for {
		t, err := d.RawToken()
		if err != nil {
			return 0, 0, false
		}
		root, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if root.Name.Local != "svg" {
			return 0, 0, false
		}
		width, height := 300, 150
		for _, a := range root.Attr {
			if fields := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }); a.Name.Local == "viewBox" && len(fields) == 4 {
				width, height = pixels(fields[2], width), pixels(fields[3], height)
			}
		}
		for _, a := range root.Attr {
			switch a.Name.Local {
			case "width":
				width = pixels(a.Value, width)
			case "height":
				height = pixels(a.Value, height)
			}
		}
		return width, height, true
	}
}

// pixels is a length without a unit or in px, otherwise the default.
func pixels(s string, otherwise int) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || !(n >= 0 && n < 1<<24) {
		return otherwise
	}
	return int(n)
}
