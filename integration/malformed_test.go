package integration

import (
	"strings"
	"testing"

	"asterism/bus"
)

// Malformed, truncated and oversized messages on every subject crash nothing,
// and are reported.
func TestMalformedMessages(t *testing.T) {
	each(t, setup{site: "../examples/hello"}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		s.get("/running")
		advisories := s.subscribe("sw.advisory.>")
		nc := s.stranger()
		rubbish := [][]byte{
			nil, []byte("{"), []byte("[]"), []byte("null"), []byte(`{"scope": 3}`), []byte("\x00\xff\xfe"),
			[]byte(strings.Repeat("x", 900<<10)), []byte("A\x01"), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
		}
		subjects := s.subjects()
		for _, subject := range subjects {
			for _, data := range rubbish {
				if err := nc.PublishRequest(subject, nc.NewInbox(), data); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := nc.Flush(); err != nil {
			t.Fatal(err)
		}
		next(t, advisories)
		if _, body, _ := s.get("/still"); body != "hello /still\n" {
			t.Errorf("after %d subjects of rubbish: %q", len(subjects), body)
		}
		s.register("/sw.js", "/after/")
	})
}

// subjects is a concrete subject of every contract, with what really runs in
// place of its placeholders.
func (s *system) subjects() []string {
	s.t.Helper()
	conn := s.conn()
	members, err := bus.Members.Open(s.t.Context(), conn)
	if err != nil {
		s.t.Fatal(err)
	}
	registrations, err := bus.Registrations.Open(s.t.Context(), conn)
	if err != nil {
		s.t.Fatal(err)
	}
	running, err := members.All(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	reg, err := registrations.Get(s.t.Context(), s.origin+"/")
	if err != nil {
		s.t.Fatal(err)
	}
	scope, err := bus.EncodeScope(reg.Value.Scope)
	if err != nil {
		s.t.Fatal(err)
	}
	replace := []string{
		"{scope}", scope, "{version}", reg.Value.Active.Version, "{type}", "message", "{client}", "nobody",
		"{level}", "log", "{console}", "nobody", "{kind}", "test",
	}
	for _, m := range running {
		if m.Value.Kind == "manager" || m.Value.Kind == "loader" {
			replace = append(replace, "{"+m.Value.Kind+"}", m.Value.ID)
		}
	}
	fill := strings.NewReplacer(replace...)
	var subjects []string
	for _, c := range bus.AllContracts() {
		if strings.HasPrefix(c.Pattern, "sw.") {
			subjects = append(subjects, fill.Replace(c.Pattern))
		}
	}
	return subjects
}
