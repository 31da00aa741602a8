package crypto

import (
	"bytes"
	"context"

	"github.com/dop251/goja"

	"asterism/js"
)

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-wrapKey
func wrapKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	format := convertFormat(c, c.Arg(0))
	k := convertKey(c, c.Arg(1), "key")
	wrapping := convertKey(c, c.Arg(2), "wrappingKey")
	id := convertIdentifier(c, c.Arg(3))
	p := normalizeEither(c, opWrap, opEncrypt, id) // steps 2 to 4
	return inParallel(c, func(context.Context) ([]byte, error) {
		if err := p.allows(wrapping, WrapKey); err != nil { // steps 9 and 10
			return nil, err
		}
		e, err := export(k, format) // steps 11 to 13
		if err != nil {
			return nil, err
		}
		// Step 14.
		data := e.data
		if e.jwk != nil {
			data = e.jwk.json()
			if over := len(data) % 8; over != 0 && p.supports(opWrap) {
				// AES-KW takes multiples of eight bytes; spaces mean nothing in JSON.
				data = append(data, bytes.Repeat([]byte{' '}, 8-over)...)
			}
		}
		return p.encrypt(p, wrapping, data) // step 15
	}, toBuffer)
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-unwrapKey
func unwrapKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	in := &importing{format: convertFormat(c, c.Arg(0))}
	source := convertBuffer(c, c.Arg(1), "wrappedKey")
	unwrapping := convertKey(c, c.Arg(2), "unwrappingKey")
	id := convertIdentifier(c, c.Arg(3))
	wrappedID := convertIdentifier(c, c.Arg(4))
	in.extractable = c.Arg(5).ToBoolean()
	in.usages = convertUsages(c, c.Arg(6))
	p := normalizeEither(c, opUnwrap, opDecrypt, id) // steps 2 to 4
	forImport := normalize(c, opImport, wrappedID)   // steps 5 and 6
	wrapped := copied(c, source)                     // step 7
	return inParallel(c, func(context.Context) (*Key, error) {
		if err := p.allows(unwrapping, UnwrapKey); err != nil { // steps 12 and 13
			return nil, err
		}
		data, err := p.decrypt(p, unwrapping, wrapped) // step 14
		if err != nil {
			return nil, err
		}
		// Step 15.
		if in.format == "jwk" {
			if in.jwk, err = parseJWK(data); err != nil {
				return nil, err
			}
		} else {
			in.data = data
		}
		return imported(forImport, in) // steps 16 to 19
	}, toKey)
}
