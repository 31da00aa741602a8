package bustest

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"

	"asterism/bus"
)

// Garbage publishes to every subject of every contract what does not follow its
// schema: nothing, cut off and wrong JSON, broken frames, and as much as fits.
// fill gives values for placeholders ("manager": a running manager's ID); those
// it leaves out are made up. It returns what it published to.
func Garbage(t testing.TB, url string, fill map[string]string) (subjects []string) {
	t.Helper()
	nc, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	inbox, err := nc.SubscribeSync(nc.NewInbox())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range bus.AllContracts() {
		if c.Kind == bus.KindObjects {
			continue
		}
		subject := placeholder.ReplaceAllStringFunc(c.Template, func(p string) string {
			name := strings.Trim(p, "{}")
			if v, ok := fill[name]; ok {
				return v
			}
			if name == "scope" {
				return "http.localhost.80./garbage/"
			}
			return "garbage"
		})
		if c.Kind == bus.KindBucket {
			subject = "$KV." + c.Name + "." + subject
		}
		for _, data := range garbage(int(nc.MaxPayload())) {
			if err := nc.PublishRequest(subject, inbox.Subject, data); err != nil {
				t.Fatalf("%s: %v", subject, err)
			}
		}
		subjects = append(subjects, subject)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	return subjects
}

var placeholder = regexp.MustCompile(`\{[a-z0-9]+\}`)

// garbage is payloads that are no message of ours.
func garbage(most int) [][]byte {
	return [][]byte{
		nil,
		[]byte("{"),
		[]byte("[]"),
		[]byte(`{"id":7,"scope":[],"type":null}`),
		[]byte("\x00\xff\xfe"),
		{1},
		{1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255},
		bytes.Repeat([]byte{0x80}, 4096),
		bytes.Repeat([]byte("["), 1<<16),
		bytes.Repeat([]byte("x"), most),
	}
}
