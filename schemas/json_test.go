package schemas

import (
	"errors"
	"testing"
)

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	const worker = `{"version":"v","script_url":"u","type":"classic","state":"activated","script":"s","program":"p","since":"2026-11-20T13:00:00Z"}`
	tests := []struct{ name, json, want string }{
		{"not JSON", `{"id":`, "Registration: not JSON: unexpected end of JSON input at byte 6"},
		{"trailing bytes", `{} x`, "Registration: not JSON: invalid character 'x' after top-level value at byte 4"},
		{"not an object", `[1]`, "Registration: expected an object, got an array"},
		{"null", `null`, "Registration: expected an object, got null"},
		{"empty", ``, "Registration.id: missing; expected a string"},
		{"missing", `{"id":"a","update_via_cache":"all","last_update":"2026-11-20T13:00:00Z"}`, "Registration.scope: missing; expected a string"},
		{"other case", `{"ID":"a"}`, "Registration.id: missing; expected a string"},
		{"wrong type", `{"id":"a","scope":7}`, "Registration.scope: expected a string, got a number"},
		{"required null", `{"id":null}`, "Registration.id: expected a string, got null"},
		{"bad time", `{"id":"a","scope":"s","update_via_cache":"all","last_update":"noon"}`, `Registration: parsing time "noon" as "2006-01-02T15:04:05Z07:00": cannot parse "noon" as "2006"`},
		{"time of the wrong type", `{"last_update":3}`, "Registration.last_update: expected a string with an RFC 3339 time, got a number"},
		{"nested", `{"active":{"version":"v","imports":{"a":1}}}`, `Registration.active.imports["a"]: expected a string, got a number`},
		{"nested list", `{"active":{"events":["fetch",true]}}`, `Registration.active.events[1]: expected a string, got true or false`},
		{"nested missing", `{"active":{"version":"v"}}`, `Registration.active.script_url: missing; expected a string`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode[Registration]([]byte(tt.json))
			var e *Error
			if !errors.As(err, &e) || e.Code != CodeBadMessage {
				t.Fatalf("error %v, want a *schemas.Error of %s", err, CodeBadMessage)
			}
			if e.Message != tt.want {
				t.Errorf("message %q\nwant    %q", e.Message, tt.want)
			}
		})
	}

	ok := ` { "id" : "a", "new" : [ {"deep": "} \" ]"} , 1.5e3, null, true ] , "scope":"s", "update_via_cache" :"all",
	  "last_update":"2026-11-20T13:00:00Z" , "new2": -1, "waiting":null, "active": ` + worker + ` } `
	r, err := Decode[Registration]([]byte(ok))
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != "a" || r.Scope != "s" || r.Active.State != StateActivated || r.Waiting != nil {
		t.Errorf("decoded %+v", r)
	}
}

func TestEmptyMessages(t *testing.T) {
	if _, err := Decode[Ping](nil); err != nil {
		t.Error(err)
	}
	data, err := Encode(Registrations{})
	if err != nil || string(data) != `{"registrations":[]}` {
		t.Errorf("%s, %v", data, err)
	}
	for _, in := range []string{`{"registrations":null}`, string(data)} {
		if _, err := Decode[Registrations]([]byte(in)); err != nil {
			t.Error(err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"kind":"state","registration":{"id":"x"},"data":"AAAA","error":{"code":"busy","message":""}}`))
	f.Add([]byte(` { "a\"b" : [ {} , [ ] ] , "controller" : { "imports" : { "\u00e9" : "" } } } `))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := Decode[ClientMessage](data)
		if err != nil {
			if !errors.Is(err, &Error{Code: CodeBadMessage}) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		out, err := Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode[ClientMessage](out); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	})
}
