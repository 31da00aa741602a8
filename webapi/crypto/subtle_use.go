package crypto

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
)

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-encrypt
func encryptMethod(_ *subtleCrypto, c js.Call) goja.Value {
	return withKey(c, opEncrypt, Encrypt, func(p *params, k *Key, data []byte) ([]byte, error) {
		return p.encrypt(p, k, data)
	})
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-decrypt
func decryptMethod(_ *subtleCrypto, c js.Call) goja.Value {
	return withKey(c, opDecrypt, Decrypt, func(p *params, k *Key, data []byte) ([]byte, error) {
		return p.decrypt(p, k, data)
	})
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-sign
func signMethod(_ *subtleCrypto, c js.Call) goja.Value {
	return withKey(c, opSign, Sign, func(p *params, k *Key, data []byte) ([]byte, error) {
		return p.sign(p, k, data)
	})
}

// withKey is what encrypt, decrypt and sign have in common.
func withKey(c js.Call, op operation, u Usages, do func(p *params, k *Key, data []byte) ([]byte, error)) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	k := convertKey(c, c.Arg(1), "key")
	source := convertBuffer(c, c.Arg(2), "data")
	p := normalize(c, op, id) // steps 2 and 3
	data := copied(c, source) // step 4
	return inParallel(c, func(context.Context) ([]byte, error) {
		if err := p.allows(k, u); err != nil { // steps 9 and 10
			return nil, err
		}
		return do(p, k, data) // step 11
	}, toBuffer)
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-verify
func verifyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	k := convertKey(c, c.Arg(1), "key")
	first := convertBuffer(c, c.Arg(2), "signature")
	second := convertBuffer(c, c.Arg(3), "data")
	p := normalize(c, opVerify, id)                        // steps 2 and 3
	signature, data := copied(c, first), copied(c, second) // steps 4 and 5
	return inParallel(c, func(context.Context) (bool, error) {
		if err := p.allows(k, Verify); err != nil { // steps 10 and 11
			return false, err
		}
		return p.verify(p, k, signature, data) // step 12
	}, toBoolean)
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-digest
func digestMethod(_ *subtleCrypto, c js.Call) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	source := convertBuffer(c, c.Arg(1), "data")
	h := normalizeHash(c, id)
	data := copied(c, source)
	return inParallel(c, func(context.Context) ([]byte, error) { return h.sum(data), nil }, toBuffer)
}
