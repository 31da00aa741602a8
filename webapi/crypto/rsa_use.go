package crypto

import (
	"crypto/rand"
	"crypto/rsa"
)

// https://w3c.github.io/webcrypto/#rsassa-pkcs1
var rsaPKCS1 = &rsaKind{
	name: "RSASSA-PKCS1-v1_5", use: "sig", public: Verify, private: Sign,
	takes: map[operation]dictionary{opSign: nil, opVerify: nil},
	alg:   func(h *hashAlgorithm) string { return suffixed("RS", h) },
	set: func(a *algorithm) {
		a.sign = func(_ *params, k *Key, message []byte) ([]byte, error) {
			private, err := rsaPrivate(k)
			if err != nil {
				return nil, err
			}
			h := hashNamed(k.Algorithm.Hash)
			return rsa.SignPKCS1v15(rand.Reader, private, h.id, h.sum(message))
		}
		a.verify = func(_ *params, k *Key, signature, message []byte) (bool, error) {
			public, err := rsaPublic(k)
			if err != nil {
				return false, err
			}
			h := hashNamed(k.Algorithm.Hash)
			return rsa.VerifyPKCS1v15(public, h.id, h.sum(message), signature) == nil, nil
		}
	},
}

// https://w3c.github.io/webcrypto/#rsa-pss
var rsaPSS = &rsaKind{
	name: "RSA-PSS", use: "sig", public: Verify, private: Sign,
	takes: map[operation]dictionary{opSign: pssParams, opVerify: pssParams},
	alg:   func(h *hashAlgorithm) string { return suffixed("PS", h) },
	set:   func(a *algorithm) { a.sign, a.verify = signPSS, verifyPSS },
}

// pssParams is RsaPssParams.
var pssParams = dictionary{{numberMember("saltLength", true, longWord, func(p *params, n int) { p.saltLength = n })}}

func signPSS(p *params, k *Key, message []byte) ([]byte, error) {
	private, err := rsaPrivate(k)
	if err != nil {
		return nil, err
	}
	h := hashNamed(k.Algorithm.Hash)
	switch {
	case p.saltLength > private.Size():
		return nil, operationError("a salt of %d bytes does not fit", p.saltLength)
	case p.saltLength == 0: // for Go a length of zero means another thing
		return signSaltless(private, h, message)
	}
	return rsa.SignPSS(rand.Reader, private, h.id, h.sum(message), &rsa.PSSOptions{SaltLength: p.saltLength})
}

func verifyPSS(p *params, k *Key, signature, message []byte) (bool, error) {
	public, err := rsaPublic(k)
	if err != nil {
		return false, err
	}
	h := hashNamed(k.Algorithm.Hash)
	switch {
	case p.saltLength > public.Size():
		return false, nil
	case p.saltLength == 0:
		return verifySaltless(public, h, signature, message), nil
	}
	return rsa.VerifyPSS(public, h.id, h.sum(message), signature, &rsa.PSSOptions{SaltLength: p.saltLength}) == nil, nil
}

// https://w3c.github.io/webcrypto/#rsa-oaep
var rsaOAEP = &rsaKind{
	name: "RSA-OAEP", use: "enc", public: Encrypt | WrapKey, private: Decrypt | UnwrapKey,
	takes: map[operation]dictionary{opEncrypt: oaepParams, opDecrypt: oaepParams},
	alg: func(h *hashAlgorithm) string {
		if h.jwa == "1" {
			return "RSA-OAEP"
		}
		return suffixed("RSA-OAEP-", h)
	},
	set: func(a *algorithm) { a.encrypt, a.decrypt = encryptOAEP, decryptOAEP },
}

// oaepParams is RsaOaepParams.
var oaepParams = dictionary{{bufferMember("label", false, func(p *params) *[]byte { return &p.label })}}

func encryptOAEP(p *params, k *Key, data []byte) ([]byte, error) {
	public, err := rsaPublic(k)
	if err != nil {
		return nil, err
	}
	return rsa.EncryptOAEP(hashNamed(k.Algorithm.Hash).make(), rand.Reader, public, data, p.label)
}

func decryptOAEP(p *params, k *Key, data []byte) ([]byte, error) {
	private, err := rsaPrivate(k)
	if err != nil {
		return nil, err
	}
	return rsa.DecryptOAEP(hashNamed(k.Algorithm.Hash).make(), nil, private, data, p.label)
}

// suffixed is a JSON Web Algorithm's name; "": the hash has none.
func suffixed(prefix string, h *hashAlgorithm) string {
	if h.jwa == "" {
		return ""
	}
	return prefix + h.jwa
}
