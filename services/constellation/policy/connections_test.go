package policy

import "testing"

func TestConnections(t *testing.T) {
	const shop, stats, fonts = "https://shop.example", "https://stats.example", "https://fonts.example"
	p, err := NewConnections([]string{"https://shop.example > https://stats.example/", "*>https://fonts.example:443"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		caller, target string
		want           bool
	}{
		{shop, stats, true}, {stats, shop, false}, {stats, stats, true}, {stats, fonts, true}, {"null", fonts, true}, {"null", stats, false},
	} {
		if got := p.Allow(c.caller, c.target); got != c.want {
			t.Errorf("%s to %s: %v", c.caller, c.target, got)
		}
	}
	if none, err := NewConnections([]string{"none"}); err != nil || none.Allow(shop, stats) || !none.Allow(shop, shop) {
		t.Errorf("none: %v", err)
	}
	if all, err := NewConnections(nil); err != nil || !all.Allow(shop, stats) {
		t.Errorf("all: %v", err)
	}
	for _, bad := range []string{"https://a.example", "x>*", "*>null", ">"} {
		if _, err := NewConnections([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
