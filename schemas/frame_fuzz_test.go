package schemas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func FuzzFetchEvent(f *testing.F)  { fuzzFrame(f, func() frame { return new(FetchEvent) }) }
func FuzzFetchReply(f *testing.F)  { fuzzFrame(f, func() frame { return new(FetchReply) }) }
func FuzzNetRequest(f *testing.F)  { fuzzFrame(f, func() frame { return new(NetRequest) }) }
func FuzzPortMessage(f *testing.F) { fuzzFrame(f, func() frame { return new(PortMessage) }) }
func FuzzChannelMessage(f *testing.F) {
	fuzzFrame(f, func() frame { return new(ChannelMessage) })
}
func FuzzNetReply(f *testing.F)    { fuzzFrame(f, func() frame { return new(NetReply) }) }
func FuzzCacheRecord(f *testing.F) { fuzzFrame(f, func() frame { return new(CacheRecord) }) }

// fuzzFrame reads any bytes: no panic, no more memory than a small multiple of
// the input, and what was read is written and read again the same.
func fuzzFrame(f *testing.F, empty func() frame) {
	for _, s := range frameSamples() {
		data, err := s.value.AppendBinary(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v := empty()
		if v.UnmarshalBinary(data) != nil {
			return
		}
		// Only the URL list is allocated: at most 16 bytes of string header each.
		if n := urls(v); n > MaxURLs || n > len(data) {
			t.Fatalf("%d URLs in %d bytes", n, len(data))
		}
		out, err := v.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		again := empty()
		if err := again.UnmarshalBinary(out); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func urls(v frame) int {
	switch v := v.(type) {
	case *FetchReply:
		return len(v.Response.URLs)
	case *NetReply:
		return len(v.Response.URLs)
	}
	return 0
}
