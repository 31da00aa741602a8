package mimetype

import (
	"bytes"
	"encoding/binary"
)

// Media is the essence of the audio or video format that data begins as; "" for
// none that is known. Nothing is decoded.
//
// https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern
func Media(data []byte) string {
	at := func(offset int, text string) bool {
		return len(data) >= offset && bytes.HasPrefix(data[offset:], []byte(text))
	}
	switch {
	case at(0, "FORM") && at(8, "AIFF"):
		return "audio/aiff"
	case at(0, "ID3"):
		return "audio/mpeg"
	case at(0, "OggS\x00"):
		return "application/ogg"
	case at(0, "MThd\x00\x00\x00\x06"):
		return "audio/midi"
	case at(0, "RIFF") && at(8, "AVI "):
		return "video/avi"
	case at(0, "RIFF") && at(8, "WAVE"):
		return "audio/wave"
	case isMP4(data):
		return "video/mp4"
	case isWebM(data):
		return "video/webm"
	case isMP3(data):
		return "audio/mpeg"
	}
	return ""
}

// https://mimesniff.spec.whatwg.org/#matches-the-signature-for-mp4
func isMP4(data []byte) bool {
	if len(data) < 12 { // 3
		return false
	}
	box := int64(binary.BigEndian.Uint32(data))                              // 4
	if int64(len(data)) < box || box%4 != 0 || string(data[4:8]) != "ftyp" { // 5, 6
		return false
	}
	if string(data[8:11]) == "mp4" { // 7
		return true
	}
	for i := int64(16); i+3 <= box; i += 4 { // 8, 9
		if string(data[i:i+3]) == "mp4" {
			return true
		}
	}
	return false
}

// https://mimesniff.spec.whatwg.org/#matches-the-signature-for-webm
func isWebM(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("\x1a\x45\xdf\xa3")) { // 3, 4
		return false
	}
	for i := 4; i+2 < len(data) && i < 38; i++ { // 5, 6
		if data[i] != 0x42 || data[i+1] != 0x82 {
			continue
		}
		size := 1 // of the vint
		for mask := byte(0x80); size < 8 && data[i+2]&mask == 0; mask >>= 1 {
			size++
		}
		if i += 2 + size; i >= len(data)-4 {
			return false
		}
		if bytes.HasPrefix(bytes.TrimLeft(data[i:], "\x00"), []byte("webm")) {
			return true
		}
	}
	return false
}

// Bits and hertz by the fields of a frame's header.
var (
	rates    = [15]int{0, 32000, 40000, 48000, 56000, 64000, 80000, 96000, 112000, 128000, 160000, 192000, 224000, 256000, 320000}
	lowRates = [15]int{0, 8000, 16000, 24000, 32000, 40000, 48000, 56000, 64000, 80000, 96000, 112000, 128000, 144000, 160000}
	samples  = [3]int{44100, 48000, 32000}
)

// isMP3 wants two frames in a row.
//
// https://mimesniff.spec.whatwg.org/#signature-for-mp3-without-id3
func isMP3(data []byte) bool {
	if !isFrame(data) { // 3
		return false
	}
	version, rate, scale := data[1]>>3&3, lowRates[data[2]>>4], 144
	if version&1 != 0 {
		rate = rates[data[2]>>4]
	}
	if version == 1 {
		scale = 72
	}
	size := rate * scale / samples[data[2]>>2&3]
	if data[2]&2 != 0 {
		size++
	}
	return size >= 4 && size <= len(data) && isFrame(data[size:]) // 6 to 8
}

// https://mimesniff.spec.whatwg.org/#match-an-mp3-header
func isFrame(data []byte) bool {
	return len(data) >= 4 && data[0] == 0xff && data[1]&0xe0 == 0xe0 && // 1, 2
		data[1]>>1&3 == 1 && // 3, 4, 7, 8: layer III
		data[2]>>4 != 15 && data[2]>>2&3 != 3 // 5, 6
}
