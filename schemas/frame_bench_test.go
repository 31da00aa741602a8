package schemas

import (
	"strconv"
	"testing"
)

// One fetch: an event with 12 request headers and a reply with 8, written from
// header pairs, opened lazily, and read in full; beside JSON of the same.

func benchReply() *FetchReply {
	p := &FetchReply{Outcome: FetchResponse, Manager: "mgr-3kQ9",
		Response: Response{Status: 200, Type: "default", Body: Body{Kind: BodyInline, Inline: []byte("hello /profile/orders")}}}
	for i := range 8 {
		p.Response.Headers.Append("x-header-"+strconv.Itoa(i), "some value of ordinary length "+strconv.Itoa(i))
	}
	return p
}

func pairs(h HeaderBlock) (list [][2]string) {
	for n, v := range h.All() {
		list = append(list, [2]string{n, v})
	}
	return list
}

func BenchmarkFrameWrite(b *testing.B) {
	e, p := browserEvent(12), benchReply()
	in, out := pairs(e.Request.Headers), pairs(p.Response.Headers)
	buf, h := make([]byte, 0, 4096), make(HeaderBlock, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		h = h[:0]
		for _, f := range in {
			h.Append(f[0], f[1])
		}
		e.Request.Headers = h
		buf, _ = e.AppendBinary(buf[:0])
		h = h[:0]
		for _, f := range out {
			h.Append(f[0], f[1])
		}
		p.Response.Headers = h
		buf, _ = p.AppendBinary(buf[:0])
	}
}

func BenchmarkFrameWriteOnly(b *testing.B) {
	e, p, buf := browserEvent(12), benchReply(), make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = e.AppendBinary(buf[:0])
		buf, _ = p.AppendBinary(buf[:0])
	}
}

func BenchmarkFrameOpen(b *testing.B) {
	event, _ := browserEvent(12).AppendBinary(nil)
	reply, _ := benchReply().AppendBinary(nil)
	var e FetchEvent
	var p FetchReply
	b.ReportAllocs()
	for b.Loop() {
		if e.UnmarshalBinary(event) != nil || p.UnmarshalBinary(reply) != nil {
			b.Fatal("unreadable")
		}
	}
}

func BenchmarkFrameReadAll(b *testing.B) {
	event, _ := browserEvent(12).AppendBinary(nil)
	reply, _ := benchReply().AppendBinary(nil)
	var e FetchEvent
	var p FetchReply
	n := 0
	for b.Loop() {
		_ = e.UnmarshalBinary(event)
		_ = p.UnmarshalBinary(reply)
		for name, value := range e.Request.Headers.All() {
			n += len(name) + len(value)
		}
		for name, value := range p.Response.Headers.All() {
			n += len(name) + len(value)
		}
	}
}

// jsonHead is what the frames hold, as one would send it in JSON.
type jsonHead struct {
	FetchEvent
	Headers [][2]string `json:"headers"`
}

func BenchmarkJSONWrite(b *testing.B) {
	e, p := browserEvent(12), benchReply()
	in, out := jsonHead{*e, pairs(e.Request.Headers)}, pairs(p.Response.Headers)
	in.Request.Headers = nil
	p.Response.Headers = nil
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Encode(in)
		_, _ = Encode(*p)
		_, _ = Encode(out)
	}
}

func BenchmarkJSONRead(b *testing.B) {
	e, p := browserEvent(12), benchReply()
	in, out := jsonHead{*e, pairs(e.Request.Headers)}, pairs(p.Response.Headers)
	in.Request.Headers = nil
	p.Response.Headers = nil
	x, _ := Encode(in)
	y, _ := Encode(*p)
	z, _ := Encode(out)
	b.ReportAllocs()
	for b.Loop() {
		_, err1 := Decode[jsonHead](x)
		_, err2 := Decode[FetchReply](y)
		_, err3 := Decode[[][2]string](z)
		if err1 != nil || err2 != nil || err3 != nil {
			b.Fatal(err1, err2, err3)
		}
	}
}
