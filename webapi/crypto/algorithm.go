package crypto

import (
	"context"
	"strings"
)

// operation is a supported operation's name.
//
// https://w3c.github.io/webcrypto/#dfn-supported-operation
type operation string

const (
	opEncrypt   operation = "encrypt"
	opDecrypt   operation = "decrypt"
	opSign      operation = "sign"
	opVerify    operation = "verify"
	opDerive    operation = "deriveBits"
	opWrap      operation = "wrapKey"
	opUnwrap    operation = "unwrapKey"
	opGenerate  operation = "generateKey"
	opImport    operation = "importKey"
	opExport    operation = "exportKey"
	opKeyLength operation = "get key length"
)

// algorithm is a registered algorithm. takes says, for each operation it
// supports, which dictionary its parameters are; the functions do the work, off
// the event loop. Their errors are failures, or any other for an OperationError.
type algorithm struct {
	name  string
	takes map[operation]dictionary

	encrypt, decrypt func(p *params, k *Key, data []byte) ([]byte, error) // and wrap, unwrap
	sign             func(p *params, k *Key, message []byte) ([]byte, error)
	verify           func(p *params, k *Key, signature, message []byte) (bool, error)
	derive           func(ctx context.Context, p *params, k *Key, length bits) ([]byte, error)
	generate         func(ctx context.Context, p *params, extractable bool, u Usages) (*keys, error)
	importKey        func(p *params, in *importing) (*Key, error)
	exportKey        func(k *Key, format string) (*exported, error)
	keyLength        func(p *params) (bits, error)
}

// bits is a length in bits; null is none given.
type bits int64

const null bits = -1

// maxSecret is the longest secret that is derived or generated.
const maxSecret bits = 8 << 20

// importing is what an import key operation is given besides its parameters.
type importing struct {
	format      string // "raw", "pkcs8", "spki" or "jwk"
	data        []byte // unless jwk
	jwk         *jwk
	extractable bool
	usages      Usages
}

// exported is what an export key operation gives: one of the two.
type exported struct {
	data []byte
	jwk  *jwk
}

func (a *algorithm) supports(op operation) bool {
	_, ok := a.takes[op]
	return ok
}

// registered are the algorithms, as "define an algorithm" of the standard has
// them, but for the hashes.
var registered = []*algorithm{
	rsaAlgorithm(rsaPKCS1), rsaAlgorithm(rsaPSS), rsaAlgorithm(rsaOAEP),
	ecAlgorithm(ecdsaKind), ecAlgorithm(ecdhKind),
	okpAlgorithm(ed25519Kind), okpAlgorithm(x25519Kind),
	aesAlgorithm(aesCTR), aesAlgorithm(aesCBC), aesAlgorithm(aesGCM), aesAlgorithm(aesKW),
	hmacAlgorithm(), hkdfAlgorithm(), pbkdf2Algorithm(),
}

// lookup finds the algorithm that supports op under a name, whatever its case;
// nil: there is none.
func lookup(op operation, name string) *algorithm {
	for _, a := range registered {
		if sameName(a.name, name) && a.supports(op) {
			return a
		}
	}
	return nil
}

// sameName compares names whatever their case, without Unicode's folding (K for
// the Kelvin sign).
func sameName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }
