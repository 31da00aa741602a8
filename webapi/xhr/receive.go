package xhr

import (
	"strconv"

	"asterism/webapi/fetch"
)

// respond is processRequestEndOfBody and then processResponse.
//
// https://xhr.spec.whatwg.org/#the-send()-method steps 11.8 and 11.9
func (f *call) respond(p *fetch.Response) {
	x := f.x
	if !x.uploaded { // 11.8
		x.uploaded = true
		if x.uploadListened && !p.ByWorker {
			for _, typ := range []string{"progress", "load", "loadend"} {
				x.progress(x.upload, typ, x.uploadLength, x.uploadLength)
				if !f.live() {
					return
				}
			}
		}
	}
	x.take(p) // 11.9
	f.told = x.realm.Loop.Now()
	x.state = headersReceived
	x.changed()
	if f.live() && x.state == headersReceived && p.Body == nil {
		x.finish()
	}
}

// take makes p the response.
func (x *request) take(p *fetch.Response) { x.response, x.visible = p, p.Visible() }

// chunk is processBodyChunk. Its progress events are at least interval apart, the
// first from the response's arrival; one that is held back is fired later.
func (f *call) chunk(data []byte) {
	x := f.x
	x.received = append(x.received, data...)
	if x.state == headersReceived {
		x.state = loading
		x.changed()
	}
	if !f.live() || f.later != nil {
		return
	}
	wait := interval - x.realm.Loop.Now().Sub(f.told)
	if wait <= 0 {
		f.tell()
		return
	}
	f.later = x.realm.Loop.Schedule(wait, func() {
		if f.later = nil; f.live() && x.state == loading {
			f.tell()
		}
	})
}

// tell fires a progress event.
func (f *call) tell() {
	f.told = f.x.realm.Loop.Now()
	f.x.progress(f.x, "progress", len(f.x.received), f.x.length())
}

// length is what the response says its body's length is; 0: nothing.
//
// https://fetch.spec.whatwg.org/#concept-header-list-extract-a-length
func (x *request) length() int {
	value, _ := x.visible.Get("Content-Length")
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// broken is processBodyError, and a network error.
func (f *call) broken() {
	f.x.terminate()
	f.x.stop("error")
}

// finish is https://xhr.spec.whatwg.org/#handle-response-end-of-body
// but for errors, of which the caller knows.
func (x *request) finish() {
	f := x.call
	if f != nil {
		f.hold()
	}
	transmitted, length := len(x.received), x.length() // 3 – 5
	if !x.sync {                                       // 6
		x.progress(x, "progress", transmitted, length)
		if x.call != f { // a listener has begun anew
			return
		}
	}
	x.call = nil
	x.unwatch()
	x.state = done                                // 7
	x.sent = false                                // 8
	x.changed()                                   // 9
	x.progress(x, "load", transmitted, length)    // 10
	x.progress(x, "loadend", transmitted, length) // 11
}

// stop is the request error steps of an asynchronous request.
//
// https://xhr.spec.whatwg.org/#request-error-steps
func (x *request) stop(event string) {
	x.state, x.sent = done, false // 1, 2
	x.forget()                    // 3
	x.changed()                   // 5
	if !x.uploaded {              // 6
		x.uploaded = true
		if x.uploadListened {
			x.progress(x.upload, event, 0, 0)
			x.progress(x.upload, "loadend", 0, 0)
		}
	}
	x.progress(x, event, 0, 0)     // 7
	x.progress(x, "loadend", 0, 0) // 8
}

// abort is https://xhr.spec.whatwg.org/#the-abort()-method
func (x *request) abort() {
	x.terminate()                                                                        // 1
	if x.state == opened && x.sent || x.state == headersReceived || x.state == loading { // 2
		x.stop("abort")
	}
	if x.state == done { // 3
		x.state = unsent
		x.forget()
	}
}
