package base64

import (
	"bytes"
	"embed"
	"testing"

	"asterism/js/jstest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: Install}, scripts) }

// What decodes encodes to something that decodes to the same.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"", "YQ==", "YQ", "Y Q\n=\t=", "Y", "Y===", "YWI=", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, ok := Decode(s)
		if !ok {
			return
		}
		if again, ok := Decode(Encode(out)); !ok || !bytes.Equal(again, out) {
			t.Errorf("%q decodes to %q, which does not come back", s, out)
		}
	})
}
