package crypto

// secret is the bytes of a symmetric key that is imported, raw or as a JSON Web
// Key of the given use. suits says whether the latter's "alg" is right for a key
// of length bits. name is the algorithm's, for errors.
func (in *importing) secret(name, use string, usages Usages, suits func(alg string, length int) bool) ([]byte, error) {
	switch in.format {
	case "raw", "raw-secret":
		return in.data, nil
	case "jwk":
	default:
		return nil, badFormat(name, in.format)
	}
	j := in.jwk
	if j.text["kty"] != "oct" {
		return nil, dataError("the key's kty is %q, not %q", j.text["kty"], "oct")
	}
	material, err := j.bytes("k")
	if err != nil {
		return nil, err
	}
	if alg, ok := j.text["alg"]; ok && !suits(alg, len(material)*8) {
		return nil, dataError("the key's alg is %q", alg)
	}
	return material, j.suits(in, "oct", use, usages)
}
