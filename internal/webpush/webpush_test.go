package webpush

import (
	"bytes"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

func bin(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of RFC 8291, 5.
func TestExample(t *testing.T) {
	private := bin(t, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
	public := bin(t, "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
	auth := bin(t, "BTBZMqHH6r4Tts7J_aSIgg")
	sender, err := ecdh.P256().NewPrivateKey(bin(t, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	message := bin(t, "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	const text = "When I grow up, I want to be a watermelon"
	got, err := Open(private, auth, message)
	if err != nil || string(got) != text {
		t.Errorf("opened %q, %v", got, err)
	}
	sealed, err := seal(sender, bin(t, "DGv6ra1nlYgDCS1FRnbzlw"), public, auth, []byte(text))
	if err != nil || !bytes.Equal(sealed, message) {
		t.Errorf("sealed %x, %v", sealed, err)
	}
}

func TestSealAndOpen(t *testing.T) {
	keys, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, MaxPayload} {
		payload := bytes.Repeat([]byte{2}, n)
		sealed, err := Seal(keys.Public, keys.Auth, payload)
		if err != nil || len(sealed) > MaxMessage {
			t.Fatalf("%d bytes: %d, %v", n, len(sealed), err)
		}
		if got, err := Open(keys.Private, keys.Auth, sealed); err != nil || !bytes.Equal(got, payload) {
			t.Errorf("%d bytes: %v", n, err)
		}
		for _, at := range []int{0, 20, 30, len(sealed) - 1} {
			broken := bytes.Clone(sealed)
			broken[at] ^= 1
			if _, err := Open(keys.Private, keys.Auth, broken); err == nil {
				t.Errorf("opened with byte %d changed", at)
			}
		}
		if _, err := Open(keys.Private, make([]byte, 16), sealed); err == nil {
			t.Error("opened with another secret")
		}
	}
	if _, err := Seal(keys.Public, keys.Auth, make([]byte, MaxPayload+1)); err == nil {
		t.Error("a payload that does not fit was sealed")
	}
	if _, err := Seal(keys.Public[1:], keys.Auth, nil); err == nil {
		t.Error("sealed for no key")
	}
}

func TestVAPID(t *testing.T) {
	key, err := NewServerKey()
	if err != nil {
		t.Fatal(err)
	}
	other, _ := NewServerKey()
	public, _ := ServerPublic(key)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	const origin = "https://shop.example"
	good, err := Authorize(key, origin, "mailto:me@shop.example", now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	with := func(k bool, origin string, expires time.Duration) string {
		from := key
		if !k {
			from = other
		}
		s, err := Authorize(from, origin, "", now.Add(expires))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		field string
		ok    bool
	}{
		"good":             {good, true},
		"scheme's case":    {"VAPID" + strings.TrimPrefix(good, "vapid"), true},
		"another key":      {with(false, origin, time.Hour), false},
		"another audience": {with(true, "https://push.example", time.Hour), false},
		"expired":          {with(true, origin, -time.Second), false},
		"too far ahead":    {with(true, origin, 25*time.Hour), false},
		"signature":        {strings.Replace(good, ", k=", "A, k=", 1), false},
		"another scheme":   {"Bearer x", false},
		"nothing":          {"", false},
		"no token":         {good[:6] + good[strings.Index(good, "k="):], false},
	} {
		if err := Verify(c.field, public, origin, now); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Verify("", public, origin, now); !errors.Is(err, ErrNoVAPID) {
		t.Errorf("got %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	keys, err := NewKeys()
	if err != nil {
		f.Fatal(err)
	}
	sealed, _ := Seal(keys.Public, keys.Auth, []byte("hello"))
	f.Add(sealed)
	f.Fuzz(func(t *testing.T, message []byte) {
		if got, err := Open(keys.Private, keys.Auth, message); err == nil && string(got) != "hello" {
			t.Errorf("opened %q", got)
		}
	})
}

func FuzzVerify(f *testing.F) {
	key, err := NewServerKey()
	if err != nil {
		f.Fatal(err)
	}
	public, _ := ServerPublic(key)
	now := time.Now()
	good, _ := Authorize(key, "https://a.example", "", now.Add(time.Hour))
	f.Add(good)
	f.Fuzz(func(t *testing.T, field string) {
		if err := Verify(field, public, "https://b.example", now); err == nil {
			t.Errorf("%q is good for another origin", field)
		}
	})
}
