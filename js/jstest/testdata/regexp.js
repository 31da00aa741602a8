// Regular expressions that the engine alone would misread.
test(() => {
	assert_true(/^\p{L}+$/u.test('Grüße'));
	assert_false(/\p{Lu}/u.test('abc'));
	assert_true(/^\P{Lu}+$/u.test('abc'));
	assert_true(/\p{Lu}/iu.test('abc'));
	assert_true(/^[\p{Script=Greek}_-]+$/u.test('αβ_-'));
	assert_true(/\p{sc=Grek}/u.test('λ'));
	assert_true(/\p{scx=Deva}/u.test('\u0964'));
	assert_true(/^\p{Emoji_Presentation}$/u.test('😀'));
	assert_true(/^[^\p{ASCII}]$/u.test('é'));
	assert_true(/^[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*$/u.test('ünïcode1'));
	assert_true(/^\p{General_Category=Decimal_Number}$/u.test('٣'));
	assert_true(/^\p{Any}$/u.test('\u{10FFFF}'.slice(0)));
	assert_true(/\p{L}/.test('p{L}'), 'without the u flag it is text');
	const re = /\p{L}/gu;
	assert_equals(re.source, '\\p{L}');
	assert_equals(String(re), '/\\p{L}/gu');
	assert_equals(re.flags, 'gu');
	assert_true(re instanceof RegExp);
	assert_equals(Object.prototype.toString.call(re), '[object RegExp]');
	assert_array_equals('aé1'.match(re), ['a', 'é']);
	assert_equals('aé1'.replace(re, '<$&>'), '<a><é>1');
	assert_array_equals('1a2é3'.split(/\p{L}/u), ['1', '2', '3']);
	assert_array_equals([...'aé1'.matchAll(/\p{L}/gu)].map((m) => m.index), [0, 1]);
	assert_true(new RegExp('^\\p{L}$', 'u').test('é'));
	assert_true(RegExp('^\\p{L}$', 'u').test('é'));
	assert_equals(new RegExp(re, 'u').source, '\\p{L}');
	assert_true(new RegExp(re, 'u').test('é'));
	assert_throws_js(SyntaxError, () => new RegExp('\\p{Nope}', 'u'));
	class Mine extends RegExp { get mine() { return true; } }
	assert_true(new Mine('\\p{L}', 'u').mine && new Mine('\\p{L}', 'u').test('é') && new Mine('a').test('a'));
}, 'properties');

test(() => {
	assert_true(/^[\p{L}--[a-z]]+$/v.test('ABCé'));
	assert_false(/[\p{L}--[a-z]]/v.test('abc'));
	assert_true(/^[[a-z]&&[aeiou]]$/v.test('e'));
	assert_false(/^[[a-z]&&[aeiou]]$/v.test('b'));
	assert_true(/^[\q{abc|d}x]$/v.test('abc'));
	assert_true(/^[\q{abc|d}x]$/v.test('d'));
	assert_false(/^[^\d]$/v.test('1'));
	assert_true(/^[\w--\d]$/v.test('a'));
	assert_true(/^\p{Lu}$/iv.test('a'));
	assert_false(/^[^\P{Lu}]$/v.test('a'));
	const re = /[a--b]/gv;
	assert_equals(re.flags, 'gv');
	assert_true(re.unicodeSets);
	assert_false(/a/.unicodeSets);
	assert_equals(Object.getOwnPropertyDescriptor(RegExp.prototype, 'unicodeSets').get.call(RegExp.prototype), undefined);
	assert_array_equals([...'xax'.matchAll(/[[a-z]--x]/gv)].map((m) => m.index), [1]);
	assert_throws_js(SyntaxError, () => new RegExp('[(]', 'v'));
	assert_throws_js(SyntaxError, () => new RegExp('a', 'uv'));
	assert_throws_js(SyntaxError, () => new RegExp('a', 'vv'));
	assert_throws_js(SyntaxError, () => new RegExp('\\p{RGI_Emoji}', 'v'));
}, 'set notation');

test(() => {
	const re = /a(?<Z>z)?(b)/dg;
	assert_true(re.hasIndices);
	assert_false(/a/.hasIndices);
	assert_equals(re.flags, 'dg');
	let m = re.exec('xab azb');
	assert_array_equals(m.indices[0], [1, 3]);
	assert_equals(m.indices[1], undefined);
	assert_array_equals(m.indices[2], [2, 3]);
	assert_equals(m.indices.groups.Z, undefined);
	m = re.exec('xab azb');
	assert_array_equals(m.indices[0], [4, 7]);
	assert_array_equals(m.indices.groups.Z, [5, 6]);
	assert_equals(re.exec('xab azb'), null);
	assert_array_equals(/(?<=😀)(b)/du.exec('x😀b').indices[1], [3, 4]);
	assert_equals(/b/d.exec('b').indices.groups, undefined);
	assert_equals('abab'.replace(/a/dg, 'x'), 'xbxb');
	assert_array_equals('a1b'.split(/\d/d), ['a', 'b']);
	assert_array_equals([...'aa'.matchAll(/a/dg)].map((m) => m.indices[0][1]), [1, 2]);
	assert_array_equals('aba'.match(/a/dg), ['a', 'a']);
	assert_array_equals('ba'.match(/a/d).indices[0], [1, 2]);
	assert_equals('indices' in /a/.exec('a'), false);
}, 'match indices');

test(() => {
	const re = /(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})/;
	assert_equals(re.exec('2024-05').groups.y, '2024');
	assert_equals(re.exec('05/2024').groups.y, '2024');
	assert_array_equals(Object.keys(re.exec('05/2024').groups), ['y', 'm']);
	assert_equals('05/2024'.replace(re, '$<y>!'), '2024!');
	assert_true(/^(?:(?<a>x)|(?<a>y))\k<a>$/.test('yy'));
	assert_false(/^(?:(?<a>x)|(?<a>y))\k<a>$/.test('xy'));
}, 'duplicate named groups');

test(() => {
	assert_true(/^(?i:a)b$/.test('Ab'));
	assert_false(/^(?i:a)b$/.test('AB'));
	assert_true(/^(?-i:a)b$/i.test('aB'));
	assert_false(/^(?-i:a)b$/i.test('Ab'));
	assert_true(/^(?s:.)$/.test('\n'));
	assert_false(/^(?-s:.)$/s.test('\n'));
	assert_true(/(?m:^b$)/.test('a\nb'));
	assert_true(/^(?i:[a-c])$/.test('B'));
	assert_equals(/(?i:a)/.source, '(?i:a)');
}, 'modifiers');

test(() => {
	assert_equals(RegExp.escape('a.b*c'), '\\x61\\.b\\*c');
	assert_equals(RegExp.escape('-\n'), '\\x2d\\n');
	assert_true(new RegExp('^' + RegExp.escape('[x]`"(1)') + '$').test('[x]`"(1)'));
	assert_throws_js(TypeError, () => RegExp.escape(1));
	assert_equals(/a/.constructor, RegExp);
	assert_true(/a/ instanceof RegExp);
	assert_equals(RegExp(/a/).source, 'a');
	assert_equals(RegExp.name + RegExp.length, 'RegExp2');
	assert_equals(new RegExp('/').source, '\\/');
	assert_equals(new RegExp().source, '(?:)');
	assert_equals(typeof RegExp, 'function');
	assert_array_equals(Reflect.ownKeys(globalThis).filter((k) => String(k).includes('%')), []);
}, 'RegExp itself');
