// Package binary reads and writes as much of the WebAssembly binary format as the
// JavaScript API needs beside an engine: what a module imports and exports, with
// types; the same module prepared for linking ([Module.Link]); and small modules
// made from scratch ([Builder]).
//
// https://webassembly.github.io/spec/core/binary/index.html
//
// It does not validate function bodies, data or anything else that it only copies:
// the engine does.
package binary
