package crypto

import (
	"context"
	"encoding/asn1"
)

// okpKind is Ed25519 or X25519: keys are 32 bytes, public or private.
//
// https://w3c.github.io/webcrypto/#ed25519 and https://w3c.github.io/webcrypto/#x25519
type okpKind struct {
	name            string
	oid             asn1.ObjectIdentifier
	use             string   // of JSON Web Keys
	algs            []string // of JSON Web Keys, the one to export first; nil: none, any
	public, private Usages
	takes           map[operation]dictionary
	set             func(a *algorithm)

	generateRaw func() (private any, err error)
	readPublic  func(data []byte) (any, error)
	readPrivate func(data []byte) (any, error)
	rawPublic   func(public any) []byte
	rawPrivate  func(private any) []byte
}

func okpAlgorithm(kind *okpKind) *algorithm {
	takes := map[operation]dictionary{opGenerate: nil, opImport: nil, opExport: nil}
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

func (kind *okpKind) generate(_ context.Context, _ *params, extractable bool, u Usages) (*keys, error) {
	if err := u.only(kind.public | kind.private); err != nil {
		return nil, err
	}
	k, err := kind.generateRaw()
	if err != nil {
		return nil, err
	}
	return pair(KeyAlgorithm{Name: kind.name}, k, extractable, u, kind.public, kind.private), nil
}
