// The test harness: the part of testharness.js's vocabulary that makes sense
// without a page. Loaded before the script; `report` and `after` are native.
(function (global, report, after) {
'use strict';

class AssertionError extends Error {}

function show(v, depth = 0) {
	if (depth > 3) return '…';
	if (typeof v === 'string') return JSON.stringify(v);
	if (typeof v === 'bigint') return v + 'n';
	if (Object.is(v, -0)) return '-0';
	if (Array.isArray(v)) return '[' + v.map((x) => show(x, depth + 1)).join(', ') + ']';
	if (typeof v === 'function') return 'function ' + v.name;
	try {
		return String(v);
	} catch {
		return 'object';
	}
}

function check(ok, message, why) {
	if (!ok) throw new AssertionError((why ? why + ': ' : '') + message);
}

const asserts = {
	assert_true(v, why) { check(v === true, `expected true, got ${show(v)}`, why); },
	assert_false(v, why) { check(v === false, `expected false, got ${show(v)}`, why); },
	assert_equals(v, want, why) { check(Object.is(v, want), `expected ${show(want)}, got ${show(v)}`, why); },
	assert_not_equals(v, not, why) { check(!Object.is(v, not), `got ${show(v)}, which it should not be`, why); },
	assert_in_array(v, list, why) { check(list.includes(v), `${show(v)} is not in ${show(list)}`, why); },
	assert_array_equals(v, want, why) {
		check(v !== null && typeof v === 'object' && 'length' in v, `${show(v)} is no array`, why);
		check(v.length === want.length, `expected length ${want.length}, got ${v.length}: ${show(Array.from(v))}`, why);
		for (let i = 0; i < want.length; i++) {
			check(Object.is(v[i], want[i]), `at ${i}: expected ${show(want[i])}, got ${show(v[i])}`, why);
		}
	},
	assert_object_equals(v, want, why) { deep(v, want, '', why, new Set()); },
	assert_less_than(v, n, why) { check(v < n, `${show(v)} is not less than ${show(n)}`, why); },
	assert_less_than_equal(v, n, why) { check(v <= n, `${show(v)} is greater than ${show(n)}`, why); },
	assert_greater_than(v, n, why) { check(v > n, `${show(v)} is not greater than ${show(n)}`, why); },
	assert_greater_than_equal(v, n, why) { check(v >= n, `${show(v)} is less than ${show(n)}`, why); },
	assert_between_exclusive(v, lo, hi, why) { check(v > lo && v < hi, `${show(v)} is not between ${lo} and ${hi}`, why); },
	assert_approx_equals(v, want, e, why) { check(Math.abs(v - want) <= e, `${show(v)} is not ${show(want)} ± ${e}`, why); },
	assert_regexp_match(v, re, why) { check(re.test(v), `${show(v)} does not match ${re}`, why); },
	assert_own_property(o, name, why) { check(Object.prototype.hasOwnProperty.call(o, name), `no own property ${show(name)}`, why); },
	assert_not_own_property(o, name, why) { check(!Object.prototype.hasOwnProperty.call(o, name), `own property ${show(name)}`, why); },
	assert_inherits(o, name, why) {
		asserts.assert_not_own_property(o, name, why);
		check(name in o, `property ${show(name)} is not inherited`, why);
	},
	assert_class_string(o, name, why) { asserts.assert_equals({}.toString.call(o), `[object ${name}]`, why); },
	assert_readonly(o, name, why) {
		const before = o[name];
		try { o[name] = before + 'x'; } catch {}
		asserts.assert_equals(o[name], before, why ?? `${name} is readonly`);
	},
	assert_unreached(why) { check(false, 'reached what should not be reached', why); },
	assert_throws_js(type, fn, why) { thrown(fn, isA(type), type.name, why); },
	assert_throws_dom(name, fn, why) {
		if (typeof fn === 'function' && arguments.length > 2 && typeof why === 'function') { // (name, DOMException, fn)
			fn = why;
			why = arguments[3];
		}
		thrown(fn, isDOM(name), name, why);
	},
	assert_throws_exactly(value, fn, why) { thrown(fn, (e) => Object.is(e, value), show(value), why); },
	// assert_throws(fn, "TypeError"): the name of the error is enough.
	assert_throws(fn, name, why) { thrown(fn, (e) => !name || (e && e.name === name), name ?? 'an exception', why); },
	promise_rejects_js(t, type, p, why) { return rejected(p, isA(type), type.name, why); },
	promise_rejects_dom(t, name, p, why) {
		if (typeof p === 'function') { // (t, name, DOMException, promise)
			p = why;
			why = arguments[4];
		}
		return rejected(p, isDOM(name), name, why);
	},
	promise_rejects_exactly(t, value, p, why) { return rejected(p, (e) => Object.is(e, value), show(value), why); },
};

function deep(v, want, path, why, seen) {
	if (want === null || typeof want !== 'object') {
		check(Object.is(v, want), `${path || 'value'}: expected ${show(want)}, got ${show(v)}`, why);
		return;
	}
	check(v !== null && typeof v === 'object', `${path || 'value'}: expected an object, got ${show(v)}`, why);
	if (seen.has(want)) return;
	seen.add(want);
	const keys = Object.keys(want);
	for (const k of Object.keys(v)) check(keys.includes(k), `${path}.${k}: not expected`, why);
	for (const k of keys) deep(v[k], want[k], `${path}.${k}`, why, seen);
}

const isA = (type) => (e) => e !== null && typeof e === 'object' && e.constructor === type;
const isDOM = (name) => (e) => e !== null && typeof e === 'object' && Object.prototype.toString.call(e) === '[object DOMException]' && e.name === name;

function thrown(fn, fits, name, why) {
	try {
		fn();
	} catch (e) {
		check(fits(e), `expected ${name}, got ${show(e)}`, why);
		return;
	}
	check(false, `expected ${name}, nothing was thrown`, why);
}

function rejected(p, fits, name, why) {
	return Promise.resolve(p).then(
		(v) => check(false, `expected a rejection with ${name}, got ${show(v)}`, why),
		(e) => check(fits(e), `expected a rejection with ${name}, got ${show(e)}`, why));
}

// A running test. Its timeout is 10 s of the loop's time.
class Test {
	constructor(name) {
		this.name = name;
		this.cleanups = [];
		this.over = false;
		open++;
		after(() => this.finish('did not finish within 10 s'), 10000);
	}
	step(fn, self, ...args) {
		try {
			return fn.apply(self ?? this, args);
		} catch (e) {
			this.fail(e);
		}
	}
	step_func(fn, self) { const t = this; return function (...args) { return t.step(fn, self ?? this, ...args); }; }
	step_func_done(fn, self) {
		const t = this;
		return function (...args) {
			if (fn) t.step(fn, self ?? this, ...args);
			t.done();
		};
	}
	step_timeout(fn, ms, ...args) { after(() => this.step(fn, this, ...args), ms); }
	unreached_func(why) { return this.step_func(() => asserts.assert_unreached(why)); }
	add_cleanup(fn) { this.cleanups.push(fn); }
	fail(e) {
		if (e instanceof AssertionError) this.finish(e.message, e.stack);
		else this.finish('threw ' + show(e), e && e.stack);
	}
	done() { this.finish(''); }
	finish(problem, stack) {
		if (this.over) return;
		this.over = true;
		for (const fn of this.cleanups) {
			try {
				fn();
			} catch (e) {
				problem ||= 'cleanup threw ' + show(e);
			}
		}
		report(this.name, problem, stack ?? '');
		open--;
		if (this.next) this.next();
		settle();
	}
}

let open = 1; // the script itself
let count = 0;
let explicit = false;
let chain = Promise.resolve();
const title = (name) => name ?? `test ${++count}`;

function settle() {
	if (open === 0) report(null, '', '');
}

Object.assign(global, asserts, {
	test(fn, name) {
		const t = new Test(title(name));
		t.step(fn, t, t);
		t.done();
	},
	// Promise tests run one after another.
	promise_test(fn, name) {
		name = title(name);
		open++;
		chain = chain.then(() => new Promise((next) => {
			const t = new Test(name);
			t.next = next;
			open--;
			const p = t.step(fn, t, t);
			Promise.resolve(p).then(() => t.done(), (e) => t.fail(e));
		}));
	},
	async_test(fn, name) {
		if (typeof fn === 'string') [fn, name] = [undefined, fn];
		const t = new Test(title(name));
		if (fn) t.step(fn, t, t);
		return t;
	},
	setup(fn) {
		if (typeof fn === 'function') fn();
		else explicit = !!(fn && fn.explicit_done);
	},
	done() {
		if (explicit) {
			explicit = false;
			open--;
			settle();
		}
	},
	step_timeout(fn, ms, ...args) { after(() => fn(...args), ms); },
	sleep(ms) { return new Promise((done) => after(done, ms)); },
	format_value: show,
});

// loaded ends the script: called by the runner once it has run.
return function loaded() {
	if (explicit) return;
	open--;
	settle();
};
})
