package crypto

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"math/big"
)

// https://w3c.github.io/webcrypto/#ecdsa
var ecdsaKind = &ecKind{
	name: "ECDSA", use: "sig", hasAlg: true, public: Verify, private: Sign,
	takes: map[operation]dictionary{
		opSign: {{hashMember()}}, opVerify: {{hashMember()}}, // EcdsaParams
	},
	set: func(a *algorithm) { a.sign, a.verify = signECDSA, verifyECDSA },
}

// signECDSA gives r and s, one after the other.
func signECDSA(p *params, k *Key, message []byte) ([]byte, error) {
	private, ok := k.material.(*ecdsa.PrivateKey)
	if !ok {
		return nil, invalidAccess("the key is not private")
	}
	r, s, err := ecdsa.Sign(rand.Reader, private, p.hash.sum(message))
	if err != nil {
		return nil, err
	}
	n := curveNamed(k.Algorithm.NamedCurve).size()
	out := make([]byte, 2*n)
	r.FillBytes(out[:n])
	s.FillBytes(out[n:])
	return out, nil
}

func verifyECDSA(p *params, k *Key, signature, message []byte) (bool, error) {
	public, ok := k.material.(*ecdsa.PublicKey)
	if !ok {
		return false, invalidAccess("the key is not public")
	}
	n := curveNamed(k.Algorithm.NamedCurve).size()
	if len(signature) != 2*n {
		return false, nil
	}
	r, s := new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:])
	return ecdsa.Verify(public, p.hash.sum(message), r, s), nil
}

// https://w3c.github.io/webcrypto/#ecdh
var ecdhKind = &ecKind{
	name: "ECDH", use: "enc", private: DeriveKey | DeriveBits,
	takes: map[operation]dictionary{opDerive: {{publicKeyMember()}}}, // EcdhKeyDeriveParams
	set:   func(a *algorithm) { a.derive = deriveECDH },
}

func deriveECDH(_ context.Context, p *params, k *Key, length bits) ([]byte, error) {
	if err := agree(p, k); err != nil {
		return nil, err
	}
	private, err := k.material.(*ecdsa.PrivateKey).ECDH()
	if err != nil {
		return nil, err
	}
	public, err := p.public.material.(*ecdsa.PublicKey).ECDH()
	if err != nil {
		return nil, err
	}
	secret, err := private.ECDH(public)
	if err != nil {
		return nil, err
	}
	return first(secret, length)
}

// agree checks that two keys are for a key agreement with each other.
func agree(p *params, k *Key) error {
	switch {
	case k.Type != "private":
		return invalidAccess("the base key is not private")
	case p.public.Type != "public":
		return invalidAccess("the other key is not public")
	case p.public.Algorithm.Name != k.Algorithm.Name:
		return invalidAccess("the other key is for %s", p.public.Algorithm.Name)
	case p.public.Algorithm.NamedCurve != k.Algorithm.NamedCurve:
		return invalidAccess("the other key is of the curve %s", p.public.Algorithm.NamedCurve)
	}
	return nil
}
