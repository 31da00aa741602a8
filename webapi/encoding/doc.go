// Package encoding is the Encoding standard's API.
//
// https://encoding.spec.whatwg.org/
//
// [Decoder] is the plain Go decoder, streaming and with the standard's error
// modes; [Decode] decodes whole data with a label; [Install] exposes the classes:
// TextEncoder, TextDecoder, TextEncoderStream, TextDecoderStream. All decoders are
// the standard's own; the indexes of the legacy encodings come from
// golang.org/x/text, corrected where the standard follows GB 18030-2022.
//
// Gaps: no legacy encoders (forms are sent in UTF-8).
package encoding
