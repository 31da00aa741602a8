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
// # Several realms
//
// Realms of one loop reach each other's objects through views, which keep identity:
// [Realm.From], [Realm.Adopt], [Realm.Outer], and membrane.go. An object itself must
// never enter another realm. Members of classes see through views.
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
// # What the engine lacks, and what is done about it
//
//   - Lowered by package transpile: async generators, for-await, modules, import.meta,
//     using, decorators, accessors, class fields named get, set, async or static.
//     import() is [Realm.SetImport]'s.
//   - Rewritten when a script is compiled, and in new RegExp: regular expressions with
//     \p{…}, the v flag's set notation, the d flag's indices, groups of one name,
//     modifiers (?i:…). Not supported, and a SyntaxError that says so: properties of
//     strings such as \p{RGI_Emoji}. In eval and Function literals are the engine's:
//     the v and d flags are errors there, and \p{…} is not understood.
//   - Made on first touch: iterator helpers and Iterator, ArrayBuffer's transfer,
//     detached and the rest (buffers never change their size: maxByteLength is a
//     RangeError), Atomics on ordinary buffers, Promise.withResolvers and try,
//     groupBy, Array.fromAsync, isWellFormed, DisposableStack, SuppressedError,
//     RegExp.escape, Error.captureStackTrace, Map.prototype.getOrInsert,
//     Math.f16round and sumPrecise, DataView's Float16 members, WeakRef,
//     FinalizationRegistry, members of Annex B.
//   - Intl knows one locale, en-US (Latin digits, Gregorian calendar), with every time
//     zone: NumberFormat, DateTimeFormat, Collator, PluralRules, ListFormat,
//     RelativeTimeFormat. Other locales resolve to it. No Segmenter, DisplayNames,
//     Locale, DurationFormat.
//   - Absent: SharedArrayBuffer, Float16Array, Temporal, ShadowRealm, the HTML members
//     of String.prototype. A function declared in a block of sloppy code is not
//     visible behind the block. Stack overflow cannot be caught by JavaScript.
//     JSON.parse replaces lone surrogates. A code point of six digits in a string
//     ("\u{10FFFF}") given to eval is a fault of the engine. A bare assignment in strict code
//     (`fetch = f`) to a name that the global object inherits is a ReferenceError;
//     `globalThis.fetch = f` works.
package js
