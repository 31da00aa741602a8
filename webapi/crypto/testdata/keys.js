const subtle = crypto.subtle;
const equal = (a, b) => new Uint8Array(a).join() === new Uint8Array(b).join();
const data = crypto.getRandomValues(new Uint8Array(50));

const kinds = [
	{alg: {name: 'HMAC', hash: 'SHA-384', length: 21}, uses: ['sign', 'verify']},
	{alg: {name: 'HMAC', hash: 'SHA3-512'}, uses: ['sign', 'verify']},
	{alg: {name: 'AES-CBC', length: 128}, uses: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'], params: {iv: new Uint8Array(16)}},
	{alg: {name: 'AES-KW', length: 256}, uses: ['wrapKey', 'unwrapKey']},
	{alg: {name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1])}, uses: ['sign', 'verify']},
	{alg: {name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 1025, publicExponent: new Uint8Array([0, 3])}, uses: ['sign', 'verify'], params: {saltLength: 0}},
	{alg: {name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1])}, uses: ['sign', 'verify'], params: {saltLength: 17}},
	{alg: {name: 'RSA-OAEP', hash: 'SHA-1', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1])}, uses: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'], params: {label: data}},
	{alg: {name: 'ECDSA', namedCurve: 'P-521'}, uses: ['sign', 'verify'], params: {hash: 'SHA-256'}},
	{alg: {name: 'ECDH', namedCurve: 'P-384'}, uses: ['deriveKey', 'deriveBits']},
	{alg: {name: 'Ed25519'}, uses: ['sign', 'verify']},
	{alg: {name: 'X25519'}, uses: ['deriveKey', 'deriveBits']},
];

// works proves that the keys do what they are for.
async function works(secret, open, params = {}) {
	const alg = {name: secret.algorithm.name, ...params};
	if (open.usages.includes('verify')) {
		const signature = await subtle.sign(alg, secret, data);
		assert_true(await subtle.verify(alg, open, signature, data), 'signature');
		new Uint8Array(signature)[0] ^= 1;
		assert_false(await subtle.verify(alg, open, signature, data), 'another signature');
	}
	if (secret.usages.includes('decrypt')) {
		assert_true(equal(await subtle.decrypt(alg, secret, await subtle.encrypt(alg, open, data)), data), 'ciphertext');
	}
	if (secret.usages.includes('deriveBits')) {
		const other = await subtle.generateKey(secret.algorithm, false, ['deriveBits']);
		assert_true(equal(await subtle.deriveBits({...alg, public: other.publicKey}, secret, null),
			await subtle.deriveBits({...alg, public: open}, other.privateKey, null)), 'agreement');
	}
}

for (const {alg, uses, params} of kinds) {
	const title = JSON.stringify(alg);
	const generated = subtle.generateKey(alg, true, uses);

	promise_test(async () => {
		const made = await generated;
		const [open, secret] = made instanceof CryptoKey ? [made, made] : [made.publicKey, made.privateKey];
		assert_equals(secret.algorithm.name, alg.name);
		assert_equals(secret.algorithm, secret.algorithm);
		assert_equals(secret.usages, secret.usages);
		if (alg.hash) assert_equals(secret.algorithm.hash.name, alg.hash);
		if (alg.publicExponent) assert_equals(secret.algorithm.publicExponent.at(-1), alg.publicExponent.at(-1));
		await works(secret, open, params);
	}, `generated: ${title}`);

	promise_test(async () => {
		const made = await generated;
		const clones = structuredClone(made instanceof CryptoKey ? {publicKey: made, privateKey: made} : made);
		assert_equals(clones.privateKey.type, made.type ?? 'private');
		assert_object_equals(clones.privateKey.usages, (made.privateKey ?? made).usages);
		assert_equals(JSON.stringify(clones.privateKey.algorithm), JSON.stringify((made.privateKey ?? made).algorithm));
		await works(clones.privateKey, clones.publicKey, params);
	}, `cloned: ${title}`);

	for (const format of ['raw', 'spki', 'pkcs8', 'jwk']) {
		promise_test(async () => {
			const made = await generated;
			for (const key of made instanceof CryptoKey ? [made] : [made.publicKey, made.privateKey]) {
				const hasRaw = !alg.modulusLength && key.type !== 'private';
				const can = {raw: hasRaw, spki: key.type === 'public', pkcs8: key.type === 'private', jwk: !(alg.hash ?? '').startsWith('SHA3') || alg.name === 'HMAC'}[format];
				if (!can) {
					const name = key.type === 'secret' || alg.modulusLength && format === 'raw' ? 'NotSupportedError' : 'InvalidAccessError';
					await promise_rejects_dom(null, name, subtle.exportKey(format, key));
					continue;
				}
				const out = await subtle.exportKey(format, key);
				if (format === 'jwk') assert_equals(JSON.stringify(out.key_ops), JSON.stringify(key.usages));
				const back = await subtle.importKey(format, out, alg, true, key.usages);
				assert_equals(JSON.stringify(await subtle.exportKey(format, back)), JSON.stringify(out));
				if (key.type !== 'public') await works(back, made.publicKey ?? back, params);

				const wrapper = await subtle.generateKey({name: 'AES-GCM', length: 128}, false, ['wrapKey', 'unwrapKey']);
				const how = {name: 'AES-GCM', iv: new Uint8Array(12)};
				const unwrapped = await subtle.unwrapKey(format, await subtle.wrapKey(format, key, wrapper, how), wrapper, how, alg, true, key.usages);
				assert_equals(JSON.stringify(await subtle.exportKey(format, unwrapped)), JSON.stringify(out));
			}
		}, `${format}: ${title}`);
	}
}

promise_test(async () => {
	const wrapper = await subtle.generateKey({name: 'AES-KW', length: 128}, false, ['wrapKey', 'unwrapKey']);
	const key = await subtle.generateKey({name: 'HMAC', hash: 'SHA-256', length: 40}, true, ['sign']);
	const wrapped = await subtle.wrapKey('jwk', key, wrapper, 'AES-KW');
	const back = await subtle.unwrapKey('jwk', wrapped, wrapper, 'AES-KW', {name: 'HMAC', hash: 'SHA-256'}, true, ['sign']);
	assert_equals((await subtle.exportKey('jwk', back)).k, (await subtle.exportKey('jwk', key)).k);
}, 'AES-KW wraps JSON of any length');

promise_test(async () => {
	const {publicKey} = await subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits']);
	const raw = new Uint8Array(await subtle.exportKey('raw-public', publicKey));
	const compressed = raw.slice(0, 33);
	compressed[0] = 2 + (raw[64] & 1);
	const back = await subtle.importKey('raw', compressed, {name: 'ECDH', namedCurve: 'P-256'}, true, []);
	assert_true(equal(await subtle.exportKey('raw', back), raw));
	raw[64] ^= 1;
	await promise_rejects_dom(null, 'DataError', subtle.importKey('raw', raw, {name: 'ECDH', namedCurve: 'P-256'}, true, []));
}, 'points may be compressed, and must be on the curve');
