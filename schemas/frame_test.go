package schemas

import (
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "write the golden samples again")

// unhex reads hexadecimal with white space.
func unhex(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGoldenFrames(t *testing.T) {
	for _, s := range frameSamples() {
		t.Run(s.file, func(t *testing.T) {
			got, err := s.value.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", s.file+".hex")
			if *update {
				if err := os.WriteFile(path, []byte(hex.EncodeToString(got)+"\n"), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			data := unhex(t, string(golden))
			if diff := cmp.Diff(data, got); diff != "" {
				t.Errorf("the frame changed (-golden +written):\n%s", diff)
			}
			back := s.empty()
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.value, back, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("read differs from written:\n%s", diff)
			}
			// What a later version appends is passed over.
			if err := back.UnmarshalBinary(append(data, "later fields"...)); err != nil {
				t.Errorf("trailing fields: %v", err)
			}
			// No shorter frame is whole but those of earlier versions.
			for n := range data {
				if slices.Contains(s.earlier, n) {
					if err := back.UnmarshalBinary(data[:n]); err != nil {
						t.Errorf("an earlier version's frame: %v", err)
					}
					continue
				}
				if err := back.UnmarshalBinary(data[:n]); !errors.Is(err, &Error{Code: CodeBadMessage}) {
					t.Errorf("cut to %d of %d bytes: %v", n, len(data), err)
				}
			}
		})
	}
}

// The example in FRAME.md is the golden sample.
func TestFrameDoc(t *testing.T) {
	doc, err := os.ReadFile("FRAME.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(doc), "## Example")
	_, example, _ = strings.Cut(example, "```\n")
	example, _, _ = strings.Cut(example, "```")
	var written []byte
	for line := range strings.Lines(example) {
		written = append(written, unhex(t, regexp.MustCompile(`^([0-9a-f]{2} )+`).FindString(line))...)
	}
	golden, err := os.ReadFile(filepath.Join("testdata", "FetchReply.hex"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(unhex(t, string(golden)), written); diff != "" {
		t.Errorf("FRAME.md's example is not testdata/FetchReply.hex:\n%s", diff)
	}
}

func TestFrameErrors(t *testing.T) {
	long := strings.Repeat("\xff", 9) + "\x01"
	for _, tt := range []struct{ data, want string }{
		{"", `FetchEvent: a frame of 0 bytes; expected at least 3`},
		{`{"id":1}`, `FetchEvent: not a frame: it starts with '{', expected '*' (see schemas/FRAME.md)`},
		{"*\x02F", `FetchEvent: frame version 2; this asterism reads version 1: run the same release everywhere`},
		{"*\x01N", `FetchEvent: a frame of kind 'N'; expected 'F'`},
		{"*\x01F", `FetchEvent: ID: cut off at byte 3`},
		{"*\x01F\x00", `FetchEvent: ID: missing; expected a string`},
		{"*\x01F\x05ab", `FetchEvent: ID: 5 bytes announced, 2 left`},
		{"*\x01F" + long, `FetchEvent: ID: 18446744073709551615 bytes announced, 0 left`},
		{"*\x01F\x01i\x01s\x01v\x00\x00\x00\x00\x00\x03GET\x01u\x02\x01a", `FetchEvent: Request.Headers: headers: the value of field 0 is cut off`},
		{"*\x01F\x01i\x01s\x01v\x00\x00\x00\x00\x00\x03GET\x01u\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07", `FetchEvent: Request.Body: 7; expected at most 2`},
	} {
		var e *Error
		if err := new(FetchEvent).UnmarshalBinary([]byte(tt.data)); !errors.As(err, &e) || e.Message != tt.want {
			t.Errorf("%q: %v\nwant %s", tt.data, err, tt.want)
		}
	}
	for _, bad := range []frame{
		&FetchEvent{Request: Request{Body: Body{Kind: 9}}},
		&FetchReply{Response: Response{Status: 200, URLs: make([]string, MaxURLs+1)}},
		&NetReply{Response: Response{Status: 200, Headers: HeaderBlock(strings.Repeat("\x01a\x00", MaxHeaders+1))}},
	} {
		if _, err := bad.AppendBinary(nil); err == nil {
			t.Errorf("%T: wrote what no reader takes", bad)
		}
	}
}

// Opening a frame allocates nothing.
func TestFrameOpensInPlace(t *testing.T) {
	data, err := browserEvent(12).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	var e FetchEvent
	if n := testing.AllocsPerRun(100, func() { _ = e.UnmarshalBinary(data) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
