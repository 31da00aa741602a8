// Package encoding is the Encoding standard's API: TextEncoder and TextDecoder.
//
// https://encoding.spec.whatwg.org/
//
// [Decoder] is the plain Go decoder, streaming and with the standard's error
// modes; [Install] exposes the classes. UTF-8 and UTF-16 are decoded here, the
// legacy encodings with the tables of golang.org/x/text.
//
// Known gaps: in legacy multi-byte encodings, an ASCII byte after a lead byte
// it does not go with may be swallowed with it; a fatal gb18030 decoder refuses
// an encoded U+FFFD. TextEncoderStream and TextDecoderStream belong to package
// streams.
package encoding
