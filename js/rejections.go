package js

import "github.com/dop251/goja"

// rejections follows which promises were rejected without a handler.
// https://html.spec.whatwg.org/#unhandled-promise-rejections
type rejections struct {
	pending  []*goja.Promise            // rejected in this task
	reported map[*goja.Promise]struct{} // told to Uncaught, for rejectionhandled
}

// maxReported bounds the memory of promises that were reported: a script that
// rejects for ever must not keep them all alive.
const maxReported = 256

func (r *Realm) trackRejection(p *goja.Promise, op goja.PromiseRejectionOperation) {
	t := &r.tracked
	if op == goja.PromiseRejectionReject {
		if len(t.pending) == 0 {
			r.Loop.unsettled = append(r.Loop.unsettled, r)
		}
		t.pending = append(t.pending, p)
		return
	}
	t.handled(p)
	if _, ok := t.reported[p]; ok {
		delete(t.reported, p)
		if r.cfg.Handled != nil {
			r.Loop.Post(func() { r.cfg.Handled(p) })
		}
	}
}

// handled takes p off the list of this task.
func (t *rejections) handled(p *goja.Promise) {
	for i, q := range t.pending {
		if q == p {
			t.pending = append(t.pending[:i], t.pending[i+1:]...)
			return
		}
	}
}

// reportRejections runs after a task and its microtasks.
func (r *Realm) reportRejections() {
	list := r.tracked.pending
	r.tracked.pending = nil
	for _, p := range list {
		if r.cfg.Handled != nil {
			if r.tracked.reported == nil || len(r.tracked.reported) >= maxReported {
				r.tracked.reported = make(map[*goja.Promise]struct{})
			}
			r.tracked.reported[p] = struct{}{}
		}
		switch {
		case r.cfg.Rejected != nil:
			r.cfg.Rejected(p)
		case r.cfg.Uncaught != nil:
			r.cfg.Uncaught(p.Result(), true)
		}
	}
}
