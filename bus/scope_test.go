package bus

import (
	"regexp"
	"strings"
	"testing"
)

func TestEncodeScope(t *testing.T) {
	for scope, want := range map[string]string{
		"https://shop.example:8443/profile/": "https.shop_example.8443./profile/",
		"http://localhost/":                  "http.localhost.80./",
		"https://a.b/":                       "https.a_b.443./",
		"http://a:443/":                      "http.a.443./",
		"http://a:0/":                        "http.a.0./",
		"http://[::1]:8080/x":                "http.=5B=3A=3A1=5D.8080./x",
		"http://[::1]/":                      "http.=5B=3A=3A1=5D.80./",
		"http://127.0.0.1/":                  "http.127_0_0_1.80./",
		"http://a./":                         "http.a_.80./",
		"http://a_b-c/":                      "http.a=5Fb-c.80./",
		"http://a/x.js?v=1&w=%20*>":          "http.a.80./x_js=3Fv=3D1=26w=3D=2520=2A=3E",
		"http://a//":                         "http.a.80.//",
		"http://a/é":                         "http.a.80./=C3=A9",
	} {
		got, err := EncodeScope(scope)
		if err != nil || got != want {
			t.Errorf("EncodeScope(%q) = %q, %v; want %q", scope, got, err, want)
			continue
		}
		if back, err := DecodeScope(got); err != nil || back != scope {
			t.Errorf("DecodeScope(%q) = %q, %v; want %q", got, back, err, scope)
		}
	}
}

func TestEncodeScopeRefuses(t *testing.T) {
	for scope, why := range map[string]string{
		"":                                      "not an absolute URL",
		"/profile":                              "not an absolute URL",
		"ftp://a/":                              "must be http or https",
		"data:text/html,x":                      "not an absolute URL",
		"HTTP://a/":                             "must be http or https",
		"http://a":                              "there must be a /",
		"http://a?x/":                           "there must be a /",
		"http:///x":                             "the host is missing",
		"http://:81/":                           "the host is missing",
		"http://user:pw@a/":                     "no user or password",
		"http://a/#top":                         "no fragment",
		"http://a:80/":                          "leave out :80",
		"https://a:443/":                        "leave out :443",
		"http://a:080/":                         "must be a number",
		"http://a:/":                            "must be a number",
		"http://a:65536/":                       "must be a number",
		"http://a:x/":                           "must be a number",
		"http://A/":                             "lower case",
		"http://é/":                             "Punycode",
		"http://a b/":                           "has the character",
		"http://::1/":                           "has the character",
		"http://[::1/":                          "brackets",
		"http://[a]/":                           "brackets",
		"http://a/" + strings.Repeat("x", 1024): "at most 1024",
	} {
		if got, err := EncodeScope(scope); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("EncodeScope(%.60q) = %q, %v; want an error with %q", scope, got, err, why)
		}
	}
}

func TestDecodeScopeRefuses(t *testing.T) {
	for _, tokens := range []string{
		"", "http", "http.a.80", "http.a.80./.x", "http.a.80.", "http.a..x", "http..80./", "http.a.080./",
		"http.a.80./=", "http.a.80./=4", "http.a.80./=zz", "http.a.80./=3f", "http.a.80./=61", "http.a.80./=2E",
		"http.a.80./ ", "http.a=3A81.80./", "http.a=2F.80./", "http.a.80./=23", "http.A.80./", "ftp.a.80./", "http.a.80.x",
	} {
		if got, err := DecodeScope(tokens); err == nil {
			t.Errorf("DecodeScope(%q) = %q; want an error", tokens, got)
		}
	}
}

// validKey is what NATS takes as a key of a bucket (and, with dots between, as
// a subject).
var validKey = regexp.MustCompile(`^[-/_=a-zA-Z0-9]+(\.[-/_=a-zA-Z0-9]+){3}$`)

func FuzzEncodeScope(f *testing.F) {
	for _, s := range []string{"https://shop.example:8443/profile/", "http://[::1]/?a=b", "http://a/%zz\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, scope string) {
		tokens, err := EncodeScope(scope)
		if err != nil {
			return
		}
		if !validKey.MatchString(tokens) || len(tokens) > MaxScope {
			t.Fatalf("EncodeScope(%q) = %q, not a valid key", scope, tokens)
		}
		if back, err := DecodeScope(tokens); err != nil || back != scope {
			t.Fatalf("DecodeScope(%q) = %q, %v; want %q", tokens, back, err, scope)
		}
	})
}

func FuzzDecodeScope(f *testing.F) {
	for _, s := range []string{"https.shop_example.8443./profile/", "http.=5B=3A=3A1=5D.80./", "http.a.80./=3F"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tokens string) {
		scope, err := DecodeScope(tokens)
		if err != nil {
			return
		}
		if again, err := EncodeScope(scope); err != nil || again != tokens {
			t.Fatalf("EncodeScope(%q) = %q, %v; want %q", scope, again, err, tokens)
		}
	})
}
