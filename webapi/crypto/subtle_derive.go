package crypto

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
)

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-deriveKey
func deriveKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	base := convertKey(c, c.Arg(1), "baseKey")
	derived := convertIdentifier(c, c.Arg(2))
	in := &importing{format: "raw", extractable: c.Arg(3).ToBoolean(), usages: convertUsages(c, c.Arg(4))}
	p := normalize(c, opDerive, id)                 // steps 2 and 3
	forImport := normalize(c, opImport, derived)    // steps 4 and 5
	forLength := normalize(c, opKeyLength, derived) // steps 6 and 7
	return inParallel(c, func(ctx context.Context) (*Key, error) {
		if err := p.allows(base, DeriveKey); err != nil { // steps 12 and 13
			return nil, err
		}
		length, err := forLength.keyLength(forLength) // step 14
		if err != nil {
			return nil, err
		}
		if in.data, err = p.derive(ctx, p, base, length); err != nil { // step 15
			return nil, err
		}
		return imported(forImport, in) // steps 16 to 19
	}, toKey)
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-deriveBits
func deriveBitsMethod(_ *subtleCrypto, c js.Call) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	base := convertKey(c, c.Arg(1), "baseKey")
	length := null
	if v := c.Arg(2); !goja.IsUndefined(v) && !goja.IsNull(v) {
		length = bits(enforceRange(c, v, longWord, "length"))
	}
	p := normalize(c, opDerive, id) // steps 2 and 3
	return inParallel(c, func(ctx context.Context) ([]byte, error) {
		if err := p.allows(base, DeriveBits); err != nil { // steps 8 and 9
			return nil, err
		}
		return p.derive(ctx, p, base, length) // step 10
	}, toBuffer)
}

// first is the first bits of a secret, all for null; fewer are an OperationError.
func first(secret []byte, length bits) ([]byte, error) {
	if length == null {
		return secret, nil
	}
	if bits(len(secret))*8 < length {
		return nil, operationError("the derived secret has %d bits, not %d", len(secret)*8, length)
	}
	return truncated(secret, length), nil
}

// truncated keeps the first bits and clears the rest of the last byte.
func truncated(data []byte, length bits) []byte {
	out := append([]byte{}, data[:(length+7)/8]...)
	if rest := length % 8; rest != 0 {
		out[len(out)-1] &= 0xFF << (8 - rest)
	}
	return out
}
