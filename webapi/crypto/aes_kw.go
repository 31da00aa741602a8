package crypto

import (
	"crypto/aes"
	"crypto/subtle"
	"encoding/binary"
)

// https://w3c.github.io/webcrypto/#aes-kw
var aesKW = &aesKind{
	name: "AES-KW", jwa: "KW", usages: WrapKey | UnwrapKey,
	takes:   map[operation]dictionary{opWrap: nil, opUnwrap: nil},
	encrypt: wrapKW, decrypt: unwrapKW,
}

// keyWrapIV is the default initial value.
var keyWrapIV = [8]byte{0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6}

// wrapKW is https://www.rfc-editor.org/rfc/rfc3394#section-2.2.1
func wrapKW(_ *params, k *Key, data []byte) ([]byte, error) {
	if len(data)%8 != 0 || len(data) < 16 {
		return nil, operationError("%d bytes cannot be wrapped: at least 16, and a multiple of 8, can", len(data))
	}
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	n := len(data) / 8
	out := append(keyWrapIV[:len(keyWrapIV):len(keyWrapIV)], data...)
	for t := 1; t <= 6*n; t++ {
		i := (t-1)%n + 1
		keyWrapStep(block.Encrypt, out, i, func(b []byte) { countIn(b, t) }, nil)
	}
	return out, nil
}

// unwrapKW is https://www.rfc-editor.org/rfc/rfc3394#section-2.2.2
func unwrapKW(_ *params, k *Key, data []byte) ([]byte, error) {
	if len(data)%8 != 0 || len(data) < 24 {
		return nil, operationError("%d bytes cannot be unwrapped", len(data))
	}
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	n := len(data)/8 - 1
	for t := 6 * n; t >= 1; t-- {
		i := (t-1)%n + 1
		keyWrapStep(block.Decrypt, data, i, nil, func(b []byte) { countIn(b, t) })
	}
	if subtle.ConstantTimeCompare(data[:8], keyWrapIV[:]) != 1 {
		return nil, operationError("the key cannot be unwrapped")
	}
	return data[8:], nil
}

// keyWrapStep runs the cipher over the register A, at the start of r, and the i-th
// part; after and before change A.
func keyWrapStep(crypt func(dst, src []byte), r []byte, i int, after, before func(a []byte)) {
	var b [aes.BlockSize]byte
	part := r[8*i : 8*i+8]
	copy(b[:8], r[:8])
	copy(b[8:], part)
	if before != nil {
		before(b[:8])
	}
	crypt(b[:], b[:])
	if after != nil {
		after(b[:8])
	}
	copy(r[:8], b[:8])
	copy(part, b[8:])
}

func countIn(a []byte, t int) {
	binary.BigEndian.PutUint64(a, binary.BigEndian.Uint64(a)^uint64(t))
}
