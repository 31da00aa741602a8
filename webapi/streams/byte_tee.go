package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// byteTee is a readable byte stream being read by two branches.
//
// https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee
type byteTee struct {
	*env
	source    *Readable
	reader    *reader
	branches  [2]*Readable
	canceled  [2]bool
	reasons   [2]goja.Value
	cancelled *deferred
	reading   bool
	readAgain [2]bool
}

// teeBytes is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee
func (s *Readable) teeBytes() (one, two *Readable) {
	s.byteController()
	t := &byteTee{env: s.env, source: s, reader: s.mustAcquire()} // 3 – 13
	t.cancelled = t.newPromise()
	for i := range t.branches { // 21 – 23
		t.branches[i] = newReadable(s.env)
		t.branches[i].setUpBytes(byteSource{
			pull:   func(*byteController) *goja.Object { return t.pull(i) },
			cancel: func(reason goja.Value) *goja.Object { return t.cancel(i, reason) },
		})
	}
	t.forwardError(t.reader) // 24
	return t.branches[0], t.branches[1]
}

func (t *byteTee) branch(i int) *byteController { return t.branches[i].controller.(*byteController) }

// each calls f for the branches nobody cancelled.
func (t *byteTee) each(f func(*byteController)) {
	for i := range t.branches {
		if !t.canceled[i] {
			f(t.branch(i))
		}
	}
}

// settle resolves the promise that cancel algorithms return, when the end came
// before both were called.
func (t *byteTee) settle() {
	if !t.canceled[0] || !t.canceled[1] {
		t.cancelled.Resolve(goja.Undefined())
	}
}

// forwardError is step 14.
func (t *byteTee) forwardError(r *reader) {
	t.upon(r.closed.promise, nil, func(e goja.Value) {
		if r != t.reader {
			return
		}
		t.branch(0).fail(e)
		t.branch(1).fail(e)
		t.settle()
	})
}

// pull is steps 17 and 18.
func (t *byteTee) pull(i int) *goja.Object {
	if t.reading {
		t.readAgain[i] = true
	} else {
		t.reading = true
		if request := t.branch(i).byob(); request != nil {
			view, _ := t.View(request.view)
			t.pullInto(view, i)
		} else {
			t.pullDefault()
		}
	}
	return t.resolved(goja.Undefined())
}

// again ends one read and begins the next when a branch asked meanwhile.
func (t *byteTee) again() {
	t.reading = false
	switch {
	case t.readAgain[0]:
		t.pull(0)
	case t.readAgain[1]:
		t.pull(1)
	}
}

// switchTo makes the other kind of reader, unless it is the one.
func (t *byteTee) switchTo(byob bool) {
	if t.reader.byob == byob {
		return
	}
	t.reader.release()
	t.reader = t.source.mustAcquire()
	t.reader.byob = byob
	t.forwardError(t.reader)
}

// pullDefault is step 15.
func (t *byteTee) pullDefault() {
	t.switchTo(false)
	t.reader.read(&readRequest{
		chunk: func(chunk goja.Value) {
			t.upon(t.resolved(goja.Undefined()), func(goja.Value) { // queue a microtask
				t.readAgain = [2]bool{}
				chunks := [2]goja.Value{chunk, chunk}
				if !t.canceled[0] && !t.canceled[1] {
					chunks[1] = t.cloneBytes(chunk)
				}
				for i, chunk := range chunks {
					if !t.canceled[i] {
						t.branch(i).enqueue(chunk)
					}
				}
				t.again()
			}, nil)
		},
		close: func() {
			t.reading = false
			t.each((*byteController).close)
			for i := range t.branches {
				if c := t.branch(i); len(c.pending) > 0 {
					c.respond(0)
				}
			}
			t.settle()
		},
		err: func(goja.Value) { t.reading = false },
	})
}

// pullInto is step 16: a read into the view of branch i's request.
func (t *byteTee) pullInto(view js.View, i int) {
	t.switchTo(true)
	mine, other := t.branch(i), t.branch(1-i)
	t.reader.readInto(view, 1, &intoRequest{
		chunk: func(chunk goja.Value) {
			t.upon(t.resolved(goja.Undefined()), func(goja.Value) { // queue a microtask
				t.readAgain = [2]bool{}
				filled, _ := t.View(chunk)
				var copied *goja.Object
				if !t.canceled[1-i] {
					copied = t.cloneBytes(chunk)
				}
				if !t.canceled[i] {
					mine.respondWith(filled)
				}
				if copied != nil {
					other.enqueue(copied)
				}
				t.again()
			}, nil)
		},
		close: func(chunk goja.Value) {
			t.reading = false
			t.each((*byteController).close)
			if view, ok := t.View(chunk); ok {
				if !t.canceled[i] {
					mine.respondWith(view)
				}
				if !t.canceled[1-i] && len(other.pending) > 0 {
					other.respond(0)
				}
			}
			t.settle()
		},
		err: func(goja.Value) { t.reading = false },
	})
}

// cancel is steps 19 and 20.
func (t *byteTee) cancel(i int, reason goja.Value) *goja.Object {
	t.canceled[i], t.reasons[i] = true, reason
	if t.canceled[1-i] {
		both := t.vm.NewArray(t.reasons[0], t.reasons[1])
		t.cancelled.Resolve(t.source.Cancel(both))
	}
	return t.cancelled.promise
}
