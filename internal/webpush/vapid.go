package webpush

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// longestToken is how far ahead a token may expire (RFC 8292, 2).
const longestToken = 24 * time.Hour

// maxToken is how long an Authorization field may be, in bytes.
const maxToken = 8 << 10

// ErrNoVAPID: the request carries no VAPID credentials.
var ErrNoVAPID = errors.New("webpush: an Authorization field with the scheme vapid is missing")

type tokenHeader struct {
	Type string `json:"typ"`
	Alg  string `json:"alg"`
}

type tokenClaims struct {
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"` // seconds since 1970
	Subject  string `json:"sub,omitempty"`
}

// NewServerKey makes an application server's key pair.
func NewServerKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// ServerPublic is the public key as applicationServerKey takes it.
func ServerPublic(key *ecdsa.PrivateKey) ([]byte, error) { return key.PublicKey.Bytes() }

// Authorize is the Authorization field of a request to a push service at an
// origin. subject is a mailto: or https: URL of whoever sends.
//
// https://www.rfc-editor.org/rfc/rfc8292#section-3
func Authorize(key *ecdsa.PrivateKey, origin, subject string, expires time.Time) (string, error) {
	header, err := json.Marshal(tokenHeader{"JWT", "ES256"})
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(tokenClaims{origin, expires.Unix(), subject})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode(header) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		return "", err
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	public, err := ServerPublic(key)
	if err != nil {
		return "", err
	}
	return "vapid t=" + signed + "." + encode(signature) + ", k=" + encode(public), nil
}

// Verify checks the Authorization field of a push message to a push service at
// an origin, sent for a subscription that is restricted to the given key.
//
// https://www.rfc-editor.org/rfc/rfc8292#section-4.2
func Verify(authorization string, key []byte, origin string, now time.Time) error {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if !strings.EqualFold(scheme, "vapid") {
		return ErrNoVAPID
	}
	if len(authorization) > maxToken {
		return errors.New("webpush: the Authorization field is too long")
	}
	var token string
	var public []byte
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "t":
			token = value
		case "k":
			public, _ = decode(value)
		}
	}
	if !bytes.Equal(public, key) {
		return errors.New("webpush: the message is signed with another key than the subscription's applicationServerKey")
	}
	return verifyToken(token, key, origin, now)
}

func verifyToken(token string, key []byte, origin string, now time.Time) error {
	bad := func(what string) error { return fmt.Errorf("webpush: the VAPID token %s", what) }
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return bad("is no JWT")
	}
	var header tokenHeader
	if data, err := decode(parts[0]); err != nil || json.Unmarshal(data, &header) != nil || header.Alg != "ES256" {
		return bad("is not signed with ES256")
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), key)
	if err != nil {
		return fmt.Errorf("webpush: the applicationServerKey: %w", err)
	}
	signature, err := decode(parts[2])
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || len(signature) != 64 || !ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return bad("has a wrong signature")
	}
	var claims tokenClaims
	if data, err := decode(parts[1]); err != nil || json.Unmarshal(data, &claims) != nil {
		return bad("has no readable claims")
	}
	expires := time.Unix(claims.Expires, 0)
	switch {
	case claims.Audience != origin:
		return bad(fmt.Sprintf("is for %.200q, not for %s", claims.Audience, origin))
	case !now.Before(expires):
		return bad("has expired")
	case expires.Sub(now) > longestToken:
		return bad("expires more than 24 hours ahead")
	}
	return nil
}

// decode is base64url, padded or not.
func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}
