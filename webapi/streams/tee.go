package streams

import "github.com/dop251/goja"

// Tee makes two streams of one, which it locks. It throws when the stream is
// locked.
//
// https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee
func (s *Readable) Tee() (one, two *Readable) {
	t := &tee{env: s.env, source: s, reader: s.mustAcquire()} // 3 – 13
	t.cancelled = t.newPromise()
	mark := 1.0
	if s.ofBytes() {
		t.copies, mark = true, 0
	}
	for i := range t.branches { // 14 – 19
		t.branches[i] = newReadable(s.env)
		t.branches[i].setUp(source{mark: mark, bytes: t.copies, pull: t.pull, cancel: t.canceller(i)})
	}
	t.upon(t.reader.closed.promise, nil, func(e goja.Value) { // 20
		t.each(func(_ int, c *defaultController) { c.fail(e) })
		t.settle()
	})
	return t.branches[0], t.branches[1]
}

type tee struct {
	*env
	source             *Readable
	reader             *reader
	branches           [2]*Readable
	canceled           [2]bool
	reasons            [2]goja.Value
	cancelled          *deferred
	reading, readAgain bool
	copies             bool // the second branch gets a copy of each chunk
}

// ofBytes says whether the stream's chunks are Uint8Arrays.
func (s *Readable) ofBytes() bool {
	switch c := s.controller.(type) {
	case *nativeController:
		return true
	case *defaultController:
		return c.bytes
	}
	return false
}

func (t *tee) clone(chunk goja.Value) goja.Value {
	data, ok := t.BytesView(chunk)
	if !t.copies || !ok {
		return chunk
	}
	return t.Uint8Array(append([]byte(nil), data...))
}

func (t *tee) each(f func(i int, c *defaultController)) {
	for i, branch := range t.branches {
		f(i, branch.controller.(*defaultController))
	}
}

// settle resolves the promise that cancel algorithms return, when the end came
// before both were called.
func (t *tee) settle() {
	if !t.canceled[0] || !t.canceled[1] {
		t.cancelled.Resolve(goja.Undefined())
	}
}

func (t *tee) pull(*defaultController) *goja.Object {
	done := t.resolved(goja.Undefined())
	if t.reading { // 13.1
		t.readAgain = true
		return done
	}
	t.reading = true // 13.2
	t.reader.read(&readRequest{
		chunk: func(chunk goja.Value) {
			t.upon(t.resolved(goja.Undefined()), func(goja.Value) { // queue a microtask
				t.readAgain = false
				chunks := [2]goja.Value{chunk, chunk}
				if !t.canceled[0] && !t.canceled[1] {
					chunks[1] = t.clone(chunk)
				}
				t.each(func(i int, c *defaultController) {
					if !t.canceled[i] {
						c.enqueue(chunks[i])
					}
				})
				t.reading = false
				if t.readAgain {
					t.pull(nil)
				}
			}, nil)
		},
		close: func() {
			t.reading = false
			t.each(func(i int, c *defaultController) {
				if !t.canceled[i] {
					c.close()
				}
			})
			t.settle()
		},
		err: func(goja.Value) { t.reading = false },
	})
	return done
}

// canceller is the cancel algorithm of one branch.
func (t *tee) canceller(i int) func(goja.Value) *goja.Object {
	return func(reason goja.Value) *goja.Object {
		t.canceled[i], t.reasons[i] = true, reason
		if t.canceled[1-i] {
			both := t.vm.NewArray(t.reasons[0], t.reasons[1])
			t.cancelled.Resolve(t.source.Cancel(both))
		}
		return t.cancelled.promise
	}
}
