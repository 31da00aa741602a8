package crypto

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/binary"
	"math/big"
)

// RSA-PSS with an empty salt, which makes it deterministic. In Go's functions the
// length 0 stands for "as long as fits", or "whatever it is".

// signSaltless is https://www.rfc-editor.org/rfc/rfc3447#section-8.1.1. The
// private operation is blinded.
func signSaltless(k *rsa.PrivateKey, h *hashAlgorithm, message []byte) ([]byte, error) {
	if k.N.BitLen() < 1024 {
		return nil, operationError("the key is too short")
	}
	encoded := encodeSaltless(h, message, k.N.BitLen()-1)
	if encoded == nil {
		return nil, operationError("the key is too short for %s", h.name)
	}
	var blind, unblind *big.Int
	for unblind == nil {
		r, err := rand.Int(rand.Reader, k.N)
		if err != nil {
			return nil, err
		}
		blind, unblind = r, new(big.Int).ModInverse(r, k.N)
	}
	e := big.NewInt(int64(k.E))
	m := new(big.Int).SetBytes(encoded)
	m.Mul(m, blind.Exp(blind, e, k.N)).Mod(m, k.N)
	s := new(big.Int).Exp(m, k.D, k.N)
	s.Mul(s, unblind).Mod(s, k.N)
	return s.FillBytes(make([]byte, k.Size())), nil
}

// verifySaltless is https://www.rfc-editor.org/rfc/rfc3447#section-8.1.2. Without
// a salt there is one encoding of a message, so that comparing is enough.
func verifySaltless(k *rsa.PublicKey, h *hashAlgorithm, signature, message []byte) bool {
	s := new(big.Int).SetBytes(signature)
	if len(signature) != k.Size() || s.Cmp(k.N) >= 0 || k.N.BitLen() < 1024 {
		return false
	}
	encoded := encodeSaltless(h, message, k.N.BitLen()-1)
	if encoded == nil {
		return false
	}
	m := s.Exp(s, big.NewInt(int64(k.E)), k.N)
	return m.BitLen() <= len(encoded)*8 && bytes.Equal(m.FillBytes(make([]byte, len(encoded))), encoded)
}

// encodeSaltless is EMSA-PSS-ENCODE with sLen 0; nil: it does not fit.
//
// https://www.rfc-editor.org/rfc/rfc3447#section-9.1.1
func encodeSaltless(h *hashAlgorithm, message []byte, emBits int) []byte {
	hash := h.sum(message)    // step 2
	emLen := (emBits + 7) / 8 //
	if emLen < len(hash)+2 {  // step 3
		return nil
	}
	digest := h.sum(append(make([]byte, 8), hash...)) // steps 5 and 6
	out := make([]byte, emLen)
	db := out[:emLen-len(hash)-1]
	db[len(db)-1] = 1                         // steps 7 and 8
	mask(h, digest, db)                       // steps 9 and 10
	db[0] &= 0xFF >> (8*emLen - emBits)       // step 11
	copy(out[len(db):], append(digest, 0xBC)) // step 12
	return out
}

// mask is MGF1, xored over data.
//
// https://www.rfc-editor.org/rfc/rfc3447#appendix-B.2.1
func mask(h *hashAlgorithm, seed, data []byte) {
	for counter := uint32(0); len(data) > 0; counter++ {
		block := h.sum(binary.BigEndian.AppendUint32(append([]byte{}, seed...), counter))
		n := min(len(block), len(data))
		for i := range n {
			data[i] ^= block[i]
		}
		data = data[n:]
	}
}
