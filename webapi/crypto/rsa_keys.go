package crypto

import (
	"crypto/rsa"
	"crypto/x509"
	"math/big"
)

func (kind *rsaKind) importKey(p *params, in *importing) (*Key, error) {
	var material any
	var err error
	switch in.format {
	case "spki":
		material, err = kind.importSPKI(in)
	case "pkcs8":
		material, err = kind.importPKCS8(in)
	case "jwk":
		material, err = kind.importJWK(p, in)
	default:
		err = badFormat(kind.name, in.format)
	}
	if err != nil {
		return nil, err
	}
	public := publicOf(material).(*rsa.PublicKey)
	if n := public.N; n.Sign() <= 0 || n.Bit(0) == 0 || n.BitLen() > maxImportedModulus || public.E < 3 || public.E&1 == 0 || public.E >= 1<<31 {
		return nil, dataError("the key is not a usable RSA key")
	}
	k := &Key{Type: "public", Algorithm: kind.algorithm(public, p.hash), material: material}
	if material != any(public) {
		k.Type = "private"
	}
	return k, nil
}

func (kind *rsaKind) importSPKI(in *importing) (*rsa.PublicKey, error) {
	if err := in.usages.only(kind.public); err != nil {
		return nil, err
	}
	_, data, err := parseSPKI(in.data, oidRSA)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParsePKCS1PublicKey(data)
	if err != nil {
		return nil, dataError("%v", err)
	}
	return k, nil
}

func (kind *rsaKind) importPKCS8(in *importing) (*rsa.PrivateKey, error) {
	if err := in.usages.only(kind.private); err != nil {
		return nil, err
	}
	_, data, err := parsePKCS8(in.data, oidRSA)
	if err != nil {
		return nil, err
	}
	if len(data) > maxImportedModulus { // five halves and two wholes of the modulus' bytes, and more
		return nil, dataError("the key is too long")
	}
	k, err := x509.ParsePKCS1PrivateKey(data)
	if err != nil {
		return nil, dataError("%v", err)
	}
	if len(k.Primes) != 2 {
		return nil, dataError("the key has more than two primes")
	}
	return k, nil
}

func (kind *rsaKind) importJWK(p *params, in *importing) (any, error) {
	j, allowed := in.jwk, kind.public
	if j.has("d") {
		allowed = kind.private
	}
	if err := j.suits(in, "RSA", kind.use, allowed); err != nil {
		return nil, err
	}
	if alg, ok := j.text["alg"]; ok && (alg == "" || alg != kind.alg(p.hash)) {
		return nil, dataError("the key's alg is %q", alg)
	}
	numbers := make(map[string]*big.Int)
	names := []string{"n", "e"}
	if j.has("d") {
		names = []string{"n", "e", "d", "p", "q", "dp", "dq", "qi"}
	}
	for _, name := range names {
		var err error
		if numbers[name], err = j.number(name); err != nil {
			return nil, err
		}
		if numbers[name].BitLen() > maxImportedModulus {
			return nil, dataError("the key's %s is too long", name)
		}
	}
	if numbers["e"].BitLen() > 31 {
		return nil, dataError("the key's e is too large")
	}
	public := rsa.PublicKey{N: numbers["n"], E: int(numbers["e"].Int64())}
	if !j.has("d") {
		return &public, nil
	}
	if j.oth {
		return nil, dataError("the key has more than two primes")
	}
	return privateRSA(public, numbers)
}

// privateRSA makes a private key of a JSON Web Key's numbers, which must agree.
func privateRSA(public rsa.PublicKey, numbers map[string]*big.Int) (*rsa.PrivateKey, error) {
	k := &rsa.PrivateKey{PublicKey: public, D: numbers["d"], Primes: []*big.Int{numbers["p"], numbers["q"]}}
	if err := k.Validate(); err != nil {
		return nil, dataError("%v", err)
	}
	k.Precompute()
	if k.Precomputed.Dp.Cmp(numbers["dp"]) != 0 || k.Precomputed.Dq.Cmp(numbers["dq"]) != 0 ||
		k.Precomputed.Qinv.Cmp(numbers["qi"]) != 0 {
		return nil, dataError("the key's dp, dq and qi do not belong to it")
	}
	return k, nil
}

func (kind *rsaKind) exportKey(k *Key, format string) (*exported, error) {
	switch format {
	case "spki", "pkcs8":
		return exportDER(k, format)
	case "jwk":
		return kind.exportJWK(k)
	}
	return nil, badFormat(kind.name, format)
}

func (kind *rsaKind) exportJWK(k *Key) (*exported, error) {
	j := newJWK("RSA")
	alg := kind.alg(hashNamed(k.Algorithm.Hash))
	if alg == "" {
		return nil, notSupported("JSON Web Keys have no name for %s with %s", kind.name, k.Algorithm.Hash)
	}
	j.text["alg"] = alg
	public := publicOf(k.material).(*rsa.PublicKey)
	j.set("n", public.N.Bytes())
	j.set("e", big.NewInt(int64(public.E)).Bytes())
	if private, ok := k.material.(*rsa.PrivateKey); ok {
		j.set("d", private.D.Bytes())
		j.set("p", private.Primes[0].Bytes())
		j.set("q", private.Primes[1].Bytes())
		j.set("dp", private.Precomputed.Dp.Bytes())
		j.set("dq", private.Precomputed.Dq.Bytes())
		j.set("qi", private.Precomputed.Qinv.Bytes())
	}
	return &exported{jwk: j.describe(k)}, nil
}
