package streams

import "github.com/dop251/goja"

// pulling asks a source for more, one call at a time: what the controllers of
// readable streams share.
type pulling struct {
	pull        func() *goja.Object
	busy, again bool
}

// pullable is the controller that pulls.
type pullable interface {
	shouldPull() bool
	fail(reason goja.Value)
}

// ifNeeded is both https://streams.spec.whatwg.org/#readable-stream-default-controller-call-pull-if-needed
// and https://streams.spec.whatwg.org/#readable-byte-stream-controller-call-pull-if-needed
func (p *pulling) ifNeeded(x *env, c pullable) {
	if !c.shouldPull() { // 1, 2
		return
	}
	if p.busy { // 3
		p.again = true
		return
	}
	p.busy = true                       // 5
	x.upon(p.pull(), func(goja.Value) { // 6, 7
		p.busy = false
		if p.again {
			p.again = false
			p.ifNeeded(x, c)
		}
	}, c.fail) // 8
}
