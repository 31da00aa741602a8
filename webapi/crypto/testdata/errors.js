const subtle = crypto.subtle;
const dom = (name, promise, why) => promise_rejects_dom(null, name, promise, why);
const type = (promise, why) => promise_rejects_js(null, TypeError, promise, why);
const sixteen = new Uint8Array(16);
const aes = (usages = ['encrypt'], extractable = true) => subtle.importKey('raw', sixteen, 'AES-CBC', extractable, usages);

promise_test(async () => {
	await type(subtle.digest('SHA-256'));
	await type(subtle.digest('SHA-256', 'abc'));
	await type(subtle.digest({}, sixteen), 'no name');
	await type(subtle.encrypt({name: 'nonsense'}, {}, sixteen), 'conversions come before normalisation');
	await dom('NotSupportedError', subtle.digest('SHA', sixteen));
	await dom('NotSupportedError', subtle.digest('\u017fHA-256', sixteen));
	await dom('NotSupportedError', subtle.digest('AES-CBC', sixteen));
	await type(SubtleCrypto.prototype.digest.call({}, 'SHA-256', sixteen), 'a wrong receiver is a rejection');
	assert_throws_js(TypeError, () => new SubtleCrypto());
	assert_throws_js(TypeError, () => new CryptoKey());
	assert_throws_js(TypeError, () => CryptoKey.prototype.type);
}, 'conversions and names');

promise_test(async () => {
	const key = await aes();
	await type(subtle.encrypt('AES-CBC', key, sixteen), 'iv is required');
	await type(subtle.encrypt({name: 'AES-CBC', iv: 'x'}, key, sixteen));
	await dom('OperationError', subtle.encrypt({name: 'AES-CBC', iv: sixteen.subarray(1)}, key, sixteen));
	await dom('InvalidAccessError', subtle.encrypt({name: 'AES-GCM', iv: sixteen}, key, sixteen), 'another algorithm');
	await dom('InvalidAccessError', subtle.decrypt({name: 'AES-CBC', iv: sixteen}, key, sixteen), 'another usage');
	for (const length of [NaN, Infinity, -1, 65536]) await type(subtle.generateKey({name: 'AES-CBC', length}, true, ['encrypt']), `length ${length}`);
	await type(subtle.generateKey({name: 'AES-CBC', length: Symbol()}, true, ['encrypt']));
	await type(subtle.generateKey({name: 'AES-CBC', length: 128n}, true, ['encrypt']));
	await dom('OperationError', subtle.generateKey({name: 'AES-CBC', length: 127.5}, true, []));
	await dom('SyntaxError', subtle.generateKey({name: 'AES-CBC', length: 127.5}, true, ['sign']), 'usages come before the length');
	await dom('SyntaxError', subtle.generateKey({name: 'AES-CBC', length: 128}, true, []));
	await type(subtle.generateKey({name: 'AES-CBC', length: 128}, true, ['Encrypt']));
	await type(subtle.generateKey({name: 'AES-CBC', length: 128}, true, 'encrypt'));
}, 'parameters and usages');

promise_test(async () => {
	const read = [];
	const alg = new Proxy({name: 'HKDF', salt: sixteen, info: sixteen, hash: 'SHA-1'}, {get(o, k) { read.push(k); return o[k]; }});
	const key = await subtle.importKey('raw', sixteen, 'HKDF', false, ['deriveBits']);
	await subtle.deriveBits(alg, key, 8);
	assert_array_equals(read, ['name', 'name', 'hash', 'info', 'salt']);
}, 'members are read in the order of Web IDL');

promise_test(async () => {
	const key = await aes(['encrypt', 'decrypt']);
	const data = new Uint8Array([1, 2, 3]), iv = new Uint8Array(16);
	const promise = subtle.encrypt({name: 'AES-CBC', iv}, key, data);
	data.fill(9);
	iv.fill(9);
	const out = await subtle.decrypt({name: 'AES-CBC', iv: sixteen}, key, await promise);
	assert_array_equals(new Uint8Array(out), [1, 2, 3]);
}, 'the input is copied at once');

promise_test(async () => {
	await type(subtle.importKey('der', sixteen, 'AES-CBC', true, ['encrypt']));
	await type(subtle.importKey('jwk', sixteen, 'AES-CBC', true, ['encrypt']), 'bytes are no JSON Web Key');
	await type(subtle.importKey('raw', {kty: 'oct'}, 'AES-CBC', true, ['encrypt']));
	await dom('NotSupportedError', subtle.importKey('spki', sixteen, 'AES-CBC', true, ['encrypt']));
	await dom('DataError', subtle.importKey('raw', sixteen.subarray(1), 'AES-CBC', true, ['encrypt']));
	await dom('DataError', subtle.importKey('jwk', {kty: 'oct', k: 'AA=='}, 'AES-CBC', true, ['encrypt']));
	const jwk = {kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA'};
	await subtle.importKey('jwk', {...jwk, key_ops: ['encrypt', 'x'], use: 'enc', alg: 'A128CBC', ext: true}, 'AES-CBC', true, ['encrypt']);
	for (const wrong of [{kty: 'RSA'}, {alg: 'A192CBC'}, {use: 'sig'}, {key_ops: []}, {key_ops: ['encrypt', 'encrypt']}, {ext: false}, {k: undefined}]) {
		await dom('DataError', subtle.importKey('jwk', {...jwk, ...wrong}, 'AES-CBC', true, ['encrypt']), JSON.stringify(wrong));
	}
	await dom('SyntaxError', subtle.importKey('raw', sixteen, 'HKDF', true, ['deriveBits']), 'extractable');
	await dom('DataError', subtle.importKey('raw', new Uint8Array(0), {name: 'HMAC', hash: 'SHA-1'}, true, ['sign']));
	await dom('NotSupportedError', subtle.importKey('raw', sixteen, {name: 'HMAC', hash: 'MD5'}, true, ['sign']));
}, 'importKey');

promise_test(async () => {
	await dom('InvalidAccessError', subtle.exportKey('raw', await aes(['encrypt'], false)));
	await dom('NotSupportedError', subtle.exportKey('raw', await subtle.importKey('raw', sixteen, 'PBKDF2', false, ['deriveBits'])));
	const wrapper = await aes(['wrapKey', 'unwrapKey']);
	await dom('InvalidAccessError', subtle.wrapKey('raw', await aes(['encrypt'], false), wrapper, {name: 'AES-CBC', iv: sixteen}));
	await dom('OperationError', subtle.unwrapKey('raw', sixteen, wrapper, {name: 'AES-CBC', iv: sixteen}, 'AES-GCM', true, ['encrypt']));
	await dom('NotSupportedError', subtle.unwrapKey('raw', sixteen, wrapper, 'HMAC', 'AES-GCM', true, ['encrypt']));
}, 'exportKey, wrapKey and unwrapKey');

promise_test(async () => {
	const generate = (over, usages = ['sign']) => subtle.generateKey(
		{name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), ...over}, true, usages);
	await type(generate({publicExponent: [1, 0, 1]}));
	await dom('OperationError', generate({publicExponent: new Uint8Array([2])}));
	await dom('OperationError', generate({publicExponent: new Uint8Array([])}));
	await dom('OperationError', generate({modulusLength: 256}));
	await dom('OperationError', generate({modulusLength: 100000}));
	await dom('OperationError', subtle.generateKey({name: 'HMAC', hash: 'SHA-1', length: 0}, true, ['sign']));
	await dom('OperationError', subtle.generateKey({name: 'HMAC', hash: 'SHA-1', length: 2 ** 32 - 1}, true, ['sign']));
	await dom('NotSupportedError', subtle.generateKey({name: 'ECDSA', namedCurve: 'p-256'}, true, ['sign']));
	const {publicKey, privateKey} = await subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits']);
	const other = await subtle.generateKey({name: 'ECDH', namedCurve: 'P-384'}, true, ['deriveBits']);
	await dom('InvalidAccessError', subtle.deriveBits({name: 'ECDH', public: other.publicKey}, privateKey, 8));
	await dom('InvalidAccessError', subtle.deriveBits({name: 'ECDH', public: privateKey}, privateKey, 8));
	await type(subtle.deriveBits({name: 'ECDH', public: {}}, privateKey, 8));
	await type(subtle.deriveBits({name: 'ECDH', public: publicKey}, privateKey, -8));
	await dom('OperationError', subtle.deriveBits({name: 'ECDH', public: publicKey}, privateKey, 264));
}, 'key pairs');

test(() => {
	assert_throws_dom('DataCloneError', () => structuredClone(crypto));
	assert_throws_dom('DataCloneError', () => structuredClone(crypto.subtle));
}, 'only keys can be cloned');
