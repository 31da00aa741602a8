package streams

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// Tee makes two streams of one, which it locks. It throws when the stream is
// locked.
func (s *Readable) Tee() (one, two *Readable) { return s.tee(false) }

// TeeCloning is Tee for branches that must not share objects: the second one's
// chunks are structured clones.
func (s *Readable) TeeCloning() (one, two *Readable) { return s.tee(true) }

// tee is https://streams.spec.whatwg.org/#readable-stream-tee
func (s *Readable) tee(cloning bool) (one, two *Readable) {
	if s.ofBytes() { // 3
		return s.teeBytes()
	}
	return s.teeDefault(cloning) // 4
}

// teeDefault is https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee
func (s *Readable) teeDefault(cloning bool) (one, two *Readable) {
	t := &tee{env: s.env, source: s, reader: s.mustAcquire()} // 3 – 13
	t.cancelled = t.newPromise()
	t.clones = cloning
	for i := range t.branches { // 14 – 19
		t.branches[i] = newReadable(s.env)
		t.branches[i].setUp(source{mark: 1, pull: t.pull, cancel: t.canceller(i)})
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
	clones             bool // the second branch gets a clone of each chunk
}

// clone is a structured clone of a chunk.
func (t *tee) clone(chunk goja.Value) (goja.Value, error) {
	if view, ok := t.View(chunk); ok && view.Type == "Uint8Array" {
		data, _ := t.BytesView(chunk)
		return t.Uint8Array(append([]byte(nil), data...)), nil
	}
	data, err := clone.Serialize(t.Realm, chunk, goja.Undefined())
	if err != nil {
		return nil, err
	}
	return clone.Deserialize(t.Realm, data)
}

// fail ends both branches because a chunk has no clone.
func (t *tee) fail(err error) {
	var e goja.Value
	var thrown *js.Exception
	if errors.As(err, &thrown) {
		e = thrown.Value
	} else {
		e = t.DOMException("DataCloneError", "a chunk of the stream cannot be cloned: %s", err.Error())
	}
	t.each(func(_ int, c *defaultController) { c.fail(e) })
	t.cancelled.Resolve(t.source.Cancel(e))
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
				if t.clones && !t.canceled[0] && !t.canceled[1] {
					var err error
					if chunks[1], err = t.clone(chunk); err != nil {
						t.fail(err)
						return
					}
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
