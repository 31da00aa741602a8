const subtle = crypto.subtle;
const text = (s) => new Uint8Array(Array.from(s, (c) => c.charCodeAt(0)));
const bytes = (hex) => new Uint8Array((hex.match(/../g) ?? []).map((h) => parseInt(h, 16)));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');

for (const [name, want] of Object.entries({
	'sha-1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
	'SHA-256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
	'SHA3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
})) {
	promise_test(async () => {
		assert_equals(hex(await subtle.digest(name, text('abc'))), want);
		assert_equals(hex(await subtle.digest({name}, text('xabcx').subarray(1, 4))), want);
	}, `digest ${name}`);
}

promise_test(async () => { // RFC 4231, 4.3
	const key = await subtle.importKey('raw', text('Jefe'), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign', 'verify']);
	const mac = await subtle.sign('HMAC', key, text('what do ya want for nothing?'));
	assert_equals(hex(mac), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
	assert_true(await subtle.verify('HMAC', key, mac, text('what do ya want for nothing?')));
	assert_false(await subtle.verify('HMAC', key, mac.slice(1), text('what do ya want for nothing?')));
}, 'HMAC');

promise_test(async () => { // RFC 5869, A.1
	const key = await subtle.importKey('raw', bytes('0b'.repeat(22)), 'HKDF', false, ['deriveBits']);
	const alg = {name: 'HKDF', hash: 'SHA-256', salt: bytes('000102030405060708090a0b0c'), info: bytes('f0f1f2f3f4f5f6f7f8f9')};
	assert_equals(hex(await subtle.deriveBits(alg, key, 42 * 8)),
		'3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
	assert_equals((await subtle.deriveBits(alg, key, 0)).byteLength, 0);
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits(alg, key));
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits(alg, key, 12));
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits(alg, key, 256 * 32 * 8));
}, 'HKDF');

promise_test(async () => { // RFC 6070
	const key = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
	const alg = {name: 'PBKDF2', hash: 'SHA-1', salt: text('salt'), iterations: 4096};
	assert_equals(hex(await subtle.deriveBits(alg, key, 160)), '4b007901b765489abead49d926f721d065a429c1');
	const aes = await subtle.deriveKey(alg, key, {name: 'AES-CBC', length: 128}, true, ['encrypt']);
	assert_equals(hex(await subtle.exportKey('raw', aes)), '4b007901b765489abead49d926f721d0');
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits({...alg, iterations: 0}, key, 160));
}, 'PBKDF2');

promise_test(async () => { // RFC 3394, 4.6
	const kek = await subtle.importKey('raw', bytes('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
	const data = '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f';
	const key = await subtle.importKey('raw', bytes(data), 'AES-GCM', true, ['encrypt']);
	const wrapped = await subtle.wrapKey('raw', key, kek, 'AES-KW');
	assert_equals(hex(wrapped), '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21');
	const back = await subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', 'AES-GCM', true, ['encrypt']);
	assert_equals(hex(await subtle.exportKey('raw', back)), data);
	new Uint8Array(wrapped)[3] ^= 1;
	await promise_rejects_dom(null, 'OperationError', subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', 'AES-GCM', true, ['encrypt']));
	await promise_rejects_dom(null, 'OperationError', subtle.unwrapKey('raw', wrapped.slice(1), kek, 'AES-KW', 'AES-GCM', true, ['encrypt']));
}, 'AES-KW');

promise_test(async () => { // NIST SP 800-38A, F.2.1, F.5.1
	const raw = bytes('2b7e151628aed2a6abf7158809cf4f3c');
	const block = bytes('6bc1bee22e409f96e93d7e117393172a');
	const cbc = await subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt', 'decrypt']);
	const iv = bytes('000102030405060708090a0b0c0d0e0f');
	const out = await subtle.encrypt({name: 'AES-CBC', iv}, cbc, block);
	assert_equals(hex(out.slice(0, 16)), '7649abac8119b246cee98e9b12e9197d');
	assert_equals(out.byteLength, 32);
	assert_equals(hex(await subtle.decrypt({name: 'AES-CBC', iv}, cbc, out)), hex(block));
	await promise_rejects_dom(null, 'OperationError', subtle.decrypt({name: 'AES-CBC', iv}, cbc, out.slice(0, 16)));
	await promise_rejects_dom(null, 'OperationError', subtle.decrypt({name: 'AES-CBC', iv}, cbc, new Uint8Array(0)));
	const ctr = await subtle.importKey('raw', raw, 'AES-CTR', false, ['encrypt']);
	const counter = bytes('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
	assert_equals(hex(await subtle.encrypt({name: 'AES-CTR', counter, length: 128}, ctr, block)), '874d6191b620e3261bef6864990db6ce');
}, 'AES-CBC and AES-CTR');

promise_test(async () => {
	const key = await subtle.generateKey({name: 'AES-CTR', length: 256}, false, ['encrypt']);
	const zeros = new Uint8Array(48);
	const crypt = (last, length, data = zeros) => subtle.encrypt({name: 'AES-CTR', counter: bytes('00'.repeat(15) + last), length}, key, data).then(hex);
	const [whole, wrapped] = [await crypt('00', 128), await crypt('ff', 8)];
	assert_equals(wrapped.slice(32), whole.slice(0, 64), 'after ff comes 00, and nothing is carried');
	assert_equals((await crypt('0f', 4)).slice(0, 32), (await crypt('0f', 128)).slice(0, 32));
	await promise_rejects_dom(null, 'OperationError', crypt('00', 1), 'three blocks, two counters');
	assert_equals((await crypt('01', 1, zeros.subarray(16))).slice(32), whole.slice(0, 32));
}, 'an AES-CTR counter wraps');

promise_test(async () => {
	const key = await subtle.generateKey({name: 'AES-GCM', length: 192}, false, ['encrypt', 'decrypt']);
	for (const tagLength of [32, 64, 96, 104, 112, 120, 128, undefined]) {
		for (const size of [1, 12, 16, 33]) {
			const alg = {name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(size)), tagLength, additionalData: text('more')};
			const sealed = await subtle.encrypt(alg, key, text('secret'));
			assert_equals(sealed.byteLength, 6 + (tagLength ?? 128) / 8);
			assert_equals(hex(await subtle.decrypt(alg, key, sealed)), hex(text('secret')));
			await promise_rejects_dom(null, 'OperationError', subtle.decrypt({...alg, additionalData: text('less')}, key, sealed));
			new Uint8Array(sealed)[2] ^= 4;
			await promise_rejects_dom(null, 'OperationError', subtle.decrypt(alg, key, sealed));
		}
	}
	await promise_rejects_dom(null, 'OperationError', subtle.encrypt({name: 'AES-GCM', iv: new Uint8Array(0)}, key, new Uint8Array(1)));
	await promise_rejects_dom(null, 'OperationError', subtle.encrypt({name: 'AES-GCM', iv: new Uint8Array(12), tagLength: 40}, key, new Uint8Array(1)));
}, 'AES-GCM: every tag, any iv');

promise_test(async () => { // RFC 8032, 7.1, test 2
	const jwk = {kty: 'OKP', crv: 'Ed25519', d: 'TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs', x: 'PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw'};
	const key = await subtle.importKey('jwk', jwk, 'Ed25519', true, ['sign']);
	const signature = await subtle.sign('Ed25519', key, bytes('72'));
	assert_equals(hex(signature), '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
		'085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00');
	const {d, ...rest} = jwk;
	const open = await subtle.importKey('jwk', rest, 'Ed25519', true, ['verify']);
	assert_true(await subtle.verify('Ed25519', open, signature, bytes('72')));
	assert_false(await subtle.verify('Ed25519', open, signature, bytes('73')));
	assert_false(await subtle.verify('Ed25519', open, signature.slice(1), bytes('72')));
	const neutral = await subtle.importKey('raw', bytes('01' + '00'.repeat(31)), 'Ed25519', true, ['verify']);
	assert_false(await subtle.verify('Ed25519', neutral, bytes('01' + '00'.repeat(63)), bytes('72')), 'a key of small order');
	await promise_rejects_dom(null, 'DataError', subtle.importKey('jwk', {...jwk, d: jwk.x}, 'Ed25519', true, ['sign']));
}, 'Ed25519');

promise_test(async () => { // RFC 7748, 6.1
	const der = (raw) => bytes('302e020100300506032b656e04220420' + raw);
	const a = await subtle.importKey('pkcs8', der('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'), 'X25519', false, ['deriveBits']);
	const b = await subtle.importKey('raw', bytes('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'), 'X25519', true, []);
	assert_equals(hex(await subtle.deriveBits({name: 'X25519', public: b}, a)), '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
	assert_equals(hex(await subtle.deriveBits({name: 'X25519', public: b}, a, 12)), '4a50');
	const zero = await subtle.importKey('raw', new Uint8Array(32), 'X25519', true, []);
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits({name: 'X25519', public: zero}, a, 256));
	await promise_rejects_dom(null, 'OperationError', subtle.deriveBits({name: 'X25519', public: b}, a, 257));
}, 'X25519');
