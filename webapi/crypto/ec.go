package crypto

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/asn1"
)

// curve is a named curve.
//
// https://w3c.github.io/webcrypto/#dfn-NamedCurve
type curve struct {
	name string
	elliptic.Curve
	oid asn1.ObjectIdentifier
	alg string // of JSON Web Keys for ECDSA
}

var curves = []*curve{
	{"P-256", elliptic.P256(), asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}, "ES256"},
	{"P-384", elliptic.P384(), asn1.ObjectIdentifier{1, 3, 132, 0, 34}, "ES384"},
	{"P-521", elliptic.P521(), asn1.ObjectIdentifier{1, 3, 132, 0, 35}, "ES512"},
}

// curveNamed finds a curve; nil: there is none.
func curveNamed(name string) *curve {
	for _, c := range curves {
		if c.name == name {
			return c
		}
	}
	return nil
}

// size is the length of a coordinate, and of a private key, in bytes.
func (c *curve) size() int { return (c.Params().BitSize + 7) / 8 }

// point reads a public key, compressed or not.
//
// SEC 1, 2.3.4
func (c *curve) point(data []byte) (*ecdsa.PublicKey, error) {
	if len(data) == 1+c.size() && (data[0] == 2 || data[0] == 3) {
		x, y := elliptic.UnmarshalCompressed(c.Curve, data)
		if x == nil {
			return nil, dataError("the key is not a point of %s", c.name)
		}
		data = c.uncompressed(x.FillBytes(make([]byte, c.size())), y.FillBytes(make([]byte, c.size())))
	}
	k, err := ecdsa.ParseUncompressedPublicKey(c.Curve, data)
	if err != nil {
		return nil, dataError("the key is not a point of %s", c.name)
	}
	return k, nil
}

func (c *curve) uncompressed(x, y []byte) []byte { return append(append([]byte{4}, x...), y...) }

// ecKind is ECDSA or ECDH.
//
// https://w3c.github.io/webcrypto/#ecdsa and https://w3c.github.io/webcrypto/#ecdh
type ecKind struct {
	name            string
	use             string // of JSON Web Keys
	hasAlg          bool   // JSON Web Keys' alg must fit the curve
	public, private Usages
	takes           map[operation]dictionary
	set             func(a *algorithm)
}

func ecAlgorithm(kind *ecKind) *algorithm {
	named := dictionary{{curveMember()}} // EcKeyGenParams, EcKeyImportParams
	takes := map[operation]dictionary{opGenerate: named, opImport: named, opExport: nil}
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

func (kind *ecKind) generate(_ context.Context, p *params, extractable bool, u Usages) (*keys, error) {
	if err := u.only(kind.public | kind.private); err != nil {
		return nil, err
	}
	c := curveNamed(p.namedCurve)
	if c == nil {
		return nil, notSupported("there is no curve %q", p.namedCurve)
	}
	k, err := ecdsa.GenerateKey(c.Curve, rand.Reader)
	if err != nil {
		return nil, err
	}
	return pair(KeyAlgorithm{Name: kind.name, NamedCurve: c.name}, k, extractable, u, kind.public, kind.private), nil
}
