package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
)

// https://w3c.github.io/webcrypto/#aes-gcm
var aesGCM = &aesKind{
	name: "AES-GCM", jwa: "GCM", usages: cipherUsages,
	takes:   map[operation]dictionary{opEncrypt: gcmParams, opDecrypt: gcmParams},
	encrypt: encryptGCM, decrypt: decryptGCM,
}

// gcmParams is AesGcmParams.
var gcmParams = dictionary{{
	ivMember("iv"),
	bufferMember("additionalData", false, func(p *params) *[]byte { return &p.additionalData }),
	numberMember("tagLength", false, octet, func(p *params, n int) { p.tagLength, p.hasLength = n, true }),
}}

// gcmTag is the tag's size, in bytes.
func gcmTag(p *params) (int, error) {
	if !p.hasLength {
		return 16, nil
	}
	switch p.tagLength {
	case 32, 64, 96, 104, 112, 120, 128:
		return p.tagLength / 8, nil
	}
	return 0, operationError("a tag cannot have %d bits", p.tagLength)
}

// gcm is the cipher with a whole tag; Go has none with both a short tag and an
// initialisation vector of any size.
func gcm(p *params, k *Key) (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	if len(p.iv) == 0 {
		return nil, operationError("the iv is empty")
	}
	return cipher.NewGCMWithNonceSize(block, len(p.iv))
}

func encryptGCM(p *params, k *Key, data []byte) ([]byte, error) {
	tag, err := gcmTag(p)
	if err != nil {
		return nil, err
	}
	aead, err := gcm(p, k)
	if err != nil {
		return nil, err
	}
	sealed := aead.Seal(nil, p.iv, data, p.additionalData)
	return sealed[:len(data)+tag], nil // a short tag is the start of the whole one
}

func decryptGCM(p *params, k *Key, data []byte) ([]byte, error) {
	tag, err := gcmTag(p)
	if err != nil {
		return nil, err
	}
	if len(data) < tag {
		return nil, operationError("the data are shorter than the tag")
	}
	aead, err := gcm(p, k)
	if err != nil {
		return nil, err
	}
	text, given := data[:len(data)-tag], data[len(data)-tag:]
	if tag == aead.Overhead() {
		out, err := aead.Open(nil, p.iv, data, p.additionalData)
		if err != nil {
			return nil, operationError("the data cannot be decrypted")
		}
		return out, nil
	}
	// Encrypting undoes encryption, as the mode's key stream does not depend on
	// the text; encrypting once more gives the tag.
	out := aead.Seal(nil, p.iv, text, nil)[:len(text)]
	want := aead.Seal(nil, p.iv, out, p.additionalData)[len(out):]
	if subtle.ConstantTimeCompare(want[:tag], given) != 1 {
		return nil, operationError("the data cannot be decrypted")
	}
	return out, nil
}
