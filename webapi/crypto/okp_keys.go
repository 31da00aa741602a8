package crypto

import (
	"bytes"
	"slices"
)

func (kind *okpKind) importKey(_ *params, in *importing) (*Key, error) {
	k := &Key{Type: "public", Algorithm: KeyAlgorithm{Name: kind.name}}
	var err error
	switch in.format {
	case "spki":
		k.material, err = kind.importSPKI(in)
	case "pkcs8":
		k.Type = "private"
		k.material, err = kind.importPKCS8(in)
	case "jwk":
		if in.jwk.has("d") {
			k.Type = "private"
		}
		k.material, err = kind.importJWK(in)
	case "raw", "raw-public":
		k.material, err = kind.importPublic(in, in.data)
	default:
		err = badFormat(kind.name, in.format)
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

func (kind *okpKind) importPublic(in *importing, data []byte) (any, error) {
	if err := in.usages.only(kind.public); err != nil {
		return nil, err
	}
	if len(data) != 32 {
		return nil, dataError("a key has 32 bytes, not %d", len(data))
	}
	return kind.readPublic(data)
}

func (kind *okpKind) importSPKI(in *importing) (any, error) {
	if err := in.usages.only(kind.public); err != nil {
		return nil, err
	}
	params, data, err := parseSPKI(in.data, kind.oid)
	if err != nil {
		return nil, err
	}
	if len(params.FullBytes) > 0 {
		return nil, dataError("the key's algorithm has parameters")
	}
	return kind.importPublic(in, data)
}

func (kind *okpKind) importPKCS8(in *importing) (any, error) {
	if err := in.usages.only(kind.private); err != nil {
		return nil, err
	}
	params, data, err := parsePKCS8(in.data, kind.oid)
	if err != nil {
		return nil, err
	}
	if len(params.FullBytes) > 0 {
		return nil, dataError("the key's algorithm has parameters")
	}
	var inner []byte // CurvePrivateKey: https://www.rfc-editor.org/rfc/rfc8410#section-7
	if err := parseDER(data, &inner); err != nil {
		return nil, err
	}
	return kind.importPrivate(inner)
}

func (kind *okpKind) importPrivate(data []byte) (any, error) {
	if len(data) != 32 {
		return nil, dataError("a key has 32 bytes, not %d", len(data))
	}
	return kind.readPrivate(data)
}

// importJWK reads https://www.rfc-editor.org/rfc/rfc8037#section-2
func (kind *okpKind) importJWK(in *importing) (any, error) {
	j, allowed := in.jwk, kind.public
	if j.has("d") {
		allowed = kind.private
	}
	if err := in.usages.only(allowed); err != nil {
		return nil, err
	}
	if err := j.suits(in, "OKP", kind.use, allowed); err != nil {
		return nil, err
	}
	if j.text["crv"] != kind.name {
		return nil, dataError("the key's crv is %q", j.text["crv"])
	}
	if alg, ok := j.text["alg"]; ok && kind.algs != nil && !slices.Contains(kind.algs, alg) {
		return nil, dataError("the key's alg is %q", alg)
	}
	x, err := j.bytes("x")
	if err != nil {
		return nil, err
	}
	if !j.has("d") {
		return kind.importPublic(in, x)
	}
	d, err := j.bytes("d")
	if err != nil {
		return nil, err
	}
	k, err := kind.importPrivate(d)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(kind.rawPublic(publicOf(k)), x) {
		return nil, dataError("the public key is another key's")
	}
	return k, nil
}

func (kind *okpKind) exportKey(k *Key, format string) (*exported, error) {
	switch format {
	case "spki", "pkcs8":
		return exportDER(k, format)
	case "raw", "raw-public":
		if k.Type != "public" {
			return nil, invalidAccess("a %s key cannot be exported as %s", k.Type, format)
		}
		return &exported{data: bytes.Clone(kind.rawPublic(k.material))}, nil
	case "jwk":
		j := newJWK("OKP")
		j.text["crv"] = kind.name
		if kind.algs != nil {
			j.text["alg"] = kind.algs[0]
		}
		j.set("x", kind.rawPublic(publicOf(k.material)))
		if k.Type == "private" {
			j.set("d", kind.rawPrivate(k.material))
		}
		return &exported{jwk: j.describe(k)}, nil
	}
	return nil, badFormat(kind.name, format)
}
