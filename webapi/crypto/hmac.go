package crypto

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
)

// https://w3c.github.io/webcrypto/#hmac
func hmacAlgorithm() *algorithm {
	generate := dictionary{{hashMember(), lengthMember(false, longWord)}} // HmacKeyGenParams, HmacImportParams
	return &algorithm{
		name: "HMAC",
		takes: map[operation]dictionary{
			opSign: nil, opVerify: nil, opExport: nil,
			opGenerate: generate, opImport: generate, opKeyLength: generate,
		},
		sign: func(_ *params, k *Key, message []byte) ([]byte, error) { return mac(k, message), nil },
		verify: func(_ *params, k *Key, signature, message []byte) (bool, error) {
			return hmac.Equal(mac(k, message), signature), nil
		},
		generate: generateHMAC, importKey: importHMAC, exportKey: exportHMAC, keyLength: hmacKeyLength,
	}
}

func mac(k *Key, message []byte) []byte {
	h := hmac.New(hashNamed(k.Algorithm.Hash).make, k.material.([]byte))
	h.Write(message)
	return h.Sum(nil)
}

func hmacKey(h *hashAlgorithm, length bits, material []byte) *Key {
	return &Key{Type: "secret", Algorithm: KeyAlgorithm{Name: "HMAC", Hash: h.name, Length: int(length)}, material: material}
}

func generateHMAC(_ context.Context, p *params, extractable bool, u Usages) (*keys, error) {
	if err := u.only(Sign | Verify); err != nil {
		return nil, err
	}
	length := bits(p.hash.blockBits())
	if p.hasLength {
		length = bits(p.length)
	}
	if length == 0 || length > maxSecret {
		return nil, operationError("a key cannot have %d bits", length)
	}
	material := make([]byte, (length+7)/8)
	_, _ = rand.Read(material)
	k := hmacKey(p.hash, length, truncated(material, length))
	k.Extractable, k.Usages = extractable, u
	return &keys{secret: k}, nil
}

func importHMAC(p *params, in *importing) (*Key, error) {
	if err := in.usages.only(Sign | Verify); err != nil {
		return nil, err
	}
	material, err := in.secret("HMAC", "sig", Sign|Verify, func(alg string, _ int) bool { return p.hash.jwa == "" || alg == "HS"+p.hash.jwa })
	if err != nil {
		return nil, err
	}
	length := bits(len(material)) * 8
	if length == 0 {
		return nil, dataError("the key is empty")
	}
	if p.hasLength {
		if bits(p.length) > length || bits(p.length) <= length-8 {
			return nil, dataError("the key has %d bits, not %d", length, p.length)
		}
		length = bits(p.length)
	}
	return hmacKey(p.hash, length, truncated(material, length)), nil
}

func exportHMAC(k *Key, format string) (*exported, error) {
	alg := ""
	if jwa := hashNamed(k.Algorithm.Hash).jwa; jwa != "" {
		alg = "HS" + jwa
	}
	return exportSecret(k, format, alg)
}

func hmacKeyLength(p *params) (bits, error) {
	switch {
	case !p.hasLength:
		return bits(p.hash.blockBits()), nil
	case p.length == 0:
		return 0, failed("TypeError", "a key cannot have no bits")
	}
	return bits(p.length), nil
}
