package csp

import (
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRequests(t *testing.T) {
	const self = "https://a.example"
	for _, c := range []struct {
		policy, destination, url string
		allowed                  bool
	}{
		{"", "image", "https://b.example/", true},
		{"img-src 'none'", "image", "https://a.example/x", false},
		{"img-src", "image", "https://a.example/x", false},
		{"img-src 'self'", "image", "https://a.example/x", true},
		{"IMG-SRC 'SELF'", "image", "https://b.example/x", false},
		{"default-src 'self'", "image", "https://b.example/x", false},
		{"default-src 'none'; img-src *", "image", "http://b.example/x", true},
		{"img-src *", "image", "data:,x", false},
		{"img-src data:", "image", "data:,x", true},
		{"img-src https:", "image", "http://a.example/", false},
		{"img-src http:", "image", "https://a.example/", true},
		{"img-src b.example", "image", "http://b.example/", false},
		{"img-src b.example", "image", "https://b.example/", true},
		{"img-src b.example", "image", "https://b.example:8443/", false},
		{"img-src b.example:*", "image", "https://b.example:8443/", true},
		{"img-src http://b.example:80", "image", "https://b.example/", true},
		{"img-src *.b.example", "image", "https://b.example/", false},
		{"img-src *.b.example", "image", "https://x.y.b.example/", true},
		{"img-src b.example/a/", "image", "https://b.example/a/b/c", true},
		{"img-src b.example/a", "image", "https://b.example/a/b", false},
		{"img-src b.example/a%20b", "image", "https://b.example/a%20b?q", true},
		{"connect-src 'self'", "", "wss://a.example/", true},
		{"connect-src 'self'", "image", "https://b.example/", true},
		{"script-src 'self'", "worker", "https://b.example/", false},
		{"script-src 'none'; child-src b.example", "worker", "https://b.example/", true},
		{"frame-src 'none'", "iframe", "https://a.example/", false},
		{"child-src 'none'", "iframe", "https://a.example/", false},
		{"child-src 'none'", "document", "https://a.example/", true},
		{"img-src 'self', img-src b.example", "image", "https://a.example/", false},
		{"img-src 'self'; img-src *", "image", "https://b.example/", false},
		{"script-src-elem 'self'; script-src *", "script", "https://b.example/", false},
	} {
		v := Parse(self, c.policy).Request(Request{URL: c.url, Destination: c.destination})
		if (v == nil) != c.allowed {
			t.Errorf("%q %s %s: %v", c.policy, c.destination, c.url, v)
		}
	}
}

func TestScripts(t *testing.T) {
	list := Parse("https://a.example", "script-src 'nonce-abc' 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='")
	script := Request{URL: "https://b.example/x.js", Destination: "script"}
	if list.Request(script) == nil {
		t.Error("a script without a nonce")
	}
	script.Nonce = "abc"
	if v := list.Request(script); v != nil {
		t.Error(v)
	}
	script.Nonce, script.Integrity = "", "sha256-RFWPLDbv2BY-rCkDzsE-0fr8ylGr2R2faWMhq4lfEQc="
	if v := list.Request(script); v != nil {
		t.Error(v)
	}
	script.Integrity += " sha384-other"
	if list.Request(script) == nil {
		t.Error("a hash that the policy does not name")
	}
	for _, c := range []struct {
		policy  string
		inline  Inline
		allowed bool
	}{
		{"script-src 'self'", Inline{Kind: "script", Source: "x"}, false},
		{"script-src 'unsafe-inline'", Inline{Kind: "script", Source: "x"}, true},
		{"script-src 'unsafe-inline' 'nonce-a'", Inline{Kind: "script", Source: "x"}, false},
		{"script-src 'nonce-a'", Inline{Kind: "script", Nonce: "a"}, true},
		{"script-src 'nonce-a'", Inline{Kind: "script attribute", Nonce: "a"}, false},
		{"script-src 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='", Inline{Kind: "script", Source: "data"}, false},
		{"script-src 'sha256-Om6weQ85rIfJTzhWst0sXREOaBFgImGpqSPTuyOtyLc='", Inline{Kind: "script", Source: "data"}, true},
		{"script-src 'sha256-Om6weQ85rIfJTzhWst0sXREOaBFgImGpqSPTuyOtyLc='", Inline{Kind: "script attribute", Source: "data"}, false},
		{"script-src 'unsafe-hashes' 'sha256-Om6weQ85rIfJTzhWst0sXREOaBFgImGpqSPTuyOtyLc='", Inline{Kind: "script attribute", Source: "data"}, true},
		{"script-src 'strict-dynamic' 'nonce-a'", Inline{Kind: "script"}, true},
		{"script-src 'strict-dynamic' 'nonce-a'", Inline{Kind: "script", ParserInserted: true}, false},
		{"default-src 'none'", Inline{Kind: "style attribute"}, false},
		{"style-src 'unsafe-inline'", Inline{Kind: "style"}, true},
	} {
		if v := Parse("https://a.example", c.policy).Inline(c.inline); (v == nil) != c.allowed {
			t.Errorf("%q %+v: %v", c.policy, c.inline, v)
		}
	}
}

func TestOthers(t *testing.T) {
	list := Parse("https://a.example", "default-src 'self'; base-uri 'none'; form-action 'self'; sandbox allow-scripts; frame-ancestors 'self'; img-src b.example/x")
	if list.Eval() == nil || Parse("", "script-src 'unsafe-eval'").Eval() != nil || Parse("", "connect-src x").Eval() != nil {
		t.Error("eval")
	}
	if list.Base("https://a.example/") == nil || list.Form("https://b.example/", false) == nil || list.Form("https://a.example/", false) != nil {
		t.Error("base-uri, form-action")
	}
	if f := list.Sandbox(); len(f) != 1 || strings.Join(f[0], " ") != "allow-scripts" {
		t.Error(f)
	}
	if len(ParseMeta("", "sandbox; frame-ancestors x; img-src x").Policies[0].directives) != 1 {
		t.Error("a meta element with directives for headers only")
	}
	if list.Ancestors([]string{"https://a.example"}) != nil || list.Ancestors([]string{"https://a.example", "https://b.example"}) == nil || list.Ancestors([]string{"null"}) == nil {
		t.Error("frame-ancestors")
	}
	q := Request{URL: "https://b.example/x", Destination: "image"}
	if v := list.Chain(q, []string{"https://b.example/x", "https://b.example/y"}); v != nil {
		t.Error("the path of a redirect's target", v)
	}
	if v := list.Chain(q, []string{"https://b.example/y"}); v != nil {
		t.Error("the path of another's answer", v)
	}
	if list.Chain(q, []string{"https://b.example/x", "https://c.example/x"}) == nil {
		t.Error("a redirect to another host")
	}
}

// FuzzParse: any policy is parsed and asked without a fault.
func FuzzParse(f *testing.F) {
	f.Add("default-src 'self' *.a:*/b; script-src 'nonce-x' 'sha256-y=' 'strict-dynamic', img-src http://[::1]:80/", "https://a.example:8443/b/c?d")
	f.Add("sandbox;;connect-src ws: 'none' x:// /:", "data:,")
	f.Fuzz(func(t *testing.T, policy, url string) {
		list := Parse("https://a.example", policy)
		for _, destination := range []string{"", "image", "script", "iframe"} {
			list.Request(Request{URL: url, Destination: destination, Nonce: "x", Integrity: policy})
		}
		list.Inline(Inline{Kind: "script", Source: url})
		list.Eval()
		list.Base(url)
		list.Sandbox()
		if again := ParseMeta("", policy); len(again.Policies) > maxPolicies {
			t.Fatal("too many policies")
		}
	})
}
