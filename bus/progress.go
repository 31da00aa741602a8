package bus

import (
	"context"
	"sync"

	"asterism/schemas"
)

// Progress is how far a copy of a bucket has come. The zero value is one that has
// nothing; safe for concurrent use.
type Progress struct {
	mu       sync.Mutex
	revision uint64
	moved    chan struct{} // closed at the next step; nil: nobody waits
}

// Reach notes that the copy has a revision.
func (p *Progress) Reach(revision uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if revision <= p.revision {
		return
	}
	p.revision = revision
	if p.moved != nil {
		close(p.moved)
		p.moved = nil
	}
}

// Await waits until the copy has a revision; false: ctx ended first.
func (p *Progress) Await(ctx context.Context, revision uint64) bool {
	for {
		p.mu.Lock()
		if p.revision >= revision {
			p.mu.Unlock()
			return true
		}
		if p.moved == nil {
			p.moved = make(chan struct{})
		}
		moved := p.moved
		p.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
			return false
		}
	}
}

// Answer answers CaughtUp and ManagerCaughtUp.
func (p *Progress) Answer(ctx context.Context, q schemas.Caught, _ Params) (schemas.Done, error) {
	ctx, cancel := context.WithTimeout(ctx, CaughtUp.Timeout)
	defer cancel()
	if !p.Await(ctx, q.Revision) {
		return schemas.Done{}, ctx.Err()
	}
	return schemas.Done{}, nil
}
