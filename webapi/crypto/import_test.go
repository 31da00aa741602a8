package crypto

import (
	"bytes"
	"errors"
	"testing"
)

// formatNames are the key formats a fuzzed byte chooses from.
var formatNames = []string{"raw", "spki", "pkcs8", "jwk"}

// FuzzImport (corpus in testdata/fuzz) gives the key importers anything: they must refuse it as the
// standard says, or make a key that exports to what imports to the same key.
func FuzzImport(f *testing.F) {
	f.Fuzz(func(t *testing.T, which, format byte, data []byte) {
		a := registered[int(which)%len(registered)]
		name := formatNames[int(format)%len(formatNames)]
		k := tryImport(t, a, name, data)
		if k == nil || !a.supports(opExport) {
			return
		}
		first, err := a.exportKey(k, name)
		if err != nil {
			t.Fatalf("%s: cannot export what was imported as %s: %v", a.name, name, err)
		}
		again := tryImport(t, a, name, first.encoded())
		if again == nil {
			t.Fatalf("%s: cannot import what was exported as %s", a.name, name)
		}
		second, err := a.exportKey(again, name)
		if err != nil || !bytes.Equal(first.encoded(), second.encoded()) {
			t.Fatalf("%s: %s is not stable: %x, then %x (%v)", a.name, name, first.encoded(), second.encoded(), err)
		}
	})
}

func (e *exported) encoded() []byte {
	if e.jwk != nil {
		return e.jwk.json()
	}
	return e.data
}

// testParams are parameters that every algorithm can use.
func testParams(a *algorithm) *params {
	return &params{
		algorithm: a, hash: hashes[1], namedCurve: "P-256",
		modulusLength: 1024, publicExponent: []byte{1, 0, 1}, length: 128, hasLength: a.name != "HMAC",
	}
}

// tryImport imports with the usages that suit; nil: the data are no key.
func tryImport(t *testing.T, a *algorithm, format string, data []byte) *Key {
	in := &importing{format: format, data: data, extractable: a.supports(opExport)}
	if format == "jwk" {
		j, err := parseJWK(data)
		if err != nil {
			return nil
		}
		in.jwk, in.data = j, nil
	}
	k, err := a.importKey(testParams(a), in)
	if err != nil {
		if f := (*failure)(nil); !errors.As(err, &f) {
			t.Fatalf("%s: %s: an error without a name: %v", a.name, format, err)
		}
		return nil
	}
	k.Extractable = true
	return k
}
