package loader

import (
	"context"
	"errors"
	"strings"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

// A document's navigation is matched, its subresources go to its controller, and
// a response that a worker fetched and passed on never crosses the bus.
func TestDocuments(t *testing.T) {
	up := upstreamServer(t, echo)
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	scope := w.register("/", "v1", nil)
	w.register("/mute/", "v9", func(r *schemas.Registration) { r.Active.Events = []string{"message"} })
	seen := make(chan schemas.FetchEvent, 10)
	unread := make(chan error, 1)
	w.manage("m", func(e *event) {
		seen <- e.FetchEvent
		switch path := strings.TrimPrefix(e.Request.URL, w.origin); path {
		case "/network", "/large", "/to?l=/page#part", "/to?l=ftp://elsewhere/":
			e.reply(schemas.FetchReply{Outcome: schemas.FetchNetwork})
		case "/missing":
			e.reply(schemas.FetchReply{Outcome: schemas.FetchMissing})
		case "/fails":
			e.reply(schemas.FetchReply{Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeScript, Message: "threw"}})
		case "/moved":
			e.text(302, "", "location", w.origin+"/network")
		case "/moved-relatively":
			e.text(302, "", "location", "/network")
		case "/moved-with-body":
			name, err := e.m.conn.OfferBody(context.Background(), &pattern{1 << 30}, func(err error) { unread <- err })
			if err != nil {
				t.Error(err)
			}
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
				Status: 307, Headers: headerBlock("location", w.origin+"/x"), Body: schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: -1},
			}})
		case "/opaque":
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{Status: 200, Type: "opaque"}})
		case "/passed":
			rep, err := bus.NetAt.Do(context.Background(), e.m.conn, bus.Params{"loader": e.Loader}, schemas.NetRequest{ID: "p", Origin: w.origin, Request: schemas.Request{Method: "GET", URL: w.origin + "/large"}})
			if err != nil {
				t.Error(err)
			}
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: rep.Response})
		default:
			e.text(200, "worker "+path)
		}
	})
	doc := schemas.NetRequest{Origin: w.origin, ClientID: "c1", ServiceWorkers: "all", ControllerScope: scope, ControllerVersion: "v1"}
	sub := func(path string) schemas.NetReply {
		t.Helper()
		req := doc
		req.Request.URL, req.Request.Mode = w.origin+path, "cors"
		return w.fetch(req)
	}
	if rep := sub("/x"); w.read(rep.Response.Body) != "worker /x" || rep.ControllerScope != "" {
		t.Errorf("%+v", rep)
	}
	if e := <-seen; e.ClientID != "c1" || e.ResultingClientID != "" || e.Version != "v1" {
		t.Errorf("%+v", e)
	}
	for path, want := range map[string]string{"/network": "GET /network 0", "/missing": "GET /missing 0", "/moved": "GET /network 0"} {
		if rep := sub(path); w.read(rep.Response.Body) != want {
			t.Errorf("%s: %+v", path, rep)
		}
	}
	if rep := sub("/moved-with-body"); w.read(rep.Response.Body) != "worker /x" || len(rep.Response.URLs) != 2 {
		t.Errorf("%+v", rep)
	}
	if err := <-unread; !errors.Is(err, &schemas.Error{Code: schemas.CodeAborted}) { // not after its 30 s
		t.Errorf("a redirect's body: %v", err)
	}
	for path, part := range map[string]string{"/fails": "threw", "/opaque": "opaque", "/moved-relatively": "not a URL"} {
		if rep := sub(path); !strings.Contains(rep.Error.Message, part) || rep.Error.Exception != "TypeError" {
			t.Errorf("%s: %+v", path, rep)
		}
	}
	for len(seen) > 0 {
		<-seen
	}
	// No controller: the network, and nobody asked.
	free := doc
	free.ControllerScope, free.ControllerVersion = "", ""
	free.Request.URL = w.origin + "/x"
	if rep := w.fetch(free); w.read(rep.Response.Body) != "GET /x 0" || len(seen) != 0 {
		t.Errorf("%+v", rep)
	}
	// A controller that the index does not know, of a registration gone by.
	old := doc
	old.ControllerVersion = "v0"
	old.Request.URL = w.origin + "/x"
	if rep := w.fetch(old); w.read(rep.Response.Body) != "worker /x" {
		t.Errorf("%+v", rep)
	}
	<-seen

	nav := schemas.NetRequest{ServiceWorkers: "all", ReservedClientID: "c2", Request: schemas.Request{URL: w.origin + "/page", Mode: "navigate", Redirect: "manual", Destination: "document"}}
	rep := w.fetch(nav)
	if w.read(rep.Response.Body) != "worker /page" || rep.ControllerScope != scope || rep.ControllerVersion != "v1" {
		t.Errorf("%+v", rep)
	}
	if e := <-seen; e.ClientID != "" || e.ResultingClientID != "c2" {
		t.Errorf("%+v", e)
	}
	nav.Request.URL = w.origin + "/network"
	if rep := w.fetch(nav); w.read(rep.Response.Body) != "GET /network 0" || rep.ControllerVersion != "v1" {
		t.Errorf("%+v", rep)
	}
	nav.Request.URL = w.origin + "/mute/"
	if rep := w.fetch(nav); w.read(rep.Response.Body) != "GET /mute/ 0" || rep.ControllerVersion != "v9" {
		t.Errorf("%+v", rep)
	}
	nav.Request.URL = w.origin + "/to?l=/page#part"
	nav.URLs = []string{w.origin + "/before"}
	if rep := w.fetch(nav); rep.Next != (schemas.Redirect{URL: w.origin + "/page#part", Method: "GET", ReferrerPolicy: "strict-origin-when-cross-origin"}) || len(rep.Response.URLs) != 2 {
		t.Errorf("a navigation that is redirected: %+v", rep)
	}
	nav.Request.URL = w.origin + "/moved"
	if rep := w.fetch(nav); rep.Next.URL != w.origin+"/network" || rep.Response.Status != 302 {
		t.Errorf("a navigation that its worker redirects: %+v", rep)
	}
	nav.Request.URL = w.origin + "/to?l=ftp://elsewhere/"
	if rep := w.fetch(nav); rep.Error.Code != schemas.CodeNetwork {
		t.Errorf("a navigation redirected to what is not HTTP: %+v", rep)
	}
	nav.URLs = nil
	nav.Request.URL = w.origin + "/to?l=/page"
	nav.Request.Redirect = "follow"
	if rep := w.fetch(nav); rep.ControllerVersion != "v1" {
		t.Errorf("%+v", rep)
	}

	// By reference, at the front door.
	if resp, body := w.get("/passed"); resp.StatusCode != 200 || len(body) != 1<<20 {
		t.Errorf("%d, %d bytes", resp.StatusCode, len(body))
	}
}
