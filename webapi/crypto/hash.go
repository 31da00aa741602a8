package crypto

import (
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
)

// hashAlgorithm is a hash function of the standard.
//
// https://w3c.github.io/webcrypto/#sha
type hashAlgorithm struct {
	name string
	id   crypto.Hash
	make func() hash.Hash
	// jwa ends the names that JSON Web Algorithms give to its uses ("RS256");
	// "": it has none.
	jwa string
}

func (h *hashAlgorithm) sum(data []byte) []byte {
	d := h.make()
	d.Write(data)
	return d.Sum(nil)
}

// blockBits is the size of the hash's input block.
func (h *hashAlgorithm) blockBits() int { return h.make().BlockSize() * 8 }

var hashes = []*hashAlgorithm{
	{"SHA-1", crypto.SHA1, sha1.New, "1"},
	{"SHA-256", crypto.SHA256, sha256.New, "256"},
	{"SHA-384", crypto.SHA384, sha512.New384, "384"},
	{"SHA-512", crypto.SHA512, sha512.New, "512"},
	{"SHA3-256", crypto.SHA3_256, func() hash.Hash { return sha3.New256() }, ""},
	{"SHA3-384", crypto.SHA3_384, func() hash.Hash { return sha3.New384() }, ""},
	{"SHA3-512", crypto.SHA3_512, func() hash.Hash { return sha3.New512() }, ""},
}

// hashNamed finds a hash by its exact name; nil: there is none.
func hashNamed(name string) *hashAlgorithm {
	for _, h := range hashes {
		if h.name == name {
			return h
		}
	}
	return nil
}
