package policy

import (
	"errors"
	"strings"
	"testing"

	"asterism/schemas"
	"asterism/webapi/weburl"
)

func parse(t *testing.T, s string) *weburl.URL {
	t.Helper()
	u, err := weburl.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// want checks the exception's name ("" for success) and that the message holds
// some words.
func want(t *testing.T, name string, err error, exception, words string) {
	t.Helper()
	if exception == "" {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	e, ok := errors.AsType[*schemas.Error](err)
	if !ok || e.Exception != exception || !strings.Contains(e.Message, words) {
		t.Errorf("%s: got %#v, want %s with %q", name, err, exception, words)
	}
}

func TestTrustworthy(t *testing.T) {
	trust, err := NewTrust([]string{" http://shop.internal:8080", ""})
	if err != nil {
		t.Fatal(err)
	}
	for in, ok := range map[string]bool{
		"https://a.b/": true, "http://a.b/": false, "http://localhost:3000/": true, "http://x.localhost/": true, "http://127.9.9.9/": true,
		"http://[::1]:8/": true, "http://10.0.0.1/": false, "http://shop.internal:8080/x": true, "http://shop.internal/": false,
		"http://notlocalhost/": false, "ftp://localhost/": false,
	} {
		if got := trust.Trustworthy(parse(t, in)); got != ok {
			t.Errorf("%s: %v", in, got)
		}
	}
	for _, bad := range []string{"shop.internal", "http://a/path", "ftp://a", "http://a/?q"} {
		if _, err := NewTrust([]string{bad}); err == nil || !strings.Contains(err.Error(), "write scheme, host and port") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	all, _ := NewTrust([]string{"*"})
	if !all.Trustworthy(parse(t, "http://any.where/")) {
		t.Error("* does not trust everything")
	}
}

func TestStartRegister(t *testing.T) {
	for _, c := range []struct{ name, script, scope, exception, words string }{
		{"plain", "https://a.b/sw.js#x", "https://a.b/x#y", "", ""},
		{"bad script", "nonsense", "https://a.b/", "TypeError", "script URL is not valid"},
		{"script scheme", "data:text/javascript,1", "https://a.b/", "TypeError", "not an http"},
		{"script %2f", "https://a.b/x%2Fsw.js", "https://a.b/", "TypeError", "escaped slash"},
		{"script %5c", "https://a.b/x%5csw.js", "https://a.b/", "TypeError", "escaped slash"},
		{"bad scope", "https://a.b/sw.js", "https://", "TypeError", "scope URL is not valid"},
		{"scope scheme", "https://a.b/sw.js", "filesystem:x", "TypeError", "not an http"},
		{"scope %2F", "https://a.b/sw.js", "https://a.b/%2F/", "TypeError", "escaped slash"},
	} {
		script, scope, err := StartRegister(schemas.Job{ScriptURL: c.script, Scope: c.scope})
		want(t, c.name, err, c.exception, c.words)
		if err == nil && (script.Href() != "https://a.b/sw.js" || scope.Href() != "https://a.b/x") {
			t.Errorf("%s: %s, %s", c.name, script, scope)
		}
	}
	if _, scope, err := StartRegister(schemas.Job{ScriptURL: "https://a.b/js/sw.js?q"}); err != nil || scope.Href() != "https://a.b/js/" {
		t.Errorf("default scope: %v, %v", scope, err)
	}
	_, _, err := StartRegister(schemas.Job{ScriptURL: "https://a.b/", WorkerType: "wasm"})
	want(t, "type", err, "TypeError", "wasm")
	_, _, err = StartRegister(schemas.Job{ScriptURL: "https://a.b/", UpdateViaCache: "never"})
	want(t, "cache mode", err, "TypeError", "never")
}

func TestRegister(t *testing.T) {
	trust, _ := NewTrust(nil)
	for _, c := range []struct{ name, script, scope, origin, referrer, exception, words string }{
		{"plain", "https://a.b/sw.js", "https://a.b/", "https://a.b", "https://a.b/page", "", ""},
		{"origin only", "https://a.b/sw.js", "https://a.b/", "https://a.b", "", "", ""},
		{"insecure", "http://a.b/sw.js", "http://a.b/", "http://a.b", "", "SecurityError", "CONSTELLATION_TRUSTED_ORIGINS"},
		{"foreign script", "https://c.d/sw.js", "https://a.b/", "https://a.b", "", "SecurityError", "serve it from there"},
		{"foreign scope", "https://a.b/sw.js", "https://c.d/", "https://a.b", "", "SecurityError", "not of the origin"},
		{"nobody asks", "https://a.b/sw.js", "https://a.b/", "", "", "SecurityError", "which origin asks"},
		{"lying", "https://a.b/sw.js", "https://a.b/", "https://c.d", "https://a.b/", "SecurityError", "not of its origin"},
	} {
		err := trust.Register(schemas.Job{Origin: c.origin, Referrer: c.referrer}, parse(t, c.script), parse(t, c.scope))
		want(t, c.name, err, c.exception, c.words)
	}
	want(t, "update", SameOrigin(schemas.Job{Origin: "https://c.d"}, parse(t, "https://a.b/")), "SecurityError", "not of the origin")
	want(t, "update", SameOrigin(schemas.Job{Origin: "https://a.b"}, parse(t, "https://a.b/")), "", "")
}

func headers(kv ...string) schemas.HeaderBlock {
	var h schemas.HeaderBlock
	for i := 0; i < len(kv); i += 2 {
		h.Append(kv[i], kv[i+1])
	}
	return h
}

func TestMIME(t *testing.T) {
	js, ts := parse(t, "https://a.b/sw.js"), parse(t, "https://a.b/sw.ts")
	for _, c := range []struct {
		name      string
		script    *weburl.URL
		headers   schemas.HeaderBlock
		language  Language
		exception string
	}{
		{"javascript", js, headers("content-type", " Text/JavaScript ;charset=utf-8"), JavaScript, ""},
		{"old", js, headers("Content-Type", "application/x-javascript"), JavaScript, ""},
		{"typescript", js, headers("Content-Type", "text/typescript"), TypeScript, ""},
		{"file.ts", ts, headers("Content-Type", "video/mp2t"), TypeScript, ""},
		{"video", js, headers("Content-Type", "video/mp2t"), 0, "SecurityError"},
		{"html", js, headers("Content-Type", "text/html"), 0, "SecurityError"},
		{"none", js, nil, 0, "SecurityError"},
	} {
		got, err := MIME(c.script, c.headers)
		want(t, c.name, err, c.exception, "text/javascript")
		if err == nil && got != c.language {
			t.Errorf("%s: language %d", c.name, got)
		}
	}
}

func TestPath(t *testing.T) {
	for _, c := range []struct{ name, script, scope, allowed, exception, words string }{
		{"same folder", "https://a.b/js/sw.js", "https://a.b/js/", "", "", ""},
		{"below", "https://a.b/js/sw.js", "https://a.b/js/x/y?z", "", "", ""},
		{"prefix of a name", "https://a.b/sw.js", "https://a.b/any", "", "", ""},
		{"above", "https://a.b/js/sw.js", "https://a.b/", "", "SecurityError", "Service-Worker-Allowed: /"},
		{"no slash", "https://a.b/js/sw.js", "https://a.b/js", "", "SecurityError", "not under /js/"},
		{"allowed", "https://a.b/js/sw.js", "https://a.b/", "/", "", ""},
		{"allowed, relative", "https://a.b/js/x/sw.js", "https://a.b/js/", "..", "", ""},
		{"allowed, not enough", "https://a.b/foo/bar/sw.js", "https://a.b/", "/foo", "SecurityError", "header that covers it"},
		{"allowed, elsewhere", "https://a.b/js/sw.js", "https://a.b/", "https://c.d/", "SecurityError", "another origin"},
		{"allowed, invalid", "https://a.b/js/sw.js", "https://a.b/", "http://[", "TypeError", "not a valid URL"},
	} {
		var h schemas.HeaderBlock
		if c.allowed != "" {
			h = headers("Service-Worker-Allowed", c.allowed)
		}
		want(t, c.name, Path(parse(t, c.script), parse(t, c.scope), h), c.exception, c.words)
	}
}
