package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"math/big"
)

// https://w3c.github.io/webcrypto/#aes-ctr
var aesCTR = &aesKind{
	name: "AES-CTR", jwa: "CTR", usages: cipherUsages,
	takes: map[operation]dictionary{
		opEncrypt: {{ivMember("counter"), lengthMember(true, octet)}}, // AesCtrParams
		opDecrypt: {{ivMember("counter"), lengthMember(true, octet)}},
	},
	encrypt: cryptCTR, decrypt: cryptCTR,
}

// cryptCTR encrypts and decrypts. The rightmost length bits of the counter block
// count; when they overflow, the rest of the block stays as it is.
//
// NIST SP 800-38A, 6.5 and B.1
func cryptCTR(p *params, k *Key, data []byte) ([]byte, error) {
	if err := sixteen(p.iv, "counter"); err != nil {
		return nil, err
	}
	if p.length == 0 || p.length > 128 {
		return nil, operationError("a counter cannot have %d bits", p.length)
	}
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	blocks := big.NewInt(int64(len(data)+aes.BlockSize-1) / aes.BlockSize)
	period := new(big.Int).Lsh(big.NewInt(1), uint(p.length))
	if blocks.Cmp(period) > 0 {
		return nil, operationError("a counter of %d bits would repeat itself", p.length)
	}
	counter := new(big.Int).SetBytes(p.iv)
	count := new(big.Int).Mod(counter, period)
	before := new(big.Int).Sub(period, count) // blocks until the counter overflows
	if blocks.Cmp(before) <= 0 {
		cipher.NewCTR(block, p.iv).XORKeyStream(data, data)
		return data, nil
	}
	at := before.Int64() * aes.BlockSize
	cipher.NewCTR(block, p.iv).XORKeyStream(data[:at], data[:at])
	again := counter.Sub(counter, count).FillBytes(make([]byte, aes.BlockSize))
	cipher.NewCTR(block, again).XORKeyStream(data[at:], data[at:])
	return data, nil
}
