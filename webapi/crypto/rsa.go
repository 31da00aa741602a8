package crypto

import (
	"context"
	"crypto/rsa"
	"math/big"
)

// rsaKind is one of the RSA algorithms.
//
// https://w3c.github.io/webcrypto/#rsassa-pkcs1 and the sections after it
type rsaKind struct {
	name            string
	use             string // of JSON Web Keys
	public, private Usages
	takes           map[operation]dictionary
	alg             func(h *hashAlgorithm) string // of JSON Web Keys; "": none
	set             func(a *algorithm)            // its own operations
}

func rsaAlgorithm(kind *rsaKind) *algorithm {
	hashed := dictionary{{hashMember()}} // RsaHashedImportParams
	modulus := numberMember("modulusLength", true, longWord, func(p *params, n int) { p.modulusLength = n })
	takes := map[operation]dictionary{
		opGenerate: {{modulus, exponentMember()}, {hashMember()}}, // RsaHashedKeyGenParams
		opImport:   hashed, opExport: nil,
	}
	for op, d := range kind.takes {
		takes[op] = d
	}
	a := &algorithm{
		name: kind.name, takes: takes,
		generate: kind.generate, importKey: kind.importKey, exportKey: kind.exportKey,
	}
	kind.set(a)
	return a
}

func (kind *rsaKind) generate(ctx context.Context, p *params, extractable bool, u Usages) (*keys, error) {
	if err := u.only(kind.public | kind.private); err != nil {
		return nil, err
	}
	k, err := generateRSA(ctx, p.modulusLength, new(big.Int).SetBytes(p.publicExponent))
	if err != nil {
		return nil, err
	}
	return pair(kind.algorithm(&k.PublicKey, p.hash), k, extractable, u, kind.public, kind.private), nil
}

// algorithm is the RsaHashedKeyAlgorithm of a key.
func (kind *rsaKind) algorithm(k *rsa.PublicKey, h *hashAlgorithm) KeyAlgorithm {
	return KeyAlgorithm{
		Name: kind.name, Hash: h.name, ModulusLength: k.N.BitLen(), PublicExponent: big.NewInt(int64(k.E)).Bytes(),
	}
}

func rsaPublic(k *Key) (*rsa.PublicKey, error) {
	material, ok := k.material.(*rsa.PublicKey)
	if !ok {
		return nil, invalidAccess("the key is not public")
	}
	return material, nil
}

func rsaPrivate(k *Key) (*rsa.PrivateKey, error) {
	material, ok := k.material.(*rsa.PrivateKey)
	if !ok {
		return nil, invalidAccess("the key is not private")
	}
	return material, nil
}
