// Package transpile makes scripts that goja cannot run into scripts it can:
// ES modules and TypeScript become one classic script, and syntax the engine lacks
// is lowered. It wraps esbuild and knows nothing of the engine's Go API.
//
// # What is done, and not
//
// Lowered: async generators, for-await, `using`, decorators, import(), import.meta,
// top-level await is refused (service workers may not use it). Class fields are left
// as they are: lowering them doubles what a Hono application costs per request; only
// fields named get, set, async or static, which goja cannot parse, are quoted.
//
// Not done: \p{…} in regular expressions (goja accepts it and never matches), the v
// and d flags (a syntax error), import maps, npm specifiers: import by URL, or
// bundle beforehand.
//
// # Positions
//
// Programs end in an inline source map, so that exceptions show where in the
// original files they happened. Errors carry URL, line and column.
package transpile
