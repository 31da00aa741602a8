package wasm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// engine is a realm's WebAssembly: the runtime that all its modules share, and
// what belongs to whom. Everything but compile is for the event loop only.
type engine struct {
	*js.Realm
	ctx     context.Context // ends with the loop, and every call with it
	runtime func() wazero.Runtime

	errors    map[string]*goja.Object // CompileError, LinkError, RuntimeError
	functions map[*goja.Object]*function
	references
	externs externs
	buffers map[*memory]struct{} // memories whose ArrayBuffer scripts have
	depth   int                  // calls into WebAssembly that are running
	thrown  any                  // what a function that was called from there panicked with
	hosts   int                  // host modules made so far
}

type engineKey struct{}

func newEngine(r *js.Realm) *engine {
	e := &engine{
		Realm: r, ctx: r.Loop.Context(),
		functions:  make(map[*goja.Object]*function),
		references: newReferences(),
		externs:    externs{ids: make(map[*goja.Object]uint64)},
		buffers:    make(map[*memory]struct{}),
	}
	e.runtime = sync.OnceValue(func() wazero.Runtime {
		// Its memory goes when it is not referred to any more; it is never closed,
		// as code that is running must not be unmapped.
		return wazero.NewRuntimeWithConfig(e.ctx, wazero.NewRuntimeConfig().
			WithCloseOnContextDone(true).WithMemoryLimitPages(maxPages))
	})
	return e
}

// of is the realm's engine, made on demand.
func of(r *js.Realm) *engine {
	e, ok := r.Slot(engineKey{}).(*engine)
	if !ok {
		e = newEngine(r)
		r.Attach(engineKey{}, e)
	}
	return e
}

// module is a WebAssembly.Module.
type module struct {
	*binary.Module
	bytes    []byte
	compiled wazero.CompiledModule
	used     bool // by an instance
}

// compile is "compile a WebAssembly module"; from any goroutine.
//
// https://webassembly.github.io/spec/js-api/#compile-a-webassembly-module
func (e *engine) compile(data []byte) (m *module, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("the engine failed: %v", x)
		}
	}()
	if len(data) > maxModule {
		return nil, fmt.Errorf("the module has %d bytes, more than %d", len(data), maxModule)
	}
	parsed, err := binary.Parse(data)
	if err != nil {
		return nil, err
	}
	for _, t := range parsed.Tables {
		if t.Min > maxTable {
			return nil, fmt.Errorf("a table has %d elements, more than %d", t.Min, maxTable)
		}
	}
	compiled, err := e.runtime().CompileModule(e.ctx, parsed.Link())
	if err != nil {
		return nil, err
	}
	return &module{Module: parsed, bytes: data, compiled: compiled}, nil
}

// code is the compiled module for one more instance.
func (e *engine) code(m *module) (wazero.CompiledModule, error) {
	if !m.used {
		m.used = true
		return m.compiled, nil
	}
	return e.runtime().CompileModule(e.ctx, m.Link())
}

// make instantiates a small module of our own. Imports come from the modules whose
// numbers they name.
func (e *engine) make(b *binary.Builder, from ...api.Module) (api.Module, error) {
	compiled, err := e.runtime().CompileModule(e.ctx, b.Bytes())
	if err != nil {
		return nil, err
	}
	return e.start(compiled, func(name string) api.Module {
		if i, err := strconv.Atoi(name); err == nil && i < len(from) {
			return from[i]
		}
		return nil
	})
}

// start instantiates a compiled module.
func (e *engine) start(compiled wazero.CompiledModule, resolve func(name string) api.Module) (m api.Module, err error) {
	ctx := experimental.WithImportResolver(e.ctx, resolve)
	return e.runtime().InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName("").WithStartFunctions())
}

// enter counts calls, so that recursion through both languages ends; leave is to
// be deferred.
func (e *engine) enter() (leave func()) {
	if e.depth >= maxDepth {
		e.Throw(e.RangeError("Maximum call stack size exceeded"))
	}
	e.depth++
	return func() { e.depth-- }
}

// errThrown stands for e.thrown on its way through WebAssembly.
var errThrown = errors.New("a function called by WebAssembly threw")

// raise throws what a call or an instantiation ended with; kind is the error for
// what is no trap.
func (e *engine) raise(kind string, err error) {
	e.sync()
	if thrown := e.thrown; thrown != nil && errors.Is(err, errThrown) {
		e.thrown = nil
		panic(thrown)
	}
	text, trap := describe(err)
	switch {
	case e.ctx.Err() != nil:
		e.Throw(e.Error("the event loop has stopped"))
	case text == "stack overflow":
		e.Throw(e.RangeError("Maximum call stack size exceeded"))
	case trap:
		kind = "RuntimeError"
	}
	e.Throw(e.newError(kind, text))
}

// sync detaches the buffers of memories that have grown.
func (e *engine) sync() {
	for m := range e.buffers {
		m.refresh()
	}
}
