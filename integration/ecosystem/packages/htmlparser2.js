import render from 'dom-serializer';
import {getElementsByTagName, textContent} from 'domutils';
import {parseDocument} from 'htmlparser2';

export function run() {
	const d = parseDocument('<ul class=x><li>a &amp; b<li>c</ul>');
	return [getElementsByTagName('li', d).map((x) => textContent(x)), render(d)];
}
export const want = [['a & b', 'c'], '<ul class="x"><li>a &amp; b</li><li>c</li></ul>'];
