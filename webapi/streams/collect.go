package streams

import "github.com/dop251/goja"

// Collect reads the stream to its end and settles the promise it returns with
// what convert makes of the bytes. It throws when the stream is locked. limit
// is how many bytes are taken at most; 0: no limit.
//
// https://streams.spec.whatwg.org/#readablestreamdefaultreader-read-all-bytes
func (s *Readable) Collect(limit int64, convert func(data []byte) goja.Value) *goja.Object {
	r, d := s.mustAcquire(), s.newPromise()
	var data []byte
	fail := func(e goja.Value) {
		s.Discard(e)
		d.Reject(e)
	}
	var request *readRequest
	var count int
	request = &readRequest{
		chunk: func(v goja.Value) {
			part, ok := s.bytesOf(v)
			if !ok {
				fail(s.TypeError("a chunk of the body is not a Uint8Array"))
				return
			}
			if data = append(data, part...); limit > 0 && int64(len(data)) > limit {
				fail(s.RangeError("the body is too long to hold in memory: at most %d bytes are allowed", limit))
				return
			}
			if count++; count%100 != 0 {
				r.read(request)
				return
			}
			// A long queue is read without a deep stack.
			s.upon(s.resolved(goja.Undefined()), func(goja.Value) { r.read(request) }, nil)
		},
		close: func() {
			var v goja.Value
			if thrown := s.try(func() { v = convert(data) }); thrown != nil {
				d.Reject(thrown)
				return
			}
			d.Resolve(v)
		},
		err: d.Reject,
	}
	r.read(request)
	return d.promise
}

// Proxy moves an unlocked stream's chunks to a new one: an identity transform.
//
// https://streams.spec.whatwg.org/#readablestream-create-a-proxy
func (s *Readable) Proxy() *Readable {
	t := NewTransform(s.Realm, func(chunk goja.Value, enqueue func(goja.Value)) { enqueue(chunk) }, nil)
	s.handled(s.pipe(t.writable, pipeFlags{}))
	return t.readable
}
