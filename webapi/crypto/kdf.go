package crypto

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"encoding/binary"
)

func saltMember() member {
	return bufferMember("salt", true, func(p *params) *[]byte { return &p.salt })
}

// https://w3c.github.io/webcrypto/#hkdf
func hkdfAlgorithm() *algorithm {
	info := bufferMember("info", true, func(p *params) *[]byte { return &p.info })
	return kdfAlgorithm("HKDF", dictionary{{hashMember(), saltMember(), info}}, deriveHKDF) // HkdfParams
}

// https://w3c.github.io/webcrypto/#pbkdf2
func pbkdf2Algorithm() *algorithm {
	iterations := numberMember("iterations", true, longWord, func(p *params, n int) { p.iterations = n })
	return kdfAlgorithm("PBKDF2", dictionary{{saltMember(), iterations, hashMember()}}, derivePBKDF2) // Pbkdf2Params
}

// kdfAlgorithm is what the two have in common: keys are imported and never exported.
func kdfAlgorithm(name string, takes dictionary, derive func(context.Context, *params, *Key, bits) ([]byte, error)) *algorithm {
	return &algorithm{
		name:   name,
		takes:  map[operation]dictionary{opDerive: takes, opImport: nil, opKeyLength: nil},
		derive: derive,
		importKey: func(_ *params, in *importing) (*Key, error) {
			if in.format != "raw" && in.format != "raw-secret" {
				return nil, badFormat(name, in.format)
			}
			if err := in.usages.only(DeriveKey | DeriveBits); err != nil {
				return nil, err
			}
			if in.extractable {
				return nil, syntaxError("a key for %s cannot be extractable", name)
			}
			return &Key{Type: "secret", Algorithm: KeyAlgorithm{Name: name}, material: in.data}, nil
		},
		keyLength: func(*params) (bits, error) { return null, nil },
	}
}

// kdfBytes is the length of what is to be derived.
func kdfBytes(length bits) (int, error) {
	if length == null || length%8 != 0 || length > maxSecret {
		return 0, operationError("what is derived must have a number of bytes, at most %d", maxSecret/8)
	}
	return int(length / 8), nil
}

func deriveHKDF(_ context.Context, p *params, k *Key, length bits) ([]byte, error) {
	n, err := kdfBytes(length)
	if err != nil || n == 0 {
		return []byte{}, err
	}
	return hkdf.Key(p.hash.make, k.material.([]byte), p.salt, string(p.info), n)
}

// derivePBKDF2 is https://www.rfc-editor.org/rfc/rfc8018#section-5.2, written so
// that it ends with ctx: there may be four billion iterations.
func derivePBKDF2(ctx context.Context, p *params, k *Key, length bits) ([]byte, error) {
	n, err := kdfBytes(length)
	if err != nil {
		return nil, err
	}
	if p.iterations == 0 {
		return nil, operationError("at least one iteration is needed")
	}
	prf := hmac.New(p.hash.make, k.material.([]byte))
	out := make([]byte, 0, n+prf.Size())
	u := make([]byte, 0, prf.Size())
	for block := uint32(1); len(out) < n; block++ {
		prf.Reset()
		prf.Write(p.salt)
		prf.Write(binary.BigEndian.AppendUint32(nil, block))
		u = prf.Sum(u[:0])
		at := len(out)
		out = append(out, u...)
		for i := 1; i < p.iterations; i++ {
			if i%4096 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			prf.Reset()
			prf.Write(u)
			u = prf.Sum(u[:0])
			for j, b := range u {
				out[at+j] ^= b
			}
		}
	}
	return out[:n], nil
}
