package configdoc

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type inner struct {
	URL string `envconfig:"NATS_URL" default:"nats://127.0.0.1:4222" desc:"where NATS is"`
}

type config struct {
	NATS     inner
	Listen   string            `envconfig:"X_LISTEN" default:":8080" desc:"address to\n\tlisten on"`
	Wait     time.Duration     `envconfig:"X_WAIT" default:"1m" desc:"how long | at most"`
	Max      int               `envconfig:"X_MAX" required:"true" desc:"how many"`
	Open     bool              `envconfig:"X_OPEN" desc:"whether"`
	Hosts    []string          `envconfig:"X_HOSTS" desc:"which"`
	Origins  map[string]string `envconfig:"X_ORIGINS" desc:"from and to"`
	Bind     net.IP            `envconfig:"X_BIND" desc:"interface"`
	Token    string            `envconfig:"X_TOKEN" secret:"true" desc:"pass"`
	Listener net.Listener      `ignored:"true"`
	private  int
}

func TestRows(t *testing.T) {
	cfg := config{Listen: ":80", Wait: time.Minute, Hosts: []string{"a", "b"}, Origins: map[string]string{"y": "2", "x": "1"}, Token: "secret", private: 1}
	got, err := Rows(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{Name: "NATS_URL", Type: "text", Default: "nats://127.0.0.1:4222", Desc: "where NATS is", Changed: true},
		{Name: "X_LISTEN", Type: "text", Default: ":8080", Desc: "address to\n\tlisten on", Value: ":80", Changed: true},
		{Name: "X_WAIT", Type: "duration", Default: "1m", Desc: "how long | at most", Value: "1m0s"},
		{Name: "X_MAX", Type: "whole number", Required: true, Desc: "how many", Value: "0"},
		{Name: "X_OPEN", Type: "true or false", Desc: "whether", Value: "false"},
		{Name: "X_HOSTS", Type: "list (a,b,…)", Desc: "which", Value: "a,b", Changed: true},
		{Name: "X_ORIGINS", Type: "pairs (a:x,b:y,…)", Desc: "from and to", Value: "x:1,y:2", Changed: true},
		{Name: "X_BIND", Type: "text", Desc: "interface"},
		{Name: "X_TOKEN", Type: "text", Desc: "pass", Value: "(hidden)", Changed: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRowsRefusesWhatNobodyCouldSet(t *testing.T) {
	for _, cfg := range []any{
		struct {
			A string `envconfig:"A"`
		}{},
		struct {
			A string `desc:"a"`
		}{},
		"text",
	} {
		if _, err := Rows(cfg); err == nil {
			t.Errorf("%T: no error", cfg)
		}
	}
}

func TestWrite(t *testing.T) {
	rows, err := Rows(config{Listen: ":80"})
	if err != nil {
		t.Fatal(err)
	}
	sections := []Section{{Title: "loader", Doc: "Read by the loader.", Rows: rows[1:4]}}
	var md, text strings.Builder
	if err := Markdown(&md, sections); err != nil {
		t.Fatal(err)
	}
	const wantMD = `
## loader

Read by the loader.

| variable | type | default | what it sets |
|---|---|---|---|
| ` + "`X_LISTEN` | text | `:8080`" + ` | address to listen on |
| ` + "`X_WAIT` | duration | `1m`" + ` | how long \| at most |
| ` + "`X_MAX`" + ` | whole number | (required) | how many |
`
	if diff := cmp.Diff(wantMD, md.String()); diff != "" {
		t.Error(diff)
	}
	if err := Text(&text, sections); err != nil {
		t.Fatal(err)
	}
	const wantText = `### loader

# address to listen on
# default: :8080
X_LISTEN=:80

# how long | at most
# default: 1m
X_WAIT=0s

# how many
X_MAX=0
`
	if diff := cmp.Diff(wantText, text.String()); diff != "" {
		t.Error(diff)
	}
}
