package loader

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
)

// What the fast lane does for a request is what net/http does: the worker gets
// the same event and the client the same response. A TE field, which does not
// reach the worker, sends a request past the lane.
func TestLaneIsLikeNetHTTP(t *testing.T) {
	t.Parallel()
	inline := func(status int, body string, headers ...string) schemas.FetchReply {
		return schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
			Status: uint16(status), Headers: headerBlock(headers...), Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte(body)},
		}}
	}
	none := func(status int, headers ...string) schemas.FetchReply {
		r := inline(status, "", headers...)
		r.Response.Body = schemas.Body{}
		return r
	}
	replies := map[string]schemas.FetchReply{
		"text":        inline(200, "hello", "content-type", "text/plain"),
		"no type":     inline(200, "<html>"),
		"empty":       inline(200, ""),
		"long":        inline(200, strings.Repeat("x", smallBody)),
		"longer":      inline(200, strings.Repeat("x", smallBody+1)),
		"large":       inline(200, strings.Repeat("x", inlineBody)),
		"null":        none(200),
		"announced":   none(200, "content-length", "17"),
		"wrong":       inline(200, "hello", "Content-Length", "1"),
		"odd length":  none(200, "content-length", "+17"),
		"204":         none(204),
		"204 inline":  inline(204, "x"),
		"205":         none(205),
		"205 inline":  inline(205, "x"),
		"304":         none(304, "etag", "x", "content-length", "17"),
		"304 inline":  inline(304, "x"),
		"404":         inline(404, "no", "x-a", "1", "X-B", "2", "x-a", "3"),
		"599":         inline(599, "odd"),
		"redirect":    none(302, "location", "/elsewhere"),
		"date":        inline(200, "", "date", "Thu, 01 Jan 1970 00:00:00 GMT"),
		"cookies":     inline(200, "", "set-cookie", "b=1", "x", "y", "set-cookie", "a=2"),
		"hop by hop":  inline(200, "hi", "connection", "close, x-mine", "x-mine", "1", "keep-alive", "timeout=1", "transfer-encoding", "chunked", "trailer", "x", "upgrade", "h2c"),
		"bad fields":  inline(200, "hi", "x y", "1", "x-a", "a\r\nb: c", "x-b", "ok", "x-c", "\x00"),
		"spaces":      inline(200, "hi", "x-a", "  a  ", "x-b", "\tb\t"),
		"bytes":       inline(200, "\x00\xff", "x-a", "\xe9"),
		"status 0":    inline(0, ""),
		"status 700":  inline(700, ""),
		"error":       {Outcome: schemas.FetchResponse, Response: schemas.Response{Status: 200, Type: "error"}},
		"failed":      {Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeScript, Message: "it threw"}},
		"network":     {Outcome: schemas.FetchNetwork},
		"no managers": {Outcome: schemas.FetchBusy},
	}
	requests := []string{
		"",
		"Accept: text/html\r\nReferer: http://a/\r\nCache-Control: max-age=0\r\n",
		"accept: a\r\nX-B: 1\r\nACCEPT: b\r\nx-b:   2  \r\nKeep-Alive: timeout=1\r\nConnection: keep-alive\r\n",
		"Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\nCookie: a=b; c=d\r\nCache-Control: no-cache\r\nX-Latin: \xe9\r\n",
		"Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty\r\nX-Empty:\r\n",
	}
	w := start(t, nil)
	scope := w.register("/", "v1", nil)
	events := make(chan schemas.FetchEvent, 10)
	answer := func(e *event) {
		_, name, _ := strings.Cut(e.Request.URL, "?")
		reply, ok := replies[strings.ReplaceAll(name, "_", " ")]
		if !ok {
			t.Errorf("no reply called %q", name)
		}
		if e.from == "running" {
			events <- e.FetchEvent
		}
		e.reply(reply)
	}
	w.manage("m1", answer).runs(scope, "v1")
	exchange := func(head, method string) (string, string) {
		c := w.dial()
		c.write("%s", head)
		resp, body := c.response(method)
		e := <-events
		return eventText(e), responseText(resp, body)
	}
	for name := range replies {
		for _, method := range []string{"GET", "HEAD"} {
			for _, fields := range requests {
				head := fmt.Sprintf("%s /?%s HTTP/1.1\r\nHost: %s\r\n%s", method, strings.ReplaceAll(name, " ", "_"), strings.TrimPrefix(w.origin, "http://"), fields)
				laneEvent, laneResponse := exchange(head+"\r\n", method)
				event, response := exchange(head+"TE: trailers\r\n\r\n", method)
				if laneEvent != event {
					t.Errorf("%s of %s: the lane asks\n%s\nnet/http asks\n%s", method, name, laneEvent, event)
				}
				if laneResponse != response {
					t.Errorf("%s of %s: the lane answers\n%s\nnet/http answers\n%s", method, name, laneResponse, response)
				}
			}
		}
	}
}

// eventText is what must be the same in two events.
func eventText(e schemas.FetchEvent) string {
	q := e.Request
	byName := http.Header{}
	for name, value := range q.Headers.All() {
		byName[name] = append(byName[name], value)
	}
	q.Headers = nil
	return fmt.Sprintf("%s %s %s %+v %q", e.Scope, e.Version, e.Loader, q, byName)
}

// responseText is what must be the same in two responses: all but when it was.
func responseText(resp *http.Response, body string) string {
	if d, err := time.Parse(http.TimeFormat, resp.Header.Get("Date")); err != nil || d.Year() != 1970 && time.Since(d).Abs() > time.Minute {
		return "Date: " + resp.Header.Get("Date")
	} else if d.Year() != 1970 {
		resp.Header.Del("Date")
	}
	return fmt.Sprintf("%s %s %q close %t length %d %v %q", resp.Proto, resp.Status, resp.Header, resp.Close, resp.ContentLength, resp.TransferEncoding, body)
}
