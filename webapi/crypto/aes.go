package crypto

import (
	"context"
	"crypto/aes"
	"crypto/rand"
	"fmt"
)

// aesKind is one of the AES algorithms.
//
// https://w3c.github.io/webcrypto/#aes-ctr and the sections after it
type aesKind struct {
	name             string
	jwa              string // ends the alg of JSON Web Keys: "A128CTR"
	usages           Usages
	takes            map[operation]dictionary
	encrypt, decrypt func(p *params, k *Key, data []byte) ([]byte, error)
}

const cipherUsages = Encrypt | Decrypt | WrapKey | UnwrapKey

func aesAlgorithm(kind *aesKind) *algorithm {
	length := dictionary{{lengthMember(true, short)}} // AesKeyGenParams, AesDerivedKeyParams
	takes := map[operation]dictionary{opGenerate: length, opKeyLength: length, opImport: nil, opExport: nil}
	for op, d := range kind.takes {
		takes[op] = d
	}
	return &algorithm{
		name: kind.name, takes: takes, encrypt: kind.encrypt, decrypt: kind.decrypt,
		generate: kind.generate, importKey: kind.importKey, exportKey: kind.exportKey, keyLength: aesKeyLength,
	}
}

// aesBits checks a key's length.
func aesBits(n int) bool { return n == 128 || n == 192 || n == 256 }

func aesKeyLength(p *params) (bits, error) {
	if !aesBits(p.length) {
		return 0, operationError("an AES key has 128, 192 or 256 bits, not %d", p.length)
	}
	return bits(p.length), nil
}

func (kind *aesKind) key(material []byte) *Key {
	return &Key{Type: "secret", Algorithm: KeyAlgorithm{Name: kind.name, Length: len(material) * 8}, material: material}
}

func (kind *aesKind) generate(_ context.Context, p *params, extractable bool, u Usages) (*keys, error) {
	if err := u.only(kind.usages); err != nil {
		return nil, err
	}
	length, err := aesKeyLength(p)
	if err != nil {
		return nil, err
	}
	material := make([]byte, length/8)
	_, _ = rand.Read(material)
	k := kind.key(material)
	k.Extractable, k.Usages = extractable, u
	return &keys{secret: k}, nil
}

func (kind *aesKind) importKey(_ *params, in *importing) (*Key, error) {
	if err := in.usages.only(kind.usages); err != nil {
		return nil, err
	}
	material, err := in.secret(kind.name, "enc", kind.usages, func(alg string, length int) bool { return alg == kind.alg(length) })
	if err != nil {
		return nil, err
	}
	if !aesBits(len(material) * 8) {
		return nil, dataError("an AES key has 128, 192 or 256 bits, not %d", len(material)*8)
	}
	return kind.key(material), nil
}

func (kind *aesKind) alg(length int) string { return fmt.Sprintf("A%d%s", length, kind.jwa) }

func (kind *aesKind) exportKey(k *Key, format string) (*exported, error) {
	return exportSecret(k, format, kind.alg(k.Algorithm.Length))
}

// exportSecret is the export operation of secret keys; alg "": none.
func exportSecret(k *Key, format, alg string) (*exported, error) {
	material := k.material.([]byte)
	switch format {
	case "raw", "raw-secret":
		return &exported{data: append([]byte{}, material...)}, nil
	case "jwk":
		j := newJWK("oct")
		j.set("k", material)
		if alg != "" {
			j.text["alg"] = alg
		}
		return &exported{jwk: j.describe(k)}, nil
	}
	return nil, badFormat(k.Algorithm.Name, format)
}

// sixteen checks the length of a block, a counter or an initialisation vector.
func sixteen(data []byte, what string) error {
	if len(data) != aes.BlockSize {
		return operationError("the %s has %d bytes, not %d", what, len(data), aes.BlockSize)
	}
	return nil
}
