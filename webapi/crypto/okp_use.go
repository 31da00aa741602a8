package crypto

import (
	"context"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
)

// https://w3c.github.io/webcrypto/#ed25519
var ed25519Kind = &okpKind{
	name: "Ed25519", oid: oidEd25519, use: "sig", algs: []string{"Ed25519", "EdDSA"},
	public: Verify, private: Sign,
	takes: map[operation]dictionary{opSign: nil, opVerify: nil},
	set:   func(a *algorithm) { a.sign, a.verify = signEd25519, verifyEd25519 },
	generateRaw: func() (any, error) {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	},
	readPublic:  func(data []byte) (any, error) { return ed25519.PublicKey(data), nil },
	readPrivate: func(data []byte) (any, error) { return ed25519.NewKeyFromSeed(data), nil },
	rawPublic:   func(public any) []byte { return public.(ed25519.PublicKey) },
	rawPrivate:  func(private any) []byte { return private.(ed25519.PrivateKey).Seed() },
}

func signEd25519(_ *params, k *Key, message []byte) ([]byte, error) {
	private, ok := k.material.(ed25519.PrivateKey)
	if !ok {
		return nil, invalidAccess("the key is not private")
	}
	return ed25519.Sign(private, message), nil
}

func verifyEd25519(_ *params, k *Key, signature, message []byte) (bool, error) {
	public, ok := k.material.(ed25519.PublicKey) // step 1
	if !ok {
		return false, invalidAccess("the key is not public")
	}
	if len(signature) != ed25519.SignatureSize || smallOrder(public) || smallOrder(signature[:32]) { // steps 2 and 3
		return false, nil
	}
	return ed25519.Verify(public, message, signature), nil // step 4
}

// smallOrder reports whether an encoded point is one of the eight whose order
// divides eight. Of these the y coordinates are 0, ±1 and two more; p and p+1 are
// other ways to write 0 and 1. The sign of x does not matter.
func smallOrder(point []byte) bool {
	for _, y := range smallOrderY {
		if [31]byte(point[:31]) == [31]byte(y[:31]) && point[31]&0x7F == y[31] {
			return true
		}
	}
	return false
}

// smallOrderY are little-endian.
var smallOrderY = func() [][32]byte {
	const rest = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"
	return [][32]byte{
		{0}, {1},
		{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
		{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
		[32]byte([]byte("\xec" + rest)), [32]byte([]byte("\xed" + rest)), [32]byte([]byte("\xee" + rest)),
	}
}()

// https://w3c.github.io/webcrypto/#x25519
var x25519Kind = &okpKind{
	name: "X25519", oid: oidX25519, use: "enc", private: DeriveKey | DeriveBits,
	takes:       map[operation]dictionary{opDerive: {{publicKeyMember()}}}, // EcdhKeyDeriveParams
	set:         func(a *algorithm) { a.derive = deriveX25519 },
	generateRaw: func() (any, error) { return ecdh.X25519().GenerateKey(rand.Reader) },
	readPublic:  func(data []byte) (any, error) { return ecdh.X25519().NewPublicKey(data) },
	readPrivate: func(data []byte) (any, error) { return ecdh.X25519().NewPrivateKey(data) },
	rawPublic:   func(public any) []byte { return public.(*ecdh.PublicKey).Bytes() },
	rawPrivate:  func(private any) []byte { return private.(*ecdh.PrivateKey).Bytes() },
}

func deriveX25519(_ context.Context, p *params, k *Key, length bits) ([]byte, error) {
	if err := agree(p, k); err != nil {
		return nil, err
	}
	// An error: the secret is all zeros.
	secret, err := k.material.(*ecdh.PrivateKey).ECDH(p.public.material.(*ecdh.PublicKey))
	if err != nil {
		return nil, err
	}
	return first(secret, length)
}
