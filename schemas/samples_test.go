package schemas

import (
	"encoding"
	"strconv"
)

// frame is a message that travels as a binary frame.
type frame interface {
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// frameSample is a golden frame and how to make an empty message of its type.
type frameSample struct {
	file  string // in testdata, without .hex
	value frame
	empty func() frame
	// earlier is how long the frame is to readers and writers of earlier versions.
	earlier []int
}

func frameSamples() []frameSample {
	var accept, plain HeaderBlock
	accept.Append("Accept", "text/html,*/*;q=0.8")
	accept.Append("Cookie", "a=1")
	accept.Append("cookie", "b=2")
	plain.Append("content-type", "text/plain")
	return []frameSample{
		{"FetchEvent", &FetchEvent{
			ID: "e1", Scope: "https://shop.example/", Version: "v7", Loader: "l1", ClientID: "c1", ResultingClientID: "c2", ReplacesClientID: "c0",
			Request: Request{
				Method: "POST", URL: "https://shop.example/a?b#c", Headers: accept, Mode: "navigate", Credentials: "include",
				Cache: "no-store", Redirect: "manual", Destination: "document", Referrer: "https://shop.example/",
				ReferrerPolicy: "no-referrer", Integrity: "sha256-x", Keepalive: true, History: true, Preflight: true,
				Body: Body{Kind: BodyStream, Stream: "b1", Length: -1},
			},
			Origin: "https://other.example", Preload: "p1",
		}, func() frame { return new(FetchEvent) }, []int{216}},
		{"FetchReply", &FetchReply{
			Outcome: FetchResponse, Manager: "m1",
			Response: Response{Status: 200, StatusText: "OK", Type: "default", Headers: plain, Body: Body{Kind: BodyInline, Inline: []byte("hello /a")}},
		}, func() frame { return new(FetchReply) }, []int{57}},
		{"FetchReply.failed", &FetchReply{
			Outcome: FetchFailed, Manager: "m1", Error: Error{Code: CodeScript, Message: "boom", Exception: "TypeError", Ref: "r1"},
			Timing: WorkerTiming{Started: 1e18, Dispatched: 1e18 + 1, Routed: 1e18 + 2, Looked: 1e18 + 3, Matched: "cache", Final: "network"},
		}, func() frame { return new(FetchReply) }, []int{33}},
		{"NetRequest", &NetRequest{
			ID: "n1", Origin: "https://shop.example", ClientID: "c1", ControllerScope: "https://shop.example/", ControllerVersion: "v7",
			ServiceWorkers: "all", ReservedClientID: "c2", Request: Request{Method: "GET", URL: "https://shop.example/sw.js", Reload: true},
			ReplacesClientID: "c0", Relation: "same-site", URLs: []string{"https://shop.example/old"}, Ancestors: []string{"https://top.example"},
		}, func() frame { return new(NetRequest) }, []int{104, 118, 144}},
		{"NetReply", &NetReply{
			ControllerScope: "https://shop.example/", ControllerVersion: "v7",
			Response: Response{Status: 206, Type: "basic", URLs: []string{"https://shop.example/a", "https://shop.example/b"}, Headers: plain,
				Body: Body{Kind: BodyStream, Stream: "b2", Length: 1 << 40}},
			Next: Redirect{URL: "https://shop.example/c", Method: "GET"},
			By:   ByWorker, ByScope: "https://shop.example/", ByVersion: "v7",
		}, func() frame { return new(NetReply) }, []int{120, 121}},
		{"PortMessage", &PortMessage{Kind: PortPost, Epoch: 2, N: 300, Data: []byte{0x83, 1, 0x80, 0xf6}}, func() frame { return new(PortMessage) }, nil},
		{"ChannelMessage", &ChannelMessage{From: "r1", Name: "news", More: true, Data: []byte{0x83}}, func() frame { return new(ChannelMessage) }, nil},
		{"CacheRecord", &CacheRecord{Entries: []CacheEntry{
			{
				Request: Request{Method: "GET", URL: "https://shop.example/a?b", Headers: accept, Mode: "navigate", History: true}, Order: 7, Digest: []byte("0123456789abcdef0123456789abcdef"),
				Response: Response{Status: 200, Type: "basic", URLs: []string{"https://shop.example/a?b"}, Headers: plain, Body: Body{Kind: BodyInline, Inline: []byte("hello")}},
			},
			{
				Request:  Request{Method: "GET", URL: "https://shop.example/a?b"},
				Response: Response{Status: 200, Type: "default", Headers: plain, Body: Body{Kind: BodyStream, Stream: "9f86d081", Length: 1 << 30}},
			},
		}}, func() frame { return new(CacheRecord) }, []int{268}},
		{"CacheRecord.count", &CacheRecord{Size: -7, Count: 3, Used: 1_700_000_000}, func() frame { return new(CacheRecord) }, []int{4}},
		{"NetReply.failed", &NetReply{Error: Error{Code: CodeNetwork, Message: "connection refused"}}, func() frame { return new(NetReply) }, []int{35, 36}},
	}
}

// browserEvent is what a browser's navigation makes, with n header fields.
func browserEvent(n int) *FetchEvent {
	e := &FetchEvent{
		ID: "Vq1hD3nJx0", Scope: "https://shop.example/", Version: "8fQ2kLm0Zp", Loader: "ldr-7Hq2", ClientID: "", ResultingClientID: "a7c3e1f0",
		Request: Request{Method: "GET", URL: "https://shop.example/profile/orders?page=2", Mode: "navigate", Credentials: "include",
			Redirect: "manual", Destination: "document", Referrer: "about:client"},
	}
	for i := range n {
		e.Request.Headers.Append("sec-fetch-header-"+strconv.Itoa(i), "some value of ordinary length "+strconv.Itoa(i))
	}
	return e
}
