package js

import (
	"unicode/utf16"

	"github.com/dop251/goja"
)

// Symbols the engine lacks. They are the same in every realm, as well-known
// symbols are.
var (
	symAsyncIterator = goja.NewSymbol("Symbol.asyncIterator")
	symDispose       = goja.NewSymbol("Symbol.dispose")
	symAsyncDispose  = goja.NewSymbol("Symbol.asyncDispose")
)

// SymAsyncIterator is Symbol.asyncIterator.
func SymAsyncIterator() *goja.Symbol { return symAsyncIterator }

func patchSymbol(r *Realm, symbols *goja.Object) goja.Value {
	must(symbols.DefineDataProperty("asyncIterator", symAsyncIterator, no, no, no))
	must(symbols.DefineDataProperty("dispose", symDispose, no, no, no))
	must(symbols.DefineDataProperty("asyncDispose", symAsyncDispose, no, no, no))
	return symbols
}

// shim gives holder a function written in JavaScript, unless the engine has it.
func (r *Realm) shim(holder *goja.Object, name string, program *goja.Program) {
	if has := holder.Get(name); has != nil && !goja.IsUndefined(has) {
		return
	}
	f, err := r.VM.RunProgram(program)
	must(err)
	must(holder.DefineDataProperty(name, f, yes, yes, no))
}

// Methods in an object literal are no constructors and have no prototype, like
// the language's own functions.
func method(name, source string) *goja.Program {
	return goja.MustCompile("asterism:"+name, "({"+source+"})."+name, true)
}

var (
	// https://tc39.es/ecma262/#sec-promise.withResolvers
	withResolversProgram = method("withResolvers", `withResolvers() {
	let resolve, reject;
	const promise = new this((a, b) => { resolve = a; reject = b; });
	return {promise, resolve, reject};
}`)
	// https://tc39.es/ecma262/#sec-promise.try
	tryProgram = method("try", `try(callback, ...args) {
	return new this((resolve) => resolve(callback(...args)));
}`)
	// https://tc39.es/ecma262/#sec-object.groupby
	groupByProgram = method("groupBy", `groupBy(items, callback) {
	const groups = {__proto__: null};
	let i = 0;
	for (const item of items) {
		let key = callback(item, i++);
		if (typeof key !== 'symbol') key = String(key);
		if (key in groups) groups[key].push(item);
		else groups[key] = [item];
	}
	return groups;
}`)
	// https://tc39.es/ecma262/#sec-map.groupby
	mapGroupByProgram = method("groupBy", `groupBy(items, callback) {
	const groups = new Map();
	let i = 0;
	for (const item of items) {
		const key = callback(item, i++);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}`)
	// https://tc39.es/ecma262/#sec-array.fromasync
	fromAsyncProgram = method("fromAsync", `async fromAsync(items, map, self) {
	if (map !== undefined && typeof map !== 'function') throw new TypeError('map is not a function');
	const method = items[Symbol.asyncIterator] ?? items[Symbol.iterator];
	const put = async (list, value) => { list.push(map ? await map.call(self, value, list.length) : value); };
	const list = typeof this === 'function' && this !== Array ? new this() : [];
	if (method === undefined) {
		for (let i = 0; i < items.length; i++) await put(list, await items[i]);
		return list;
	}
	const iterator = method.call(items);
	const sync = items[Symbol.asyncIterator] == null;
	for (;;) {
		const step = await iterator.next();
		if (step.done) return list;
		try {
			await put(list, sync ? await step.value : step.value);
		} catch (e) {
			try { await iterator.return?.(); } catch {}
			throw e;
		}
	}
}`)
)

// stackTraceLimit is shown only: the engine keeps the frames it keeps.
const stackTraceLimit = 10

// captureStackTrace is V8's, which libraries use for errors of their own.
var captureStackTraceProgram = method("captureStackTrace", `captureStackTrace(target, above) {
	if (target === null || typeof target !== 'object' && typeof target !== 'function') throw new TypeError('Error.captureStackTrace: the target is not an object');
	const all = new Error().stack.split('\n');
	let frames = all.filter((line) => /^\s+at /.test(line)).slice(1);
	if (typeof above === 'function' && above.name) {
		const at = frames.findIndex((line) => line.includes('at ' + above.name + ' ('));
		// The engine's frames of constructors have no name.
		frames = frames.slice(at < 0 && / \(/.test(frames[0]) ? 0 : at < 0 ? 1 : at + 1);
	}
	const {name, message} = target;
	const head = name === undefined ? 'Error' : message ? name + ': ' + message : String(name);
	Object.defineProperty(target, 'stack', {value: [head, ...frames].join('\n'), writable: true, configurable: true});
}`)

// https://tc39.es/proposal-regex-escaping/#sec-regexp.escape
var regExpEscapeProgram = method("escape", `escape(text) {
	if (typeof text !== 'string') throw new TypeError('RegExp.escape: the argument is not a string');
	let out = '', first = true;
	for (const c of text) {
		const code = c.codePointAt(0), hex = code.toString(16);
		if (first && /[0-9A-Za-z]/.test(c)) out += '\\x' + hex;
		else if (/[\^$\\.*+?()[\]{}|\/]/.test(c)) out += '\\' + c;
		else if ('\t\n\v\f\r'.includes(c)) out += '\\' + 'tnvfr'[code - 9];
		else if (",-=<>#&!%:;@~'`+"`"+`\"".includes(c)) out += '\\x' + hex;
		else if (/\s/.test(c) || code >= 0xD800 && code <= 0xDFFF) out += code < 256 ? '\\x' + hex : '\\u' + hex.padStart(4, '0');
		else out += c;
		first = false;
	}
	return out;
}`)

func patchPromise(r *Realm, promise *goja.Object) goja.Value {
	r.shim(promise, "withResolvers", withResolversProgram)
	r.shim(promise, "try", tryProgram)
	return promise
}

func patchMap(r *Realm, m *goja.Object) goja.Value {
	r.shim(m, "groupBy", mapGroupByProgram)
	return m
}

func patchArray(r *Realm, array *goja.Object) goja.Value {
	r.shim(array, "fromAsync", fromAsyncProgram)
	return array
}

// codeUnits are a string's UTF-16 units, and whether a surrogate stands alone.
func codeUnits(s goja.String) (list []uint16, lone bool) {
	list = make([]uint16, s.Length())
	for i := range list {
		list[i] = s.CharAt(i)
	}
	for i := 0; i < len(list); i++ {
		if !utf16.IsSurrogate(rune(list[i])) {
			continue
		}
		if i+1 == len(list) || utf16.DecodeRune(rune(list[i]), rune(list[i+1])) == '\uFFFD' {
			return list, true
		}
		i++
	}
	return list, false
}

// https://tc39.es/ecma262/#sec-string.prototype.iswellformed
func isWellFormed(c Call) goja.Value {
	_, lone := codeUnits(c.thisString("isWellFormed"))
	return c.VM.ToValue(!lone)
}

// https://tc39.es/ecma262/#sec-string.prototype.towellformed
func toWellFormed(c Call) goja.Value {
	s := c.thisString("toWellFormed")
	list, lone := codeUnits(s)
	if !lone {
		return s
	}
	return c.VM.ToValue(string(utf16.Decode(list)))
}

func (c Call) thisString(name string) goja.String {
	if goja.IsUndefined(c.This) || goja.IsNull(c.This) {
		c.Throw(c.TypeError("String.prototype.%s called on null or undefined", name))
	}
	return c.str(c.This, "this")
}
