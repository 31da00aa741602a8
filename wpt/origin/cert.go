package origin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

const (
	// Host is the suite's own name, Alternate the one of another site.
	Host      = "web-platform.test"
	Alternate = "not-web-platform.test"

	validity = 30 * 24 * time.Hour
)

// labels are the names the suite uses below its hosts, up to two deep.
var labels = []string{"www", "www1", "www2", "xn--n8j6ds53lwwkrqhv28a", "xn--lve-6lad"}

// names are all host names a certificate must be good for.
func names() []string {
	var all []string
	for _, host := range []string{Host, Alternate} {
		all = append(all, host, "*."+host)
		for _, label := range labels {
			all = append(all, "*."+label+"."+host)
		}
	}
	return append(all, "localhost")
}

// certificates writes ca.pem, cert.pem and key.pem into dir: an authority made
// for this run, whose key is forgotten, and a certificate for the suite's names.
func certificates(dir string) error {
	authority, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "asterism test run"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(validity),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano() + 1), Subject: pkix.Name{CommonName: Host}, DNSNames: names(),
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &authority.PublicKey, authority)
	if err != nil {
		return err
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, authority)
	if err != nil {
		return err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"ca.pem", pemOf("CERTIFICATE", caDER)},
		{"cert.pem", append(pemOf("CERTIFICATE", leafDER), pemOf("CERTIFICATE", caDER)...)},
		{"key.pem", pemOf("PRIVATE KEY", keyDER)},
	} {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
