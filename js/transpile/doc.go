// Package transpile makes scripts that goja cannot run into scripts it can:
// ES modules and TypeScript become one classic script, and syntax the engine lacks
// is lowered. It wraps esbuild and knows nothing of the engine's Go API.
//
// # What is done, and not
//
// Lowered: async generators, for-await, `using`, decorators, accessors, import.meta.
// import(…) becomes a call of js.ImportName: what it does is the realm's business.
// Top-level await is refused (service workers may not use it; documents cannot here).
// Class fields are left as they are: lowering them doubles what a Hono application
// costs per request; only fields named get, set, async or static, which goja cannot
// parse, are quoted. Regular expressions are package js's business.
//
// Not done: import maps, npm specifiers: import by URL, or bundle beforehand. A
// function declared in a block of sloppy code is not visible outside of the block,
// unless the script is lowered for another reason. import() of a computed relative
// specifier is resolved against the script, not the module it stands in.
//
// # Positions
//
// Programs end in an inline source map, so that exceptions show where in the
// original files they happened. Errors carry URL, line and column.
package transpile
