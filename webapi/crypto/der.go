package crypto

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

// Object identifiers of key algorithms.
var (
	oidRSA     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1} // RFC 3447
	oidEC      = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}     // RFC 5480
	oidX25519  = asn1.ObjectIdentifier{1, 3, 101, 110}             // RFC 8410
	oidEd25519 = asn1.ObjectIdentifier{1, 3, 101, 112}
)

// subjectPublicKeyInfo is https://www.rfc-editor.org/rfc/rfc5280#section-4.1
type subjectPublicKeyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	PublicKey asn1.BitString
}

// privateKeyInfo is https://www.rfc-editor.org/rfc/rfc5208#section-5; what may
// follow (attributes, a public key) is of no interest.
type privateKeyInfo struct {
	Version    int
	Algorithm  pkix.AlgorithmIdentifier
	PrivateKey []byte
}

// parseDER is "parse an ASN.1 structure" with exactData true.
//
// https://w3c.github.io/webcrypto/#concept-parse-an-asn1-structure
func parseDER(data []byte, structure any) error {
	rest, err := asn1.Unmarshal(data, structure)
	if err != nil {
		return dataError("the key is not the DER it should be: %v", err)
	}
	if len(rest) > 0 {
		return dataError("%d bytes follow the key", len(rest))
	}
	return nil
}

// parseSPKI is "parse a subjectPublicKeyInfo", for keys of one algorithm.
func parseSPKI(data []byte, oid asn1.ObjectIdentifier) (params asn1.RawValue, key []byte, err error) {
	var info subjectPublicKeyInfo
	if err := parseDER(data, &info); err != nil {
		return params, nil, err
	}
	if !info.Algorithm.Algorithm.Equal(oid) {
		return params, nil, dataError("the key is of another algorithm")
	}
	if info.PublicKey.BitLength%8 != 0 {
		return params, nil, dataError("the key is not a number of bytes")
	}
	return info.Algorithm.Parameters, info.PublicKey.Bytes, nil
}

// parsePKCS8 is "parse a privateKeyInfo", for keys of one algorithm.
func parsePKCS8(data []byte, oid asn1.ObjectIdentifier) (params asn1.RawValue, key []byte, err error) {
	var info privateKeyInfo
	if err := parseDER(data, &info); err != nil {
		return params, nil, err
	}
	if info.Version != 0 && info.Version != 1 {
		return params, nil, dataError("the key has version %d", info.Version)
	}
	if !info.Algorithm.Algorithm.Equal(oid) {
		return params, nil, dataError("the key is of another algorithm")
	}
	return info.Algorithm.Parameters, info.PrivateKey, nil
}

// exportDER is the spki and pkcs8 parts of the export operations. An
// ECPrivateKey comes without its parameters, against the standard's text (they
// are in the PrivateKeyInfo already), as browsers write it and tests expect it.
func exportDER(k *Key, format string) (*exported, error) {
	var data []byte
	var err error
	switch {
	case format == "spki" && k.Type == "public":
		data, err = x509.MarshalPKIXPublicKey(k.material)
	case format == "pkcs8" && k.Type == "private":
		data, err = x509.MarshalPKCS8PrivateKey(k.material)
	default:
		return nil, invalidAccess("a %s key cannot be exported as %s", k.Type, format)
	}
	if err != nil {
		return nil, err
	}
	return &exported{data: data}, nil
}
