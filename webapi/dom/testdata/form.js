const form = (markup, attrs = '') => {
	document.body.innerHTML = `<form ${attrs}>${markup}</form>`;
	return document.body.firstElementChild;
};

test(() => {
	const f = form(`<input name=a value=1><input name=b type=checkbox checked><input name=c type=checkbox>
<input name=d type=radio value=x><input name=d type=radio value=y checked><textarea name=e>t</textarea>
<select name=s><option>one<option selected value=2>two</select><select name=m multiple><option selected>p<option selected>q</select>
<input name=off value=1 disabled><fieldset disabled><input name=set value=1></fieldset><input value=noname>
<input type=hidden name=_charset_><button name=go value=now>Go</button><input type=image name=pic>`);
	const show = (d) => [...d].map((e) => e.join('=')).join('&');
	assert_equals(show(new FormData(f)), 'a=1&b=on&d=y&e=t&s=2&m=p&m=q&_charset_=UTF-8');
	assert_equals(show(new FormData(f, f.querySelector('button'))), 'a=1&b=on&d=y&e=t&s=2&m=p&m=q&_charset_=UTF-8&go=now');
	assert_true(show(new FormData(f, f.querySelector('[type=image]'))).endsWith('pic.x=0&pic.y=0'));
	assert_throws_js(TypeError, () => new FormData(f, f.querySelector('input')));
	assert_throws_js(TypeError, () => new FormData({}));
	f.onformdata = (e) => e.formData.append('more', 'yes');
	assert_true(show(new FormData(f)).endsWith('&more=yes'));
	assert_equals(f.elements.length, f.length);
	assert_equals(f.method + f.enctype, 'getapplication/x-www-form-urlencoded');
	f.querySelector('[name=a]').value = 'changed';
	f.reset();
	assert_equals(f.querySelector('[name=a]').value, '1');
}, 'entries');

test(() => {
	const f = form('<input name=r required><button>Go</button><label>Tick <input type=checkbox name=t></label>', 'action="/to?x#y"');
	const seen = [];
	f.onsubmit = (e) => { seen.push(e.submitter ? e.submitter.localName : null); };
	f.querySelector('[name=r]').oninvalid = () => seen.push('invalid');
	f.querySelector('button').click();
	f.requestSubmit();
	f.querySelector('[name=r]').value = 'v';
	f.querySelector('button').click();
	f.requestSubmit();
	f.querySelector('label').click();
	f.submit();
	assert_equals(seen.join(), 'invalid,invalid,button,');
	assert_equals(submitted().join(' '), 'get /to?x#y r=v get /to?x#y r=v get /to?x#y r=v&t=on');
	f.onsubmit = () => false;
	f.requestSubmit();
	assert_equals(submitted().length, 0);
	assert_throws_js(TypeError, () => f.requestSubmit(f.querySelector('input')));
	const g = document.createElement('form');
	g.submit();
	assert_equals(submitted().length, 0, 'a form that is nowhere');
	f.method = 'POST';
	f.innerHTML = '<input name="a\nb" value="c"><button formaction=/else formenctype=text/plain formmethod=post>';
	f.onsubmit = null;
	f.querySelector('button').click();
	assert_equals(submitted().join(' '), 'post /else a\r\nb=c\r\n');
}, 'submission');
