package crypto

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"math/big"
)

const (
	maxGeneratedModulus = 8192
	maxImportedModulus  = 16384
)

// generateRSA makes a key of any odd public exponent; Go's own function has only
// 65537.
func generateRSA(ctx context.Context, length int, exponent *big.Int) (*rsa.PrivateKey, error) {
	if length < 1024 || length > maxGeneratedModulus {
		return nil, operationError("a modulus of %d bits cannot be had", length)
	}
	if exponent.BitLen() > 31 || exponent.BitLen() < 2 || exponent.Bit(0) == 0 {
		return nil, operationError("%v cannot be a public exponent", exponent)
	}
	if exponent.Int64() == 65537 {
		return rsa.GenerateKey(rand.Reader, length)
	}
	for ctx.Err() == nil {
		k, err := tryRSA(length, exponent)
		if k != nil || err != nil {
			return k, err
		}
	}
	return nil, ctx.Err()
}

// tryRSA makes a key of two random primes, nil when they do not fit.
func tryRSA(length int, e *big.Int) (*rsa.PrivateKey, error) {
	p, err := rand.Prime(rand.Reader, (length+1)/2)
	if err != nil {
		return nil, err
	}
	q, err := rand.Prime(rand.Reader, length/2)
	if err != nil {
		return nil, err
	}
	one := big.NewInt(1)
	n := new(big.Int).Mul(p, q)
	order := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	d := new(big.Int).ModInverse(e, order)
	if d == nil || n.BitLen() != length || p.Cmp(q) == 0 {
		return nil, nil
	}
	k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: int(e.Int64())}, D: d, Primes: []*big.Int{p, q}}
	k.Precompute()
	return k, k.Validate()
}
