package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
)

// Key is what a CryptoKey stands for. It is immutable.
//
// https://w3c.github.io/webcrypto/#cryptokey-interface-internal-slots
type Key struct {
	Type        string // "public", "private" or "secret"
	Extractable bool
	Algorithm   KeyAlgorithm
	Usages      Usages

	// material is the [[handle]]: []byte of a secret key, otherwise one of
	// *rsa.PublicKey, *rsa.PrivateKey, *ecdsa.PublicKey, *ecdsa.PrivateKey (ECDH
	// too), ed25519.PublicKey, ed25519.PrivateKey, *ecdh.PublicKey,
	// *ecdh.PrivateKey (X25519).
	material any
}

// KeyAlgorithm has what the KeyAlgorithm dictionaries have; fields that the
// key's algorithm does not use are zero.
type KeyAlgorithm struct {
	Name           string
	Hash           string // RSA, HMAC
	Length         int    // bits; AES, HMAC
	ModulusLength  int    // bits; RSA
	PublicExponent []byte // big-endian; RSA
	NamedCurve     string // ECDSA, ECDH
}

// keys is what key generation makes: a secret key, or a pair.
type keys struct {
	secret          *Key
	public, private *Key
}

// pair makes a key pair of a private key.
func pair(a KeyAlgorithm, private any, extractable bool, usages, forPublic, forPrivate Usages) *keys {
	return &keys{
		public:  &Key{Type: "public", Extractable: true, Algorithm: a, Usages: usages & forPublic, material: publicOf(private)},
		private: &Key{Type: "private", Extractable: extractable, Algorithm: a, Usages: usages & forPrivate, material: private},
	}
}

// publicOf is the public half of a private key's material, and any other
// material as it is.
func publicOf(material any) any {
	switch k := material.(type) {
	case *rsa.PrivateKey:
		return &k.PublicKey
	case *ecdsa.PrivateKey:
		return &k.PublicKey
	case ed25519.PrivateKey:
		return k.Public()
	case *ecdh.PrivateKey:
		return k.PublicKey()
	}
	return material
}
