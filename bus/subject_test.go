package bus

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestSubjects(t *testing.T) {
	const scope = "https://shop.example:8443/profile/"
	p := Params{"scope": scope, "version": "7QHJ"}
	concrete, err := Fetch.SubjectFor(p)
	if err != nil || concrete != "sw.fetch.https.shop_example.8443./profile/.7QHJ" {
		t.Fatalf("got %q, %v", concrete, err)
	}
	if back, err := parse(Fetch.Subject, concrete); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("parse = %v, %v", back, err)
	}
	for _, test := range []struct {
		p    Params
		want string
	}{
		{nil, "sw.fetch.*.*.*.*.*"},
		{Params{"scope": scope}, "sw.fetch.https.shop_example.8443./profile/.*"},
		{Params{"origin": "https://shop.example:8443"}, "sw.fetch.https.shop_example.8443.*.*"},
		{Params{"version": "7QHJ"}, "sw.fetch.*.*.*.*.7QHJ"},
	} {
		if got, err := pattern(Fetch.Subject, test.p); err != nil || got != test.want {
			t.Errorf("pattern(%v) = %q, %v; want %q", test.p, got, err, test.want)
		}
	}
	for _, bad := range []Params{nil, {"scope": scope}, {"scope": scope, "version": ""}, {"scope": scope, "version": "a.b"}, {"scope": scope, "version": ">"},
		{"scope": scope, "version": "a b"}, {"scope": "/profile", "version": "1"}, {"scope": scope, "version": strings.Repeat("x", 257)}} {
		if got, err := Fetch.SubjectFor(bad); err == nil {
			t.Errorf("SubjectFor(%v) = %q; want an error", bad, got)
		}
	}
	for _, subject := range []string{"", "sw.fetch", "sw.fetch.https.a.443./", "sw.event.https.a.443./.1", "sw.fetch.https.a.443./.1.2", "sw.fetch.ftp.a.443./.1"} {
		if got, err := parse(Fetch.Subject, subject); err == nil {
			t.Errorf("parse(%q) = %v; want an error", subject, got)
		}
	}
	if _, err := pattern(Fetch.Subject, Params{"origin": "https://a/b"}); err == nil {
		t.Error("took an origin with a path")
	}
}

func TestFlood(t *testing.T) {
	var f flood
	now := time.Now()
	passed := 0
	for range adviceBurst + 10 {
		if ok, _ := f.pass(now); ok {
			passed++
		}
	}
	ok, missed := f.pass(now.Add(2 * time.Second))
	if passed != adviceBurst || !ok || missed != 10 {
		t.Errorf("%d passed, then %v with %d missed", passed, ok, missed)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("sw.fetch.https.shop_example.8443./profile/.7QHJ")
	f.Add("sw.fetch.=.=.=.=.=")
	f.Fuzz(func(t *testing.T, subject string) {
		p, err := parse(Fetch.Subject, subject)
		if err != nil {
			return
		}
		if checkToken(p["version"]) != nil {
			return // a subject somebody else made up; ours are always tokens
		}
		if again, err := Fetch.SubjectFor(p); err != nil || again != subject {
			t.Fatalf("SubjectFor(%v) = %q, %v; want %q", p, again, err, subject)
		}
	})
}
