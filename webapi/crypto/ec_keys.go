package crypto

import (
	"crypto/ecdsa"
	"encoding/asn1"
)

func (kind *ecKind) importKey(p *params, in *importing) (*Key, error) {
	var material any
	var err error
	c := curveNamed(p.namedCurve)
	switch in.format {
	case "spki":
		material, err = kind.importSPKI(c, in)
	case "pkcs8":
		material, err = kind.importPKCS8(c, in)
	case "jwk":
		material, err = kind.importJWK(c, in)
	case "raw", "raw-public":
		material, err = kind.importRaw(c, in)
	default:
		err = badFormat(kind.name, in.format)
	}
	if err != nil {
		return nil, err
	}
	k := &Key{Type: "public", Algorithm: KeyAlgorithm{Name: kind.name, NamedCurve: p.namedCurve}, material: material}
	if _, ok := material.(*ecdsa.PrivateKey); ok {
		k.Type = "private"
	}
	return k, nil
}

func (kind *ecKind) importRaw(c *curve, in *importing) (*ecdsa.PublicKey, error) {
	if c == nil {
		return nil, dataError("there is no such curve")
	}
	if err := in.usages.only(kind.public); err != nil {
		return nil, err
	}
	return c.point(in.data)
}

func (kind *ecKind) importSPKI(c *curve, in *importing) (*ecdsa.PublicKey, error) {
	if err := in.usages.only(kind.public); err != nil {
		return nil, err
	}
	params, data, err := parseSPKI(in.data, oidEC)
	if err != nil {
		return nil, err
	}
	if err := c.is(params); err != nil {
		return nil, err
	}
	return c.point(data)
}

// is checks that an algorithm's parameters name the curve.
func (c *curve) is(params asn1.RawValue) error {
	var oid asn1.ObjectIdentifier
	if err := parseDER(params.FullBytes, &oid); err != nil {
		return err
	}
	if c == nil || !oid.Equal(c.oid) {
		return dataError("the key is of another curve")
	}
	return nil
}

// ecPrivateKey is https://www.rfc-editor.org/rfc/rfc5915#section-3
type ecPrivateKey struct {
	Version    int
	PrivateKey []byte
	Curve      asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
	PublicKey  asn1.BitString        `asn1:"optional,explicit,tag:1"`
}

func (kind *ecKind) importPKCS8(c *curve, in *importing) (*ecdsa.PrivateKey, error) {
	if err := in.usages.only(kind.private); err != nil {
		return nil, err
	}
	params, data, err := parsePKCS8(in.data, oidEC)
	if err != nil {
		return nil, err
	}
	if err := c.is(params); err != nil {
		return nil, err
	}
	var inner ecPrivateKey
	if err := parseDER(data, &inner); err != nil {
		return nil, err
	}
	if inner.Version != 1 || inner.Curve != nil && !inner.Curve.Equal(c.oid) {
		return nil, dataError("the key is of another curve or version")
	}
	k, err := c.private(inner.PrivateKey)
	if err != nil {
		return nil, err
	}
	if inner.PublicKey.BitLength > 0 {
		public, err := c.point(inner.PublicKey.Bytes)
		if err != nil || !public.Equal(&k.PublicKey) {
			return nil, dataError("the public key is another key's")
		}
	}
	return k, nil
}

func (c *curve) private(d []byte) (*ecdsa.PrivateKey, error) {
	k, err := ecdsa.ParseRawPrivateKey(c.Curve, d)
	if err != nil {
		return nil, dataError("the key is not a private key of %s", c.name)
	}
	return k, nil
}

func (kind *ecKind) importJWK(c *curve, in *importing) (any, error) {
	j, allowed := in.jwk, kind.public
	if j.has("d") {
		allowed = kind.private
	}
	if err := j.suits(in, "EC", kind.use, allowed); err != nil {
		return nil, err
	}
	if c == nil || j.text["crv"] != c.name {
		return nil, dataError("the key's crv is %q", j.text["crv"])
	}
	if alg, ok := j.text["alg"]; ok && kind.hasAlg && alg != c.alg {
		return nil, dataError("the key's alg is %q", alg)
	}
	var parts [2][]byte
	for i, name := range []string{"x", "y"} {
		var err error
		if parts[i], err = j.bytes(name); err != nil {
			return nil, err
		}
		if len(parts[i]) != c.size() {
			return nil, dataError("the key's %s has %d bytes, not %d", name, len(parts[i]), c.size())
		}
	}
	public, err := c.point(c.uncompressed(parts[0], parts[1]))
	if err != nil || !j.has("d") {
		return public, err
	}
	d, err := j.bytes("d")
	if err != nil {
		return nil, err
	}
	k, err := c.private(d)
	if err != nil {
		return nil, err
	}
	if !public.Equal(&k.PublicKey) {
		return nil, dataError("the public key is another key's")
	}
	return k, nil
}

func (kind *ecKind) exportKey(k *Key, format string) (*exported, error) {
	switch format {
	case "spki", "pkcs8":
		return exportDER(k, format)
	case "raw", "raw-public":
		if k.Type != "public" {
			return nil, invalidAccess("a %s key cannot be exported as %s", k.Type, format)
		}
		data, err := k.material.(*ecdsa.PublicKey).Bytes()
		return &exported{data: data}, err
	case "jwk":
		return kind.exportJWK(k)
	}
	return nil, badFormat(kind.name, format)
}

func (kind *ecKind) exportJWK(k *Key) (*exported, error) {
	c := curveNamed(k.Algorithm.NamedCurve)
	point, err := publicOf(k.material).(*ecdsa.PublicKey).Bytes()
	if err != nil {
		return nil, err
	}
	j := newJWK("EC")
	j.text["crv"] = c.name
	j.set("x", point[1:1+c.size()])
	j.set("y", point[1+c.size():])
	if private, ok := k.material.(*ecdsa.PrivateKey); ok {
		d, err := private.Bytes()
		if err != nil {
			return nil, err
		}
		j.set("d", d)
	}
	return &exported{jwk: j.describe(k)}, nil
}
