package eventsource

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// parse feeds a stream in pieces of n bytes.
func parse(stream []byte, n int) (out []string, p Parser, err error) {
	for len(stream) > 0 && err == nil {
		piece := stream[:min(n, len(stream))]
		stream = stream[len(piece):]
		err = p.Feed(bytes.Clone(piece), func(e Event) {
			out = append(out, fmt.Sprintf("%q %q %q", e.Type, e.Data, e.LastID))
		})
	}
	return out, p, err
}

func TestLongEventsAreRefused(t *testing.T) {
	for _, line := range []string{strings.Repeat("x", 1000), "data: " + strings.Repeat("x", 1000) + "\n"} {
		var p Parser
		var err error
		fed := 0
		for chunk := []byte(strings.Repeat(line, 1000)); err == nil; fed += len(chunk) {
			err = p.Feed(chunk, func(Event) { t.Fatal("an event") })
		}
		if !errors.Is(err, errTooLong) || fed > 100<<20 {
			t.Errorf("%q: %v after %d bytes", line, err, fed)
		}
	}
}

// FuzzParser: the events do not depend on how a stream is cut.
func FuzzParser(f *testing.F) {
	f.Add([]byte("\xEF\xBB\xBFid: 1\nretry: 5\nevent: a\ndata: b\rdata\r\n\r\n:c\n\nda"), 1)
	f.Add([]byte("data:\xff\xf0\x9f\n\nid\n\nretry:99999999999999999999\n\n"), 3)
	f.Fuzz(func(t *testing.T, stream []byte, n int) {
		whole, p, err := parse(stream, len(stream))
		cut, q, err2 := parse(stream, max(1, n%17))
		if strings.Join(whole, "\n") != strings.Join(cut, "\n") || p.Retry != q.Retry || !bytes.Equal(p.LastID, q.LastID) || err != nil || err2 != nil {
			t.Fatalf("%q\n%q %v %v\n%q %v %v", stream, whole, p.Retry, err, cut, q.Retry, err2)
		}
		for _, s := range whole {
			_ = text([]byte(s))
		}
	})
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"a\xff\xfeb": "a\uFFFD\uFFFDb", "\xf0\x9f\x98": "\uFFFD", "\xf0\x9f\x98a": "\uFFFDa", "\xe2\x82\xac": "€",
		"\xed\xa0\x80": "\uFFFD\uFFFD\uFFFD", "\xc0\x80": "\uFFFD\uFFFD", "\xe2\x82": "\uFFFD", "\xf4\x90": "\uFFFD\uFFFD", "\xe2": "\uFFFD",
	} {
		if got := text([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
