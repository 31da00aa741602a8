package mimetype_test

import (
	"strings"
	"testing"

	"asterism/webapi/mimetype"
)

func TestMedia(t *testing.T) {
	frame := "\xff\xf3\x80\xc4" + strings.Repeat("\x00", 204) // 64 kbit/s: 208 bytes
	for data, want := range map[string]string{
		"RIFF\x24\x00\x00\x00WAVEfmt ":                                         "audio/wave",
		"RIFF\x24\x00\x00\x00AVI LIST":                                         "video/avi",
		"RIFF\x24\x00\x00\x00WEBPVP8 ":                                         "",
		"FORM\x00\x00\x00\x10AIFF":                                             "audio/aiff",
		"ID3\x03":                                                              "audio/mpeg",
		"OggS\x00\x02":                                                         "application/ogg",
		"MThd\x00\x00\x00\x06\x00":                                             "audio/midi",
		"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00mp41":                         "video/mp4",
		"\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00":                             "video/mp4",
		"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1":                         "",
		"\xff\xff\xff\xfcftypisom\x00\x00\x00\x00":                             "",
		"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87\x81\x02": "video/webm",
		"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska\x42\x87\x81\x02\x42": "",
		"\x1a\x45\xdf\xa3\x42\x82": "",
		frame + frame:              "audio/mpeg",
		frame + "x":                "",
		frame:                      "",
		"<!DOCTYPE html>":          "",
		"":                         "",
	} {
		if got := mimetype.Media([]byte(data)); got != want {
			t.Errorf("%.20q is %q, want %q", data, got, want)
		}
	}
}

func FuzzMedia(f *testing.F) {
	for _, s := range []string{"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00mp41", "\x1a\x45\xdf\xa3\x42\x82\x84webm", "\xff\xf3\x80\xc4", "RIFF"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { mimetype.Media(data) })
}
