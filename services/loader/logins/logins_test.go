package logins

import (
	"strconv"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	var s Store
	a := Place{"https://a.example", "https://a.example"}
	if s.Find(a) != "" {
		t.Error("an empty store knows something")
	}
	s.Keep(a, "Basic one")
	s.Keep(a, "Basic two")
	if s.Find(a) != "Basic two" || s.Find(Place{"https://b.example", "https://a.example"}) != "" {
		t.Error("not what was kept")
	}
	s.Forget(a, "Basic one")
	if s.Find(a) == "" {
		t.Error("forgotten for another's sake")
	}
	s.Forget(a, "Basic two")
	if s.Find(a) != "" || len(s.order) != 0 {
		t.Error("not forgotten")
	}
	for i := range most + 5 {
		s.Keep(Place{"", strconv.Itoa(i)}, "x")
	}
	if len(s.entries) != most || s.Find(Place{"", "4"}) != "" || s.Find(Place{"", "5"}) == "" {
		t.Error("not the oldest went")
	}
}
