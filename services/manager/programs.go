package manager

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"asterism/js/classic"
	"asterism/js/transpile"

	"github.com/dop251/goja"
	"golang.org/x/sync/singleflight"
)

// programs is the cache of compiled scripts. A script is compiled once per
// content hash and name (the name is in its stack traces), however many workers
// run it and however many start at the same moment. Programs are immutable and
// shared by all realms. Safe for concurrent use.
type programs struct {
	load func(ctx context.Context, hash string) ([]byte, error)
	max  int // programs kept

	flight  singleflight.Group
	mu      sync.Mutex
	entries map[programKey]*list.Element // of *program
	recent  *list.List                   // most recently used first
}

type programKey struct{ hash, name string }

// program is a compiled script, or the lasting error of one that cannot be.
type program struct {
	key  programKey
	code *goja.Program
	err  error
}

func newPrograms(load func(ctx context.Context, hash string) ([]byte, error), max int) *programs {
	return &programs{load: load, max: max, entries: map[programKey]*list.Element{}, recent: list.New()}
}

// get returns the program of the script with this hash, named name (its URL).
// lower says that it is as it was fetched, and may have to be lowered first. A
// script that does not compile gives a *js.SyntaxError or *js.EngineFault,
// remembered like a program is; a script that cannot be loaded is asked for
// again next time.
func (p *programs) get(ctx context.Context, hash, name string, lower bool) (*goja.Program, error) {
	k := programKey{hash, name}
	if e := p.find(k); e != nil {
		return e.code, e.err
	}
	v, err, _ := p.flight.Do(hash+" "+name, func() (any, error) {
		if e := p.find(k); e != nil {
			return e, nil
		}
		source, err := p.load(ctx, hash)
		if err != nil {
			return nil, fmt.Errorf("script %s of %s: %w", hash, name, err)
		}
		e := &program{key: k}
		e.code, e.err = compile(name, source, lower)
		p.keep(e)
		return e, nil
	})
	if err != nil {
		return nil, err
	}
	e := v.(*program)
	return e.code, e.err
}

// compile compiles a script, lowered first when the engine lacks what it uses and
// nobody has done so yet.
func compile(name string, source []byte, lower bool) (*goja.Program, error) {
	if !lower {
		return classic.Compile(name, source, transpile.JS)
	}
	return classic.Compile(name, source, classic.Language(name, ""))
}

func (p *programs) find(k programKey) *program {
	p.mu.Lock()
	defer p.mu.Unlock()
	el := p.entries[k]
	if el == nil {
		return nil
	}
	p.recent.MoveToFront(el)
	return el.Value.(*program)
}

func (p *programs) keep(e *program) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if el := p.entries[e.key]; el != nil {
		p.recent.MoveToFront(el)
		return
	}
	p.entries[e.key] = p.recent.PushFront(e)
	for p.recent.Len() > p.max {
		old := p.recent.Remove(p.recent.Back()).(*program)
		delete(p.entries, old.key)
	}
}
