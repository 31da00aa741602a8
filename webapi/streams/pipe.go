package streams

import (
	"github.com/dop251/goja"

	"asterism/webapi/abort"
)

// pipeFlags is how a pipe ends.
type pipeFlags struct {
	preventAbort, preventCancel, preventClose bool
	signal                                    *abort.Signal
}

// pipe is a pipe under way.
//
// https://streams.spec.whatwg.org/#readable-stream-pipe-to
type pipe struct {
	*env
	flags         pipeFlags
	source        *Readable
	dest          *Writable
	reader        *reader
	writer        *writer
	done          *deferred
	shuttingDown  bool
	lastWrite     *goja.Object
	stopListening func()
}

// pipe moves what s gives into dest and returns a promise for the end.
func (s *Readable) pipe(dest *Writable, flags pipeFlags) *goja.Object {
	p := &pipe{env: s.env, flags: flags, source: s, dest: dest}
	p.reader, p.writer = s.mustAcquire(), dest.mustAcquire() // 9 – 11
	s.disturbed = true                                       // 12
	p.done = p.newPromise()                                  // 14
	p.lastWrite = p.resolved(goja.Undefined())
	if signal := flags.signal; signal != nil { // 15
		if signal.Aborted() {
			p.abort()
			return p.done.promise
		}
		p.stopListening = signal.OnAbort(p.abort)
	}
	p.watch()
	p.step()
	return p.done.promise // 17
}

// watch propagates errors and ends in both directions.
func (p *pipe) watch() {
	// Errors forward, closing forward.
	p.when(p.source.state == errored, p.reader.closed.promise, false, func() {
		e := p.source.storedError
		p.shutdown(p.unless(p.flags.preventAbort, func() *goja.Object { return p.dest.Abort(e) }), e)
	})
	// Errors backward.
	p.when(p.dest.state == writableErrored, p.writer.closed.promise, false, func() {
		e := p.dest.storedError
		p.shutdown(p.unless(p.flags.preventCancel, func() *goja.Object { return p.source.Cancel(e) }), e)
	})
	p.when(p.source.state == closed, p.reader.closed.promise, true, func() {
		p.shutdown(p.unless(p.flags.preventClose, p.writer.closePropagating), nil)
	})
	// Closing backward.
	if p.dest.closing() || p.dest.state == writableClosed {
		e := p.TypeError("the destination of the pipe is closed or closing")
		p.shutdown(p.unless(p.flags.preventCancel, func() *goja.Object { return p.source.Cancel(e) }), e)
	}
}

// when runs action now, or when the promise settles the given way.
func (p *pipe) when(now bool, settles *goja.Object, fulfilled bool, action func()) {
	react := func(goja.Value) { action() }
	switch {
	case now:
		action()
	case fulfilled:
		p.upon(settles, react, nil)
	default:
		p.upon(settles, nil, react)
	}
}

func (p *pipe) unless(prevented bool, action func() *goja.Object) func() *goja.Object {
	if prevented {
		return nil
	}
	return action
}

// step moves chunks while the destination wants them.
func (p *pipe) step() {
	if p.shuttingDown {
		return
	}
	if size, known := p.writer.desired(); !known || size <= 0 {
		if p.dest.state == writable {
			p.upon(p.writer.ready.promise, func(goja.Value) { p.step() }, nil)
		}
		return
	}
	p.reader.read(&readRequest{
		chunk: func(chunk goja.Value) {
			// In a microtask, for reads must not overtake errors.
			p.upon(p.resolved(goja.Undefined()), func(goja.Value) {
				p.lastWrite = p.writer.write(chunk)
				p.handled(p.lastWrite)
				p.step()
			}, nil)
			p.lastWrite = p.pending()
		},
		close: func() {},
		err:   func(goja.Value) {},
	})
}

// pending keeps shutdown waiting for a chunk that was read but not written yet.
func (p *pipe) pending() *goja.Object {
	written := p.react(p.resolved(goja.Undefined()), func(goja.Value) goja.Value { return p.lastWrite }, nil)
	p.handled(written)
	return written
}

// abort is the signal's algorithm: step 15.1.
func (p *pipe) abort() {
	reason := p.flags.signal.Reason()
	p.shutdown(func() *goja.Object {
		var actions []*goja.Object
		if !p.flags.preventAbort && p.dest.state == writable {
			actions = append(actions, p.dest.Abort(reason))
		}
		if !p.flags.preventCancel && p.source.state == readable {
			actions = append(actions, p.source.Cancel(reason))
		}
		return p.all(actions)
	}, reason)
}

// all settles when all promises are fulfilled or one is rejected.
func (p *pipe) all(promises []*goja.Object) *goja.Object {
	d, left := p.newPromise(), len(promises)
	if left == 0 {
		d.Resolve(goja.Undefined())
	}
	for _, one := range promises {
		p.upon(one, func(goja.Value) {
			if left--; left == 0 {
				d.Resolve(goja.Undefined())
			}
		}, func(e goja.Value) {
			if !d.settled {
				d.Reject(e)
			}
		})
	}
	return d.promise
}

// shutdown ends the pipe after the chunks already read are written and, when
// there is one, action is done. e is nil when the pipe worked.
//
// https://streams.spec.whatwg.org/#rs-pipeTo-shutdown-with-action
func (p *pipe) shutdown(action func() *goja.Object, e goja.Value) {
	if p.shuttingDown { // 1
		return
	}
	p.shuttingDown = true // 2
	act := func() {
		if action == nil {
			p.finalize(e)
			return
		}
		p.upon(action(), func(goja.Value) { p.finalize(e) }, p.finalize) // 4 – 6
	}
	if p.dest.state == writable && !p.dest.closing() { // 3
		p.written(act)
	} else {
		act()
	}
}

// written runs then when every write has settled; more may begin meanwhile.
func (p *pipe) written(then func()) {
	last := p.lastWrite
	again := func(goja.Value) {
		if last != p.lastWrite {
			p.written(then)
			return
		}
		then()
	}
	p.upon(last, again, again)
}

// finalize is https://streams.spec.whatwg.org/#rs-pipeTo-finalize
func (p *pipe) finalize(e goja.Value) {
	p.writer.release()
	p.reader.release()
	if p.stopListening != nil {
		p.stopListening()
	}
	if e != nil {
		p.done.Reject(e)
	} else {
		p.done.Resolve(goja.Undefined())
	}
}
