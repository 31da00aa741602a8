test(() => {
	assert_equals(document.title, 'A page');
	assert_equals(document.body, document.body);
	assert_equals(document.getElementById('main'), document.querySelector('#main'));
	assert_true(document.body instanceof HTMLElement);
	assert_true(document.body instanceof Node);
	assert_true(document.getElementById('i') instanceof HTMLInputElement);
	document.body.mine = 1;
	assert_equals(document.body.mine, 1);
	assert_equals(document.documentElement.nodeName, 'HTML');
	assert_equals(document.compatMode, 'CSS1Compat');
	assert_equals(Object.prototype.toString.call(document.body), '[object HTMLBodyElement]');
}, 'a node has one wrapper of the right class');

test(() => {
	const list = document.getElementById('list');
	const li = document.createElement('LI');
	li.textContent = 'a<b';
	assert_equals(list.appendChild(li), li);
	assert_equals(list.innerHTML, '<li>a&lt;b</li>');
	list.append('text', document.createElement('hr'));
	assert_equals(list.childNodes.length, 3);
	list.insertBefore(document.createComment('c'), li);
	assert_equals(list.firstChild.nodeType, Node.COMMENT_NODE);
	list.replaceChildren();
	assert_equals(list.childNodes.length, 0);
	list.innerHTML = '<li>1<li class=on>2';
	assert_array_equals(Array.from(list.children).map(n => n.textContent), ['1', '2']);
	assert_equals(list.querySelector('.on').previousElementSibling.textContent, '1');
	list.lastChild.remove();
	assert_equals(list.outerHTML, '<ul id="list"><li>1</li></ul>');
	const f = document.createDocumentFragment();
	f.append(document.createElement('i'), document.createElement('b'));
	list.append(f);
	assert_equals(f.childNodes.length, 0);
	assert_equals(list.children.length, 3);
	list.insertAdjacentHTML('afterbegin', '<em>x</em>');
	assert_equals(list.firstElementChild.localName, 'em');
	assert_equals(list.cloneNode(true).innerHTML, list.innerHTML);
}, 'elements are made, moved and removed');

test(() => {
	const div = document.createElement('div');
	div.append(div.cloneNode());
	assert_throws_dom('HierarchyRequestError', () => div.firstChild.append(div));
	assert_throws_dom('NotFoundError', () => div.removeChild(document.body));
	assert_throws_dom('SyntaxError', () => document.querySelector('[['));
	assert_throws_dom('InvalidCharacterError', () => document.createElement('a b'));
	assert_throws_js(TypeError, () => div.appendChild('text'));
	assert_throws_js(TypeError, () => new HTMLElement());
}, 'what the tree refuses is the right exception');

test(() => {
	const list = document.createElement('div');
	list.innerHTML = '<p></p><p></p><p></p>';
	const c = list.getElementsByTagName('p');
	assert_equals(c.length, 3);
	while (c.length) c[0].remove();
	assert_equals(list.innerHTML, '');
	assert_equals(c[0], undefined);
	let n = 0;
	document.querySelectorAll('p').forEach((p, i) => { n += i; });
	assert_equals(n, 1);
	assert_equals([...document.querySelectorAll('p')].length, 2);
}, 'collections follow the tree when asked');

test(() => {
	const m = document.getElementById('main');
	assert_true(m.classList.contains('a'));
	m.classList.add('c', 'a');
	m.classList.toggle('b');
	assert_equals(m.className, 'a c');
	assert_throws_dom('InvalidCharacterError', () => m.classList.add('x y'));
	assert_equals(m.dataset.userId, '7');
	m.dataset.fooBar = 'q';
	assert_equals(m.getAttribute('data-foo-bar'), 'q');
	m.style.backgroundColor = 'red';
	m.style.setProperty('margin-top', '1px');
	assert_equals(m.style.getPropertyValue('background-color'), 'red');
	assert_equals(m.style.cssText, 'background-color: red; margin-top: 1px;');
	m.hidden = true;
	assert_true(m.hasAttribute('hidden'));
	const a = document.getElementById('link');
	assert_equals(a.href, 'http://localhost/dir/sub/x.html?y#z');
	assert_equals(a.pathname, '/dir/sub/x.html');
	assert_array_equals(a.getAttributeNames().sort(), ['href', 'id']);
}, 'attributes and what reflects them');

test(() => {
	const i = document.getElementById('i');
	i.value = 'new';
	assert_equals(i.value, 'new');
	assert_equals(i.getAttribute('value'), 'v');
	assert_equals(i.form, document.getElementById('f'));
	const c = document.getElementById('c');
	const seen = [];
	c.addEventListener('click', e => seen.push('click ' + c.checked));
	c.addEventListener('change', e => seen.push('change ' + c.checked));
	c.click();
	c.addEventListener('click', e => e.preventDefault());
	c.click();
	assert_array_equals(seen, ['click true', 'change true', 'click false']);
	assert_true(c.checked);
}, 'form controls');

test(() => {
	const t = document.createElement('template');
	t.innerHTML = '<p>in</p>';
	assert_equals(t.childNodes.length, 0);
	assert_equals(t.content.firstChild.textContent, 'in');
	assert_equals(document.querySelectorAll('template p').length, 0);
	const d = new DOMParser().parseFromString('<title>x</title><p>y', 'text/html');
	assert_equals(d.title, 'x');
	assert_equals(d.defaultView, null);
	document.body.append(d.querySelector('p'));
	assert_equals(document.body.lastChild.textContent, 'y');
}, 'templates and other documents');

test(() => {
	const d = new DOMParser().parseFromString('<!DOCTYPE r><r a="1" xmlns:p="urn:p"><p:c p:b="2"/><Mixed xmlns="urn:m">x &lt; y</Mixed></r>', 'text/xml');
	const [c, m] = d.documentElement.children;
	assert_equals(d.contentType, 'text/xml');
	assert_equals(d.documentElement.tagName, 'r');
	assert_equals(d.documentElement.namespaceURI, null);
	assert_equals(c.tagName, 'p:c');
	assert_equals(c.localName, 'c');
	assert_equals(c.prefix, 'p');
	assert_equals(c.namespaceURI, 'urn:p');
	assert_equals(m.namespaceURI, 'urn:m');
	assert_equals(new XMLSerializer().serializeToString(d), '<!DOCTYPE r><r a="1" xmlns:p="urn:p"><p:c p:b="2"/><Mixed xmlns="urn:m">x &lt; y</Mixed></r>');
	for (const bad of ['<a>', '<a></b>', '<a/><b/>', 'x<a/>', '<p:a/>', '<a b="1" b="2"/>', '']) {
		const wrong = new DOMParser().parseFromString(bad, 'application/xml');
		assert_equals(wrong.documentElement.localName, 'parsererror', bad);
	}
	assert_throws_js(TypeError, () => new DOMParser().parseFromString('', 'text/plain'));
	assert_equals(document.createElementNS(null, 'A').namespaceURI, null);
	assert_equals(document.createElementNS('urn:x', 'p:A').prefix, 'p');
	assert_throws_dom('NamespaceError', () => document.createElementNS(null, 'p:A'));
	assert_throws_dom('InvalidCharacterError', () => document.createElementNS(null, '1'));
}, 'XML documents');

test(() => {
	const shown = (markup) => {
		const e = document.createElement('div');
		e.innerHTML = markup;
		return e.innerText;
	};
	assert_equals(shown("Here's a\n  file.\n"), "Here's a file.");
	assert_equals(shown('a<b> b</b> c<script>x<\/script>'), 'a b c');
	assert_equals(shown('<p>one</p><p>two</p><div>three<br>four</div>'), 'one\n\ntwo\n\nthree\nfour');
	assert_equals(shown('<pre>a\n  b</pre>'), 'a\n  b');
	assert_equals(shown('<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>'), '1\t2\n3');
	assert_equals(shown(''), '');
}, 'innerText');
