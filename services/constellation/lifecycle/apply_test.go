package lifecycle

import (
	"errors"
	"slices"
	"testing"

	"asterism/schemas"
)

// story is what one event does, briefly: the slots afterwards and the effects.
type story struct {
	from    string
	event   Event
	slots   []string // "version state"; nil: the registration is gone
	effects []string
}

func TestStories(t *testing.T) {
	all := registrations()
	new1 := Install{Worker: *worker("n", schemas.StateParsed)}
	for _, c := range []story{
		{"none", Register{ID: "r"}, []string{}, nil},
		{"r", Discard{}, nil, []string{"gone"}},
		{"r+activated", Discard{}, []string{"a activated"}, nil},
		{"r+activated", Unchanged{}, []string{"a activated"}, []string{"resolve"}},
		{"r", new1, []string{"n installing"}, []string{"n installing", "resolve", "updatefound", "run-install n"}},
		{"r+installing+activated", new1, []string{"n installing", "a activated"},
			[]string{"i redundant", "n installing", "resolve", "updatefound", "run-install n"}},
		{"r+installing", Installed{Version: "i"}, []string{"i installed"}, []string{"i installed"}},
		{"r+installing+installed+activated", Installed{Version: "i"}, []string{"i installed", "a activated"}, []string{"w redundant", "i installed"}},
		{"r+installing", InstallFailed{Version: "i"}, nil, []string{"i redundant", "gone"}},
		{"r+installing+activated", InstallFailed{Version: "i"}, []string{"a activated"}, []string{"i redundant"}},
		{"r+installing", Interrupted{Keep: true}, []string{}, []string{"i redundant"}},
		{"r+installing", Interrupted{}, nil, []string{"i redundant", "gone"}},
		{"r+installed", TryActivate{InUse: true}, []string{"w activating"}, []string{"w activating", "controllers w", "run-activate w"}},
		{"r+installed+activated", TryActivate{InUse: true}, []string{"w installed", "a activated"}, nil},
		{"r+installed+activated", TryActivate{}, []string{"w activating"}, []string{"a redundant", "w activating", "controllers w", "run-activate w"}},
		{"r+installed!+activated", TryActivate{InUse: true}, []string{"w activating"},
			[]string{"a redundant", "w activating", "controllers w", "run-activate w"}},
		{"r+installed!+activating", TryActivate{}, []string{"w installed", "a activating"}, nil},
		{"r+activating", Reactivate{}, []string{"a activating"}, []string{"controllers a", "run-activate a"}},
		{"r+activated", Reactivate{}, []string{"a activated"}, nil},
		{"r+activating", Activated{Version: "a"}, []string{"a activated"}, []string{"a activated"}},
		{"r+installing+installed+activated", Unregister{}, nil, []string{"gone", "resolve", "i redundant", "w redundant", "a redundant"}},
		{"r+installed+activated", Unregister{InUse: true}, nil, []string{"gone", "resolve", "linger"}},
		{"r+activated", TryClear{InUse: true}, []string{"a activated"}, nil},
		{"r+installing+activated", Clear{}, nil, []string{"gone", "i redundant", "a redundant"}},
		{"r+activated", TryClear{}, nil, []string{"a redundant"}},
	} {
		old, ok := all[c.from]
		if !ok {
			t.Fatalf("no such registration: %s", c.from)
		}
		out, err := Apply(old, c.event, t0)
		if err != nil {
			t.Errorf("%s, %s: %v", c.from, c.event.name(), err)
			continue
		}
		var got []string
		if out.Registration != nil {
			got = []string{}
		}
		for _, w := range slots(out.Registration) {
			got = append(got, w.Version+" "+string(w.State))
		}
		if !slices.Equal(got, c.slots) || (got == nil) != (c.slots == nil) {
			t.Errorf("%s, %s: slots %q, want %q", c.from, c.event.name(), got, c.slots)
		}
		if e := brief(out.Effects); !slices.Equal(e, c.effects) {
			t.Errorf("%s, %s: effects %q, want %q", c.from, c.event.name(), e, c.effects)
		}
	}
}

func brief(effects []Effect) []string {
	var s []string
	for _, e := range effects {
		switch {
		case e.Kind == State:
			s = append(s, e.Worker.Version+" "+string(e.Worker.State))
		case e.Worker.Version != "":
			s = append(s, string(e.Kind)+" "+e.Worker.Version)
		default:
			s = append(s, string(e.Kind))
		}
	}
	return s
}

func TestStale(t *testing.T) {
	all := registrations()
	for from, e := range map[string]Event{
		"none":                  Installed{Version: "i"},
		"r+installed":           Installed{Version: "w"},
		"r+activated":           InstallFailed{Version: "a"},
		"r+installed+activated": Activated{Version: "a"},
		"r":                     SkipWaiting{Version: "i"},
	} {
		if _, err := Apply(all[from], e, t0); !errors.Is(err, ErrStale) {
			t.Errorf("%s, %s: %v, want ErrStale", from, e.name(), err)
		}
	}
}

// What effects carry is the registration as it is at their point.
func TestSnapshots(t *testing.T) {
	out, _ := Apply(registrations()["r+installed+activated"], TryActivate{}, t0)
	if e := out.Effects[0]; e.Registration.Waiting == nil || e.Registration.Active.State != schemas.StateRedundant {
		t.Errorf("at the old worker's end: %+v", e.Registration)
	}
	if e := out.Effects[1]; e.Registration.Waiting != nil || e.Registration.Active.Version != "w" {
		t.Errorf("at activating: %+v", e.Registration)
	}
	r := out.Registration
	if r.Active.Version != "w" || Newest(r).Version != "w" || Find(r, "w") == nil || Find(r, "a") != nil {
		t.Errorf("at the end: %+v", r)
	}
	if in, _ := Apply(registrations()["r+installing"], Installed{Version: "i", Events: []string{"fetch"}}, t0); in.Registration.Waiting.Events[0] != "fetch" {
		t.Error("events are not recorded")
	}
}

func TestPreload(t *testing.T) {
	all := registrations()
	on, header := true, "v2"
	id := all["r+activated"].ID
	out, err := Apply(all["r+activated"], Preload{Registration: id, Enabled: &on}, t0)
	if err != nil || !out.Changed || out.Registration.PreloadState() != (schemas.NavigationPreload{Enabled: true, Header: "true"}) {
		t.Fatalf("enabled: %+v, %v", out, err)
	}
	out, err = Apply(out.Registration, Preload{Registration: id, Header: &header}, t0)
	if err != nil || out.Registration.PreloadState() != (schemas.NavigationPreload{Enabled: true, Header: "v2"}) {
		t.Errorf("with a header: %+v, %v", out.Registration.Preload, err)
	}
	if out, err := Apply(all["r+activated"], Preload{Registration: id}, t0); err != nil || out.Changed {
		t.Errorf("asked: %+v, %v", out, err)
	}
	if _, err := Apply(all["r+installed"], Preload{Registration: all["r+installed"].ID, Enabled: &on}, t0); !errors.Is(err, ErrNoActive) {
		t.Errorf("without an active worker: %v", err)
	}
	if _, err := Apply(all["r+activated"], Preload{Registration: "another", Enabled: &on}, t0); !errors.Is(err, ErrStale) {
		t.Errorf("of a registration that is gone: %v", err)
	}
}
