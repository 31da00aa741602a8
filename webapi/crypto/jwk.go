package crypto

import (
	"encoding/base64"
	"math/big"
	"strings"
)

// jwk is a JsonWebKey. An absent member is nil.
//
// https://w3c.github.io/webcrypto/#JsonWebKey-dictionary
type jwk struct {
	text   map[string]string // the DOMString members
	ext    *bool
	keyOps []string // nil: absent
	oth    bool     // present; what is in it is not kept
}

// jwkText are the members that are strings.
var jwkText = []string{"alg", "crv", "d", "dp", "dq", "e", "k", "kty", "n", "p", "q", "qi", "use", "x", "y"}

func newJWK(kty string) *jwk { return &jwk{text: map[string]string{"kty": kty}} }

func (j *jwk) has(name string) bool {
	_, ok := j.text[name]
	return ok
}

// suits checks what the import operations of all algorithms check; allowed are the usages
// that the key's type allows, use what a use member must say.
func (j *jwk) suits(in *importing, kty, use string, allowed Usages) error {
	if err := in.usages.only(allowed); err != nil {
		return err
	}
	if j.text["kty"] != kty {
		return dataError("the key's kty is %q, not %q", j.text["kty"], kty)
	}
	if v, ok := j.text["use"]; ok && in.usages != 0 && v != use {
		return dataError("the key's use is %q, not %q", v, use)
	}
	if err := j.permits(in.usages); err != nil {
		return err
	}
	if j.ext != nil && !*j.ext && in.extractable {
		return dataError("the key's ext says that it is not extractable")
	}
	return nil
}

// permits checks key_ops: no value twice, and all the usages among them.
//
// https://www.rfc-editor.org/rfc/rfc7517#section-4.3
func (j *jwk) permits(u Usages) error {
	if j.keyOps == nil {
		return nil
	}
	seen := make(map[string]bool, len(j.keyOps))
	var has Usages
	for _, op := range j.keyOps {
		if seen[op] {
			return dataError("the key's key_ops has %q twice", op)
		}
		seen[op] = true
		has |= usageNamed(op)
	}
	if missing := u &^ has; missing != 0 {
		return dataError("the key's key_ops lacks %s", strings.Join(missing.Names(), ", "))
	}
	return nil
}

// bytes decodes a base64url member.
func (j *jwk) bytes(name string) ([]byte, error) {
	v, ok := j.text[name]
	if !ok {
		return nil, dataError("the key has no %s", name)
	}
	data, err := base64.RawURLEncoding.DecodeString(v)
	if err != nil || strings.ContainsAny(v, "\r\n") {
		return nil, dataError("the key's %s is not base64url", name)
	}
	return data, nil
}

// number decodes a Base64urlUInt member.
func (j *jwk) number(name string) (*big.Int, error) {
	data, err := j.bytes(name)
	if err != nil {
		return nil, err
	}
	return new(big.Int).SetBytes(data), nil
}

func (j *jwk) set(name string, data []byte) {
	j.text[name] = base64.RawURLEncoding.EncodeToString(data)
}

// describe adds the members that every exported key has.
func (j *jwk) describe(k *Key) *jwk {
	ext := k.Extractable
	j.ext, j.keyOps = &ext, k.Usages.Names()
	return j
}
