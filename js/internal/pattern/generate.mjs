// Writes unicode.txt: the character properties a regular expression may name, as
// the engine of this Node.js knows them. Run: node generate.mjs > unicode.txt
//
// One property a line: its names, a tab, its ranges. A range is the gap since the
// end of the one before, and its length when that is not 1, in base 36.
import {scriptCodes, scriptNames} from './scripts.mjs';

const categories = `C Other|Cc Control cntrl|Cf Format|Cn Unassigned|Co Private_Use|Cs Surrogate|L Letter|LC Cased_Letter|Ll Lowercase_Letter|Lm Modifier_Letter|Lo Other_Letter|Lt Titlecase_Letter|Lu Uppercase_Letter|M Mark Combining_Mark|Mc Spacing_Mark|Me Enclosing_Mark|Mn Nonspacing_Mark|N Number|Nd Decimal_Number digit|Nl Letter_Number|No Other_Number|P Punctuation punct|Pc Connector_Punctuation|Pd Dash_Punctuation|Pe Close_Punctuation|Pf Final_Punctuation|Pi Initial_Punctuation|Po Other_Punctuation|Ps Open_Punctuation|S Symbol|Sc Currency_Symbol|Sk Modifier_Symbol|Sm Math_Symbol|So Other_Symbol|Z Separator|Zl Line_Separator|Zp Paragraph_Separator|Zs Space_Separator`;
const binary = `ASCII|ASCII_Hex_Digit AHex|Alphabetic Alpha|Any|Assigned|Bidi_Control Bidi_C|Bidi_Mirrored Bidi_M|Case_Ignorable CI|Cased|Changes_When_Casefolded CWCF|Changes_When_Casemapped CWCM|Changes_When_Lowercased CWL|Changes_When_NFKC_Casefolded CWKCF|Changes_When_Titlecased CWT|Changes_When_Uppercased CWU|Dash|Default_Ignorable_Code_Point DI|Deprecated Dep|Diacritic Dia|Emoji|Emoji_Component EComp|Emoji_Modifier EMod|Emoji_Modifier_Base EBase|Emoji_Presentation EPres|Extended_Pictographic ExtPict|Extender Ext|Grapheme_Base Gr_Base|Grapheme_Extend Gr_Ext|Hex_Digit Hex|IDS_Binary_Operator IDSB|IDS_Trinary_Operator IDST|ID_Continue IDC|ID_Start IDS|Ideographic Ideo|Join_Control Join_C|Logical_Order_Exception LOE|Lowercase Lower|Math|Noncharacter_Code_Point NChar|Pattern_Syntax Pat_Syn|Pattern_White_Space Pat_WS|Quotation_Mark QMark|Radical|Regional_Indicator RI|Sentence_Terminal STerm|Soft_Dotted SD|Terminal_Punctuation Term|Unified_Ideograph UIdeo|Uppercase Upper|Variation_Selector VS|White_Space space|XID_Continue XIDC|XID_Start XIDS`;

// Everything but the surrogates, which must be looked at one by one.
let all = '';
for (let c = 0; c < 0x110000; c++) if (c < 0xd800 || c > 0xdfff) all += String.fromCodePoint(c);

function ranges(expression) {
	const list = [];
	const add = (from, to) => {
		const last = list.at(-1);
		if (last && last[1] === from) last[1] = to;
		else list.push([from, to]);
	};
	const at = (i) => (i < 0xd800 ? i : i < 0xd800 + 0x2000 ? i + 0x800 : 0x10000 + (i - 0xf800) / 2);
	const runs = [...all.matchAll(new RegExp(`\\p{${expression}}+`, 'gu'))].map((m) => [at(m.index), at(m.index + m[0].length - 1 - (m[0].length > 1 && m.index + m[0].length > 0xf800 ? 1 : 0)) + 1]);
	const one = new RegExp(`^\\p{${expression}}$`, 'u');
	const pieces = [];
	for (const [from, to] of runs) { // a run of the text may leap over the surrogates
		if (from < 0xd800 && to > 0xe000) pieces.push([from, 0xd800], [0xe000, to]);
		else pieces.push([from, to]);
	}
	for (let c = 0xd800; c < 0xe000; c++) if (one.test(String.fromCharCode(c))) pieces.push([c, c + 1]);
	for (const [from, to] of pieces.sort((a, b) => a[0] - b[0])) add(from, to);
	return list;
}

function encode(list) {
	let end = 0;
	return list.map(([from, to]) => {
		const text = (from - end).toString(36) + (to - from > 1 ? '+' + (to - from).toString(36) : '');
		end = to;
		return text;
	}).join(' ');
}

const line = (kind, names, expression) => console.log(`${kind} ${names}\t${encode(ranges(expression))}`);
for (const names of categories.split('|')) line('gc', names, 'gc=' + names.split(' ')[0]);
for (const names of binary.split('|')) line('b', names, names.split(' ')[0]);

const known = (name) => { try { return new RegExp(`\\p{sc=${name}}`, 'u'), true; } catch { return false; } };
const codes = scriptCodes.filter(known).map((code) => [code, encode(ranges('sc=' + code))]);
for (const name of scriptNames.filter(known)) {
	const text = encode(ranges('sc=' + name));
	const names = [name, ...codes.filter(([code, other]) => other === text).map(([code]) => code)].join(' ');
	console.log(`sc ${names}\t${text}`);
	const extended = encode(ranges('scx=' + name));
	if (extended !== text) console.log(`scx ${names}\t${extended}`);
}
