// Intl for one locale, en-US: every locale a script asks for resolves to it.
// zone(ms, name) tells a time zone's [offset in minutes, abbreviation], or throws.
// https://tc39.es/ecma402/
(function (zone, compare, localZone) {
'use strict';
const locales = (list) => {
	if (list === undefined) return [];
	const all = typeof list === 'string' ? [list] : Array.from(list, String);
	for (const tag of all) if (!/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(tag)) throw new RangeError('Incorrect locale information provided: ' + tag);
	return [...new Set(all)];
};
const pick = (o, name, allowed, fallback) => {
	const v = o[name];
	if (v === undefined) return fallback;
	const s = String(v);
	if (!allowed.includes(s)) throw new RangeError(`Value ${s} out of range for Intl option ${name}`);
	return s;
};
const digits = (o, name, min, max, fallback) => {
	if (o[name] === undefined) return fallback;
	const n = Number(o[name]);
	if (!(n >= min && n <= max)) throw new RangeError(`${name} value is out of range.`);
	return Math.floor(n);
};
const join = (parts) => parts.map((p) => p.value).join('');
const setup = (C, name, extra = {}) => {
	Object.defineProperty(C.prototype, Symbol.toStringTag, {value: 'Intl.' + name, configurable: true});
	Object.defineProperty(C, 'supportedLocalesOf', {value: function supportedLocalesOf(list) { return locales(list).filter((l) => /^en/i.test(l)); }, writable: true, configurable: true});
	return C;
};
// A constructor that may be called without new, as the oldest three may.
const callable = (C) => new Proxy(C, {apply: (_, self, args) => new C(...args)});

const symbols = {USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', BRL: 'R$', CAD: 'CA$', AUD: 'A$', MXN: 'MX$', NZD: 'NZ$', HKD: 'HK$', ILS: '₪', VND: '₫', TWD: 'NT$', PHP: '₱'};
const whole = ['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'XAF', 'XOF'];
const units = {kilometer: 'km', meter: 'm', centimeter: 'cm', kilobyte: 'kB', megabyte: 'MB', gigabyte: 'GB', byte: 'byte', second: 'sec', minute: 'min', hour: 'hr', day: 'day', percent: '%', celsius: '°C', kilogram: 'kg', gram: 'g', liter: 'L', 'kilometer-per-hour': 'km/h'};

// A decimal string with at most max fraction digits, rounded half away from zero.
const fixed = (n, min, max) => {
	if (typeof n === 'bigint') return n.toString() + (min ? '.' + '0'.repeat(min) : '');
	let s = n >= 1e21 ? BigInt(n).toString() : round(n, max);
	if (max > min && s.includes('.')) { s = s.replace(/0+$/, ''); const have = s.length - s.indexOf('.') - 1; if (have < min) s += '0'.repeat(min - have); }
	return s.replace(/\.$/, '');
};
const round = (n, max) => {
	const [m, e = '0'] = String(n).split('e');
	const shifted = Math.round(Number(m + 'e' + (Number(e) + max)));
	const [m2, e2 = '0'] = String(shifted).split('e');
	return Number(m2 + 'e' + (Number(e2) - max)).toFixed(max);
};

class NumberFormat {
	#o;
	constructor(list, options = {}) {
		locales(list);
		const style = pick(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
		let currency = options.currency;
		if (currency !== undefined) { currency = String(currency).toUpperCase(); if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError('Invalid currency code : ' + options.currency); }
		if (style === 'currency' && !currency) throw new TypeError('Currency code is required with currency style.');
		if (style === 'unit' && options.unit === undefined) throw new TypeError('Unit is required with unit style.');
		const notation = pick(options, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
		const cents = style === 'currency' ? (whole.includes(currency) ? 0 : 2) : 0;
		const minimumIntegerDigits = digits(options, 'minimumIntegerDigits', 1, 21, 1);
		let max = digits(options, 'maximumFractionDigits', 0, 100);
		let min = digits(options, 'minimumFractionDigits', 0, 100);
		if (min !== undefined && max !== undefined && min > max) throw new RangeError('maximumFractionDigits value is out of range.');
		min ??= Math.min(cents, max ?? cents);
		max ??= Math.max(min, style === 'currency' ? cents : style === 'percent' || notation === 'compact' ? 0 : 3);
		this.#o = {
			locale: 'en-US', numberingSystem: 'latn', style, ...(style === 'currency' && {currency, currencyDisplay: options.currencyDisplay ?? 'symbol', currencySign: options.currencySign ?? 'standard'}),
			...(style === 'unit' && {unit: String(options.unit), unitDisplay: options.unitDisplay ?? 'short'}),
			minimumIntegerDigits, minimumFractionDigits: min, maximumFractionDigits: max,
			...(options.maximumSignificantDigits !== undefined || options.minimumSignificantDigits !== undefined ? {minimumSignificantDigits: digits(options, 'minimumSignificantDigits', 1, 21, 1), maximumSignificantDigits: digits(options, 'maximumSignificantDigits', 1, 21, 21)} : {}),
			useGrouping: options.useGrouping === false || options.useGrouping === 'false' ? false : 'auto', notation, ...(notation === 'compact' && {compactDisplay: options.compactDisplay ?? 'short'}),
			signDisplay: pick(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto'),
		};
	}
	#digits(n) {
		const o = this.#o;
		if (o.maximumSignificantDigits && typeof n !== 'bigint' && n !== 0) {
			const places = o.maximumSignificantDigits - 1 - Math.floor(Math.log10(n));
			return fixed(Number(n.toPrecision(o.maximumSignificantDigits)), Math.max(0, Math.min(100, o.minimumSignificantDigits - 1 - Math.floor(Math.log10(n)))), Math.max(0, Math.min(100, places)));
		}
		return fixed(n, o.minimumFractionDigits, o.maximumFractionDigits);
	}
	formatToParts(value) {
		const o = this.#o;
		let n = typeof value === 'bigint' ? value : Number(value);
		const negative = n < 0 || Object.is(n, -0);
		if (negative) n = -n;
		if (o.style === 'percent') n = typeof n === 'bigint' ? n * 100n : Number(n + 'e2') || n * 100;
		const parts = [];
		let suffix = '', exponent;
		if (n !== n) parts.push({type: 'nan', value: 'NaN'});
		else if (n === Infinity) parts.push({type: 'infinity', value: '∞'});
		else {
			let text;
			if (o.notation === 'compact') {
				n = Number(n);
				let step = n < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(n) / 3));
				if (step && step < 4 && Math.round(n / 1000 ** step) === 1000) step++;
				suffix = (o.compactDisplay === 'long' ? ['', ' thousand', ' million', ' billion', ' trillion'] : ['', 'K', 'M', 'B', 'T'])[step];
				const small = n / 1000 ** step;
				text = o.maximumFractionDigits > 0 || o.maximumSignificantDigits ? this.#digits(small) : small < 100 ? fixed(Number(small.toPrecision(2)), 0, 1) : fixed(small, 0, 0);
			} else if (o.notation === 'scientific' || o.notation === 'engineering') {
				exponent = n === 0 ? 0 : Math.floor(Math.log10(Number(n)));
				if (o.notation === 'engineering') exponent = Math.floor(exponent / 3) * 3;
				text = this.#digits(Number(n) / 10 ** exponent);
			} else text = this.#digits(n);
			let [integer, fraction] = text.split('.');
			integer = integer.padStart(o.minimumIntegerDigits, '0');
			if (o.useGrouping && integer.length > 3) {
				for (const [i, group] of integer.replace(/\B(?=(\d{3})+$)/g, ',').split(',').entries()) { if (i) parts.push({type: 'group', value: ','}); parts.push({type: 'integer', value: group}); }
			} else parts.push({type: 'integer', value: integer});
			if (fraction !== undefined) parts.push({type: 'decimal', value: '.'}, {type: 'fraction', value: fraction});
			if (exponent !== undefined) parts.push({type: 'exponentSeparator', value: 'E'}, ...(exponent < 0 ? [{type: 'exponentMinusSign', value: '-'}] : []), {type: 'exponentInteger', value: String(Math.abs(exponent))});
			if (suffix) { if (suffix[0] === ' ') parts.push({type: 'literal', value: ' '}); parts.push({type: 'compact', value: suffix.trim()}); }
		}
		if (o.style === 'percent') parts.push({type: 'percentSign', value: '%'});
		if (o.style === 'unit') {
			const short = units[o.unit] ?? o.unit, long = o.unit.replace(/-per-/, ' per ');
			if (o.unit === 'percent') parts.push({type: 'unit', value: '%'});
			else { if (!/^°/.test(short) || o.unitDisplay === 'long') parts.push({type: 'literal', value: ' '}); parts.push({type: 'unit', value: o.unitDisplay === 'long' ? long + (join(parts).trim() === '1' ? '' : 's') : /^(byte|day)$/.test(short) && join(parts).trim() !== '1' && short === 'day' ? 'days' : short}); }
		}
		if (o.style === 'currency') {
			if (o.currencyDisplay === 'name') parts.push({type: 'literal', value: ' '}, {type: 'currency', value: o.currency});
			else { const s = o.currencyDisplay === 'code' ? o.currency : symbols[o.currency] ?? o.currency; if (/[A-Z]$/.test(s)) parts.unshift({type: 'literal', value: '\u00a0'}); parts.unshift({type: 'currency', value: s}); }
		}
		const zero = !/[1-9∞N]/.test(join(parts.filter((p) => /integer|fraction|infinity|nan/.test(p.type))));
		const minus = negative && (o.signDisplay === 'auto' || o.signDisplay === 'always' || !zero) && o.signDisplay !== 'never';
		if (minus && o.currencySign === 'accounting') return [{type: 'literal', value: '('}, ...parts, {type: 'literal', value: ')'}];
		if (minus) parts.unshift({type: 'minusSign', value: '-'});
		else if (o.signDisplay === 'always' || o.signDisplay === 'exceptZero' && !zero) parts.unshift({type: 'plusSign', value: '+'});
		return parts;
	}
	get format() { const f = (n) => join(this.formatToParts(n)); Object.defineProperty(f, 'name', {value: '', configurable: true}); return f; }
	formatRange(a, b) { const x = this.format(a), y = this.format(b); return x === y ? '~' + x : `${x}–${y}`; }
	resolvedOptions() { return {...this.#o, roundingIncrement: 1, roundingMode: 'halfExpand', roundingPriority: 'auto', trailingZeroDisplay: 'auto'}; }
}

const months = 'January February March April May June July August September October November December'.split(' ');
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const two = (n) => String(n).padStart(2, '0');
const styles = {
	date: {full: {weekday: 'long', year: 'numeric', month: 'long', day: 'numeric'}, long: {year: 'numeric', month: 'long', day: 'numeric'}, medium: {year: 'numeric', month: 'short', day: 'numeric'}, short: {year: '2-digit', month: 'numeric', day: 'numeric'}},
	time: {full: {hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long'}, long: {hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short'}, medium: {hour: 'numeric', minute: '2-digit', second: '2-digit'}, short: {hour: 'numeric', minute: '2-digit'}},
};
class DateTimeFormat {
	#o; #zone;
	constructor(list, options = {}, needs = 'any', gives = 'date') {
		locales(list);
		options ??= {};
		let timeZone = options.timeZone === undefined ? localZone : String(options.timeZone);
		if (/^(utc|gmt|etc\/utc|etc\/gmt)$/i.test(timeZone)) timeZone = 'UTC';
		try { zone(0, timeZone); } catch { throw new RangeError('Invalid time zone specified: ' + timeZone); }
		this.#zone = timeZone;
		const {dateStyle, timeStyle} = options;
		const o = {};
		const values = {weekday: ['long', 'short', 'narrow'], era: ['long', 'short', 'narrow'], year: ['numeric', '2-digit'], month: ['numeric', '2-digit', 'long', 'short', 'narrow'], day: ['numeric', '2-digit'], dayPeriod: ['long', 'short', 'narrow'], hour: ['numeric', '2-digit'], minute: ['numeric', '2-digit'], second: ['numeric', '2-digit'], timeZoneName: ['long', 'short', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric']};
		for (const k of Object.keys(values)) { const v = pick(options, k, values[k]); if (v) o[k] = v; }
		const fraction = digits(options, 'fractionalSecondDigits', 1, 3);
		if (fraction) o.fractionalSecondDigits = fraction;
		if (dateStyle !== undefined || timeStyle !== undefined) {
			if (Object.keys(o).length) throw new TypeError("Can't set option " + Object.keys(o)[0] + ' when dateStyle or timeStyle is used');
			if (dateStyle !== undefined) Object.assign(o, styles.date[pick(options, 'dateStyle', Object.keys(styles.date))]);
			if (timeStyle !== undefined) Object.assign(o, styles.time[pick(options, 'timeStyle', Object.keys(styles.time))]);
		}
		const date = o.weekday || o.year || o.month || o.day, time = o.hour || o.minute || o.second || o.dayPeriod || fraction;
		if (!(needs !== 'time' && date || needs !== 'date' && time)) {
			if (gives !== 'time') Object.assign(o, {year: 'numeric', month: 'numeric', day: 'numeric'});
			if (gives !== 'date') Object.assign(o, {hour: 'numeric', minute: '2-digit', second: '2-digit'});
		}
		if (o.hour) {
			const cycle = options.hour12 !== undefined ? (options.hour12 ? 'h12' : 'h23') : pick(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], 'h12');
			o.hourCycle = cycle;
			o.hour12 = cycle === 'h11' || cycle === 'h12';
		}
		this.#o = {locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone, ...o, ...(dateStyle && {dateStyle}), ...(timeStyle && {timeStyle})};
	}
	formatToParts(value) {
		const ms = value === undefined ? Date.now() : Number(value);
		if (!(Math.abs(ms) <= 8.64e15)) throw new RangeError('Invalid time value');
		const o = this.#o, [offset, abbreviation] = zone(ms, this.#zone), d = new Date(ms + offset * 60000);
		const lit = (value) => ({type: 'literal', value});
		const name = (list, i, style) => style === 'long' ? list[i] : style === 'short' ? list[i].slice(0, 3) : list[i][0];
		const y = d.getUTCFullYear(), m = d.getUTCMonth(), words = o.month && !/digit|numeric/.test(o.month);
		const weekday = o.weekday && {type: 'weekday', value: name(weekdays, d.getUTCDay(), o.weekday)};
		const month = o.month && {type: 'month', value: words ? name(months, m, o.month) : o.month === '2-digit' ? two(m + 1) : String(m + 1)};
		const day = o.day && {type: 'day', value: o.day === '2-digit' ? two(d.getUTCDate()) : String(d.getUTCDate())};
		const year = o.year && {type: 'year', value: o.year === '2-digit' ? two(y % 100) : String(o.era && y <= 0 ? 1 - y : y)};
		const date = [];
		const put = (part, separator) => { if (part) { if (date.length) date.push(lit(separator)); date.push(part); } };
		put(weekday, '');
		put(month, ', ');
		put(day, month ? (words ? ' ' : '/') : ' ');
		put(year, words ? (day ? ', ' : ' ') : '/');
		if (o.era) date.push(lit(' '), {type: 'era', value: y > 0 ? (o.era === 'long' ? 'Anno Domini' : 'AD') : o.era === 'long' ? 'Before Christ' : 'BC'});
		const time = [];
		if (o.hour) {
			let h = d.getUTCHours();
			if (o.hourCycle === 'h12') h = h % 12 || 12;
			else if (o.hourCycle === 'h11') h %= 12;
			else if (o.hourCycle === 'h24') h = h || 24;
			time.push({type: 'hour', value: o.hour === '2-digit' || !o.hour12 ? two(h) : String(h)});
		}
		if (o.minute) { if (time.length) time.push(lit(':')); time.push({type: 'minute', value: o.hour || o.second || o.minute === '2-digit' && o.hour ? two(d.getUTCMinutes()) : String(d.getUTCMinutes())}); }
		if (o.second) { if (time.length) time.push(lit(':')); time.push({type: 'second', value: o.minute ? two(d.getUTCSeconds()) : String(d.getUTCSeconds())}); }
		if (o.fractionalSecondDigits) { if (time.length) time.push(lit('.')); time.push({type: 'fractionalSecond', value: String(d.getUTCMilliseconds()).padStart(3, '0').slice(0, o.fractionalSecondDigits)}); }
		if (o.hour && o.hour12) time.push(lit(' '), {type: 'dayPeriod', value: d.getUTCHours() < 12 ? 'AM' : 'PM'});
		if (o.timeZoneName) {
			const a = Math.abs(offset), sign = offset < 0 ? '-' : '+';
			const gmt = offset === 0 ? 'GMT' : o.timeZoneName === 'longOffset' ? `GMT${sign}${two(Math.floor(a / 60))}:${two(a % 60)}` : `GMT${sign}${Math.floor(a / 60)}${a % 60 ? ':' + two(a % 60) : ''}`;
			const named = this.#zone === 'UTC' ? (o.timeZoneName === 'long' ? 'Coordinated Universal Time' : 'UTC') : /^[ECMP][SD]T$/.test(abbreviation) ? abbreviation : gmt;
			if (date.length || time.length) time.push(lit(time.length ? ' ' : ', '));
			time.push({type: 'timeZoneName', value: /Offset/.test(o.timeZoneName) ? gmt : named});
		}
		if (!date.length || !time.length) return [...date, ...time];
		return [...date, lit(o.dateStyle === 'full' || o.dateStyle === 'long' ? ' at ' : time[0].type === 'literal' ? '' : ', '), ...time];
	}
	get format() { const f = (d) => join(this.formatToParts(d)); Object.defineProperty(f, 'name', {value: '', configurable: true}); return f; }
	formatRange(a, b) { const x = this.format(a), y = this.format(b); return x === y ? x : `${x} – ${y}`; }
	resolvedOptions() { return {...this.#o}; }
}

class Collator {
	#o;
	constructor(list, options = {}) {
		locales(list);
		this.#o = {locale: 'en-US', usage: pick(options, 'usage', ['sort', 'search'], 'sort'), sensitivity: pick(options, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant'), ignorePunctuation: Boolean(options.ignorePunctuation), collation: 'default', numeric: Boolean(options.numeric), caseFirst: pick(options, 'caseFirst', ['upper', 'lower', 'false'], 'false')};
	}
	get compare() { const o = this.#o; return (a, b) => compare(String(a), String(b), o.sensitivity, o.numeric); }
	resolvedOptions() { return {...this.#o}; }
}

class PluralRules {
	#ordinal;
	constructor(list, options = {}) { locales(list); this.#ordinal = pick(options, 'type', ['cardinal', 'ordinal'], 'cardinal') === 'ordinal'; }
	select(n) {
		n = Number(n);
		if (!this.#ordinal) return n === 1 ? 'one' : 'other';
		const t = n % 10, h = n % 100;
		return t === 1 && h !== 11 ? 'one' : t === 2 && h !== 12 ? 'two' : t === 3 && h !== 13 ? 'few' : 'other';
	}
	resolvedOptions() { return {locale: 'en-US', type: this.#ordinal ? 'ordinal' : 'cardinal', minimumIntegerDigits: 1, minimumFractionDigits: 0, maximumFractionDigits: 3, pluralCategories: this.#ordinal ? ['few', 'one', 'two', 'other'] : ['one', 'other']}; }
}

class ListFormat {
	#type; #style;
	constructor(list, options = {}) { locales(list); this.#type = pick(options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction'); this.#style = pick(options, 'style', ['long', 'short', 'narrow'], 'long'); }
	formatToParts(items) {
		const list = Array.from(items, (v) => { if (typeof v !== 'string') throw new TypeError('Iterable yielded a non-String value'); return v; });
		const word = this.#type === 'unit' ? '' : this.#type === 'disjunction' ? 'or ' : this.#style === 'long' ? 'and ' : this.#style === 'short' ? '& ' : '';
		return list.flatMap((value, i) => {
			const element = {type: 'element', value};
			if (i === 0) return [element];
			const last = i === list.length - 1;
			return [{type: 'literal', value: last && list.length === 2 && word ? ' ' + word : (this.#type === 'unit' && this.#style === 'narrow' ? ' ' : ', ') + (last ? word : '')}, element];
		});
	}
	format(items) { return join(this.formatToParts(items)); }
	resolvedOptions() { return {locale: 'en-US', type: this.#type, style: this.#style}; }
}

class RelativeTimeFormat {
	#auto; #style;
	constructor(list, options = {}) { locales(list); this.#auto = pick(options, 'numeric', ['always', 'auto'], 'always') === 'auto'; this.#style = pick(options, 'style', ['long', 'short', 'narrow'], 'long'); }
	format(value, unit) {
		const n = Number(value), u = String(unit).replace(/s$/, '');
		if (!['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'].includes(u)) throw new RangeError('Invalid unit argument for format() ' + unit);
		if (n !== n || Math.abs(n) === Infinity) throw new RangeError('Invalid number value');
		if (this.#auto) {
			const word = {day: ['yesterday', 'today', 'tomorrow'], second: [, 'now']}[u]?.[n + 1] ?? (Number.isInteger(n) && Math.abs(n) <= 1 && !['second', 'day'].includes(u) ? ['last ', 'this ', 'next '][n + 1] + u : undefined);
			if (word) return word;
		}
		const past = n < 0 || Object.is(n, -0), a = Math.abs(n), text = new NumberFormat().format(a);
		const short = {second: 'sec.', minute: 'min.', hour: 'hr.', week: 'wk.', month: 'mo.', quarter: 'qtr.', year: 'yr.'}[u];
		const name = this.#style !== 'long' && short ? (u === 'quarter' && a !== 1 ? 'qtrs.' : short) : u + (a === 1 ? '' : 's');
		return past ? `${text} ${name} ago` : `in ${text} ${name}`;
	}
	formatToParts(value, unit) { return [{type: 'literal', value: this.format(value, unit)}]; }
	resolvedOptions() { return {locale: 'en-US', style: this.#style, numeric: this.#auto ? 'auto' : 'always', numberingSystem: 'latn'}; }
}

const Intl = {};
const classes = {
	Collator: callable(setup(Collator, 'Collator')), DateTimeFormat: callable(setup(DateTimeFormat, 'DateTimeFormat')), NumberFormat: callable(setup(NumberFormat, 'NumberFormat')),
	ListFormat: setup(ListFormat, 'ListFormat'), PluralRules: setup(PluralRules, 'PluralRules'), RelativeTimeFormat: setup(RelativeTimeFormat, 'RelativeTimeFormat'),
};
for (const k of Object.keys(classes)) {
	Object.defineProperty(Intl, k, {value: classes[k], writable: true, configurable: true});
	Object.defineProperty(classes[k].prototype, 'constructor', {value: classes[k], writable: true, configurable: true});
}
Object.defineProperty(Intl, 'getCanonicalLocales', {value: function getCanonicalLocales(list) { return locales(list); }, writable: true, configurable: true});
Object.defineProperty(Intl, Symbol.toStringTag, {value: 'Intl', configurable: true});
return {Intl, number: (n, l, o) => new NumberFormat(l, o).format(n), date: (d, l, o, needs, gives) => new DateTimeFormat(l, o, needs, gives).format(d)};
})
