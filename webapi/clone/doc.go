// Package clone is the structured clone algorithm: StructuredSerialize and
// StructuredDeserialize between JavaScript values and bytes, and the global
// structuredClone().
//
// https://html.spec.whatwg.org/multipage/structured-data.html
//
// # The format
//
// The bytes are CBOR (RFC 8949), so that any CBOR tool can show a message on the
// bus. A message is the array
//
//	[1, [transferred…], value]
//
// where 1 is the version of this layout. Values:
//
//	undefined, null, true, false   simple values 23, 22, 21, 20
//	number                         an integer when integral, not -0 and within ±2⁵³; else float64
//	bigint                         tag 2 or 3 (bignum), also for small ones
//	string                         text; with lone surrogates: 27(["String16", UTF-16BE bytes])
//	object                         tag 28 (shareable) around one of the forms below; tag 29 with
//	                               n refers to the n-th object of the message, counted from 0 in
//	                               the order the tag 28s begin (cycles and shared references)
//
//	plain object                   map from text (or String16) to value, in property order
//	array                          array; a hole is simple value 0; with other properties, or
//	                               mostly holes: 27(["Array", length, {property: value}])
//	Map, Set                       259(map), 258(array)
//	Date                           27(["Date", milliseconds or NaN])
//	RegExp                         27(["RegExp", source, flags])
//	new Boolean(x), Number, String, BigInt objects: 27(["Boolean", x]), …
//	errors                         27(["Error", {name, message, stack, cause}]), absent ones left out
//	DOMException                   27(["DOMException", name, message, stack or undefined])
//	ArrayBuffer                    byte string
//	typed arrays, DataView         27(["Uint8Array", buffer, byteOffset, length]); DataView: length in bytes
//	platform objects               27([type, payload]), for types registered with [Register]; the
//	                               payload of a transferred one is 24(bytes) when it is an object:
//	                               a value of its own, whose objects are counted apart
//
// Tags 24, 27, 28, 29, 258 and 259 are the registered CBOR tags for encoded items, generic objects,
// shared values, sets and maps.
//
// # Limits
//
// Nesting deeper than 10,000 objects and messages above 64 MiB are DataCloneErrors.
// Deserializing bytes of any origin is safe: bad ones are an error.
//
// # Gaps
//
// Symbols as values, functions, promises, weak collections, proxies, generators
// and platform objects nobody registered are DataCloneErrors, as the standard
// wants. So are Symbols inside wrapper objects. An AggregateError becomes an Error, as
// the standard says of names it does not list. A lone surrogate in a property's name
// becomes U+FFFD. SharedArrayBuffer and resizable buffers do not exist in the engine.
package clone
