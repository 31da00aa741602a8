// Package wasm is the WebAssembly JavaScript API and its web API, on the engine
// wazero, which is written in Go.
//
// https://webassembly.github.io/spec/js-api/
// https://webassembly.github.io/spec/web-api/
//
// Nothing is made before a script touches WebAssembly, and no engine before it
// compiles something.
//
// # How it fits together
//
// The engine links by module name, and gives access to neither tables nor types of
// globals. So a module is rewritten before it is compiled (package binary): its
// imports are numbered, and modules with tables export their functions under
// hidden names. To instantiate it, a small module is made that imports each thing
// from where it is and exports it under its number. Memories, tables and globals
// that scripts make are small modules, too.
//
// A memory's buffer is an ArrayBuffer over the engine's own bytes. When the memory
// grows, by grow() or by an instruction, the buffer is detached before any script
// runs again.
//
// # Limits
//
// Calls end when the loop does: a script that runs longer than its turn is stopped
// in WebAssembly as it is in JavaScript. The check for that costs about 0.15 µs at
// every turn of a loop. A module has at most 32 MiB, a memory
// 256 MiB, a table ten million elements; JavaScript and
// WebAssembly call each other 200 deep at most.
//
// # Gaps
//
// WebAssembly 2.0 without threads: no shared memories (the JavaScript engine has
// no SharedArrayBuffer), no garbage-collected types, exceptions, tail calls,
// 64-bit or several memories. Tags and JavaScript promise integration are not
// there. Immutable globals of a reference type cannot be imported from JavaScript.
// A memory's buffer can be transferred, which the standard forbids; the memory has a
// new one then. Instances live as long as their realm. Code is compiled once per realm, not once
// per process.
package wasm
