// Package js is the engine room: event loops, realms and JavaScript classes on goja.
//
// A [Loop] is one goroutine that runs tasks first in, first out. A [Realm] is one
// goja runtime with its own global object; it lives on exactly one loop, and all
// its methods must be called on that loop's goroutine (or before the loop runs).
// Only [Loop.Post] and [Loop.Stop] may be called from anywhere.
//
// # Turns, microtasks, limits
//
// A task may call into JavaScript any number of times. Promise jobs run when the
// outermost call into the runtime returns. When a task runs longer than
// [LoopConfig.Turn] the runtime is interrupted and the loop ends with a
// [*TurnExceeded]: goja drops queued promise jobs on an interrupt, so the realm
// cannot be trusted to go on and is thrown away.
//
// Rejections nobody handled are told to [RealmConfig.Uncaught] after the task in
// which they happened, when its microtasks have run.
//
// # Classes
//
// [Class] describes a JavaScript class the way its IDL does. Constructors are real
// (compiled) classes, so `new` is required and subclasses work; members live on
// the prototype and check their receiver; globals are built on first touch.
//
// # Bad scripts
//
// No script takes the process down by a panic: panics of the engine while compiling
// or running become [*EngineFault]. Some natives of the engine allocate without
// asking (repeat, padStart, typed arrays, …): they are guarded by size checks, see
// guard.go. Not guarded are growth in small steps, and sources nested a million deep
// given to eval and Function: the boundary against those is the worker process.
//
// # Known gaps of the engine
//
// No async generators, for-await, import() or modules (package transpile lowers
// them), no /v and /d flags, \p{…} never matches, no Intl, no SharedArrayBuffer.
// Stack overflow cannot be caught by JavaScript.
// A bare assignment in strict code (`fetch = f`) to a name that the global object
// inherits is a ReferenceError; `globalThis.fetch = f` works.
package js
