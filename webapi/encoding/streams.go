package encoding

import (
	"unicode/utf16"
	"unicode/utf8"

	"asterism/js"
	"asterism/webapi/streams"

	"github.com/dop251/goja"
)

type encoderStream struct {
	stream *streams.Transform
	lead   uint16 // a high surrogate that waits for its other half; 0: none
}

func (s *encoderStream) Transform() *streams.Transform { return s.stream }

// EncoderStreamClass is TextEncoderStream.
//
// https://encoding.spec.whatwg.org/#interface-textencoderstream
var EncoderStreamClass = &js.Class[*encoderStream]{
	Name: "TextEncoderStream",
	New: func(c js.Call) *encoderStream {
		s := &encoderStream{}
		emit := func(data []byte, enqueue func(goja.Value)) {
			if len(data) > 0 {
				enqueue(c.Uint8Array(data))
			}
		}
		s.stream = streams.NewTransform(c.Realm, func(chunk goja.Value, enqueue func(goja.Value)) {
			text := c.DOMString(chunk, "a chunk of a TextEncoderStream")
			emit(s.encode(text.Length(), text.CharAt), enqueue)
		}, func(enqueue func(goja.Value)) {
			if s.lead != 0 { // https://encoding.spec.whatwg.org/#encode-and-flush
				emit([]byte("\uFFFD"), enqueue)
			}
		})
		return s
	},
	Attrs: append([]js.Attr[*encoderStream]{
		{Name: "encoding", Get: func(_ *encoderStream, c js.Call) goja.Value { return c.VM.ToValue("utf-8") }},
	}, streams.TransformAttrs[*encoderStream]()...),
}

// encode makes UTF-8 of code units, of which the last may wait for the next chunk.
//
// https://encoding.spec.whatwg.org/#encode-and-enqueue-a-chunk
func (s *encoderStream) encode(length int, unit func(i int) uint16) []byte {
	out := make([]byte, 0, length+4)
	for i := range length {
		u := unit(i)
		if s.lead != 0 {
			pair := utf16.DecodeRune(rune(s.lead), rune(u))
			s.lead = 0
			out = utf8.AppendRune(out, pair) // U+FFFD when they are no pair
			if pair != utf8.RuneError {
				continue
			}
		}
		switch {
		case u >= 0xD800 && u <= 0xDBFF:
			s.lead = u
		case utf16.IsSurrogate(rune(u)):
			out = utf8.AppendRune(out, utf8.RuneError)
		default:
			out = utf8.AppendRune(out, rune(u))
		}
	}
	return out
}

type decoderStream struct {
	*Decoder
	stream *streams.Transform
}

func (s *decoderStream) Transform() *streams.Transform { return s.stream }

// DecoderStreamClass is TextDecoderStream.
//
// https://encoding.spec.whatwg.org/#interface-textdecoderstream
var DecoderStreamClass = &js.Class[*decoderStream]{
	Name: "TextDecoderStream",
	New: func(c js.Call) *decoderStream {
		s := &decoderStream{Decoder: newDecoder(c, "TextDecoderStream")}
		s.stream = streams.NewTransform(c.Realm, func(chunk goja.Value, enqueue func(goja.Value)) {
			data, ok := c.BytesView(chunk)
			if !ok {
				c.Throw(c.TypeError("a chunk of a TextDecoderStream is neither an ArrayBuffer nor a view of one"))
			}
			s.emit(c, data, true, enqueue)
		}, func(enqueue func(goja.Value)) { s.emit(c, nil, false, enqueue) })
		return s
	},
	Attrs: append([]js.Attr[*decoderStream]{
		{Name: "encoding", Get: func(s *decoderStream, c js.Call) goja.Value { return c.VM.ToValue(s.Name) }},
		{Name: "fatal", Get: func(s *decoderStream, c js.Call) goja.Value { return c.VM.ToValue(s.Fatal) }},
		{Name: "ignoreBOM", Get: func(s *decoderStream, c js.Call) goja.Value { return c.VM.ToValue(s.IgnoreBOM) }},
	}, streams.TransformAttrs[*decoderStream]()...),
}

// emit decodes a chunk and enqueues the text, if there is any.
func (s *decoderStream) emit(c js.Call, data []byte, more bool, enqueue func(goja.Value)) {
	text, err := s.Decode(data, more)
	if err != nil {
		c.Throw(c.TypeError("TextDecoderStream: %s (%s)", err.Error(), s.Name))
	}
	if text != "" {
		enqueue(c.VM.ToValue(text))
	}
}
