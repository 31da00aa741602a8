package fetch

import (
	"io"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
	"asterism/webapi/streams"
)

// payload is the body of a Request or Response object. It starts as a Body, to
// which nothing JavaScript is attached, and becomes a ReadableStream when a
// script asks for .body or made it of one.
//
// https://fetch.spec.whatwg.org/#concept-body
type payload struct {
	body   *Body             // nil: null, or moved to stream
	stream *streams.Readable // nil: not asked for
	spent  bool              // read, or given away, without a stream in between
	// signal aborts the reading of what came from the network. May be nil.
	signal *abort.Signal
	// reading is what a consumer reads from at the moment.
	reading io.Closer
}

// null says whether there is no body.
func (p *payload) null() bool { return p.body == nil && p.stream == nil && !p.spent }

// used says whether somebody has read from the body.
func (p *payload) used() bool {
	return p.spent || p.stream != nil && p.stream.Disturbed()
}

// unusable is https://fetch.spec.whatwg.org/#body-unusable
func (p *payload) unusable() bool {
	return p.spent || p.stream != nil && (p.stream.Disturbed() || p.stream.Locked())
}

// readable is the body's ReadableStream, made on demand; nil for a null body.
func (p *payload) readable(r *js.Realm) *streams.Readable {
	switch {
	case p.stream != nil:
	case p.spent:
		p.stream = streams.Spent(r)
	case p.body != nil:
		p.stream = streams.FromReader(r, streams.Source{
			Reader:   p.body.reader(),
			Tag:      p.body,
			Describe: func(err error) goja.Value { return p.describe(r, err) },
		})
		p.body = nil
	}
	return p.stream
}

// describe is what a script sees of a failed read.
func (p *payload) describe(r *js.Realm, err error) goja.Value {
	if p.signal != nil && p.signal.Aborted() {
		return p.signal.Reason()
	}
	return r.TypeError("reading the body failed: %s", err.Error())
}

// take gives the body away as bytes or a stream of Go's, where it is still one.
// It is used afterwards. False: the body is a stream that a script feeds.
func (p *payload) take() (*Body, bool) {
	if p.stream == nil {
		b := p.body
		p.body, p.spent = nil, b != nil
		return b, true
	}
	source, ok := p.stream.Take()
	if !ok {
		return nil, false
	}
	return bodyOf(source), true
}

// bodyOf is the Body that a native stream was made of.
func bodyOf(source streams.Source) *Body {
	if b, ok := source.Tag.(*Body); ok {
		if b.streamed() {
			b.Stream = source.Reader
		}
		return b
	}
	return &Body{Stream: source.Reader, Length: -1}
}

// release is take for Go to send: a stream of a script's becomes a reader. A
// null body is nil.
func (p *payload) release() (*Body, error) {
	if p.null() {
		return nil, nil
	}
	if b, ok := p.take(); ok {
		return b, nil
	}
	reader, ok := p.stream.Reader()
	if !ok {
		return nil, &NetworkError{Reason: "the body is locked to a reader"}
	}
	return &Body{Stream: reader, Length: -1}, nil
}

// fail ends the body of an aborted fetch.
func (p *payload) fail(r *js.Realm, e goja.Value) {
	if p.reading != nil {
		go p.reading.Close()
	}
	if p.stream != nil || p.body != nil && p.body.streamed() {
		p.readable(r).Fail(e)
	}
}

// proxy moves the body into another object.
//
// https://fetch.spec.whatwg.org/#body-create-a-proxy
func (p *payload) proxy() payload {
	if b, ok := p.take(); ok {
		return payload{body: b, signal: p.signal}
	}
	return payload{stream: p.stream.Proxy(), signal: p.signal}
}

// clone makes two bodies of one.
//
// https://fetch.spec.whatwg.org/#concept-body-clone
func (p *payload) clone() payload {
	if p.null() {
		return payload{}
	}
	b, ok := p.take()
	if !ok {
		one, two := p.stream.TeeCloning()
		p.stream = one
		return payload{stream: two, signal: p.signal}
	}
	p.spent, p.stream = false, nil
	if !b.streamed() {
		p.body = b
		copied := *b
		return payload{body: &copied, signal: p.signal}
	}
	one, two := split(b.reader())
	p.body = &Body{Stream: one, Length: b.Length}
	return payload{body: &Body{Stream: two, Length: b.Length}, signal: p.signal}
}
