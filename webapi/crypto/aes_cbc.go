package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
)

// https://w3c.github.io/webcrypto/#aes-cbc
var aesCBC = &aesKind{
	name: "AES-CBC", jwa: "CBC", usages: cipherUsages,
	takes: map[operation]dictionary{
		opEncrypt: {{ivMember("iv")}}, // AesCbcParams
		opDecrypt: {{ivMember("iv")}},
	},
	encrypt: encryptCBC, decrypt: decryptCBC,
}

func encryptCBC(p *params, k *Key, data []byte) ([]byte, error) {
	if err := sixteen(p.iv, "iv"); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	pad := aes.BlockSize - len(data)%aes.BlockSize
	data = append(data, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, p.iv).CryptBlocks(data, data)
	return data, nil
}

func decryptCBC(p *params, k *Key, data []byte) ([]byte, error) {
	if err := sixteen(p.iv, "iv"); err != nil {
		return nil, err
	}
	if len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, operationError("the data are not a number of blocks")
	}
	block, err := aes.NewCipher(k.material.([]byte))
	if err != nil {
		return nil, err
	}
	cipher.NewCBCDecrypter(block, p.iv).CryptBlocks(data, data)
	pad := int(data[len(data)-1])
	if pad == 0 || pad > aes.BlockSize {
		return nil, operationError("the data cannot be decrypted")
	}
	for _, b := range data[len(data)-pad:] {
		if int(b) != pad {
			return nil, operationError("the data cannot be decrypted")
		}
	}
	return data[:len(data)-pad], nil
}
