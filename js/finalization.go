package js

import (
	"runtime"
	"weak"

	"github.com/dop251/goja"
)

// finalizationRegistry calls back, in a task, some time after the Go garbage
// collector has found a target unreachable; perhaps never, as the standard allows.
// Symbols are never collected.
//
// What it holds, the callback and the held values, must not reach the target, or the
// target stays.
// https://tc39.es/ecma262/#sec-finalization-registry-objects
type finalizationRegistry struct {
	realm   *Realm
	cleanup goja.Callable
	cells   map[*finalizationCell]struct{} // of the loop
}

// finalizationCell is one registration.
type finalizationCell struct {
	registry *finalizationRegistry
	held     goja.Value
	token    weak.Pointer[goja.Object]
	hasToken bool
	symbol   *goja.Symbol // the token when it is a symbol
	stop     runtime.Cleanup
}

var finalizationRegistryClass = &Class[*finalizationRegistry]{
	Name:   "FinalizationRegistry",
	Length: 1,
	New: func(c Call) *finalizationRegistry {
		return &finalizationRegistry{
			realm: c.Realm, cells: map[*finalizationCell]struct{}{},
			cleanup: c.Callback(c.Arg(0), "FinalizationRegistry: the cleanup callback"),
		}
	},
	Methods: []Method[*finalizationRegistry]{
		{Name: "register", Length: 2, Call: register},
		{Name: "unregister", Length: 1, Call: unregister},
	},
}

// https://tc39.es/ecma262/#sec-finalization-registry.prototype.register
func register(t *finalizationRegistry, c Call) goja.Value {
	target, isObject := c.Arg(0).(*goja.Object)
	if _, isSymbol := c.Arg(0).(*goja.Symbol); !isObject && !isSymbol {
		c.Throw(c.TypeError("FinalizationRegistry: the target must be an object or a symbol"))
	}
	if c.Arg(0).SameAs(c.Arg(1)) {
		c.Throw(c.TypeError("FinalizationRegistry: target and holdings must not be the same"))
	}
	cell := &finalizationCell{registry: t, held: c.Arg(1)}
	cell.setToken(c, c.Arg(2))
	if !isObject && !cell.hasToken {
		return nil
	}
	t.cells[cell] = struct{}{}
	if isObject {
		// Weakly, or the runtime would keep the realm, and with it the target.
		cell.stop = runtime.AddCleanup(target, collected, weak.Make(cell))
	}
	return nil
}

// setToken keeps the unregister token weakly.
func (cell *finalizationCell) setToken(c Call, v goja.Value) {
	switch token := v.(type) {
	case *goja.Object:
		cell.token, cell.hasToken = weak.Make(token), true
	case *goja.Symbol:
		cell.symbol, cell.hasToken = token, true
	default:
		if !goja.IsUndefined(v) {
			c.Throw(c.TypeError("FinalizationRegistry: the unregister token must be an object or a symbol"))
		}
	}
}

// collected runs on the runtime's cleanup goroutine.
func collected(weakly weak.Pointer[finalizationCell]) {
	cell := weakly.Value()
	if cell == nil {
		return
	}
	t := cell.registry
	t.realm.Loop.Post(func() {
		if _, registered := t.cells[cell]; !registered {
			return
		}
		delete(t.cells, cell)
		if _, err := t.realm.Call(t.cleanup, goja.Undefined(), cell.held); err != nil {
			if thrown, ok := err.(*Exception); ok {
				t.realm.ReportThrown(thrown)
			}
		}
	})
}

// https://tc39.es/ecma262/#sec-finalization-registry.prototype.unregister
func unregister(t *finalizationRegistry, c Call) goja.Value {
	probe := finalizationCell{}
	probe.setToken(c, c.Arg(0))
	if !probe.hasToken {
		c.Throw(c.TypeError("FinalizationRegistry: the unregister token must be an object or a symbol"))
	}
	removed := false
	for cell := range t.cells {
		if cell.hasToken && cell.token == probe.token && cell.symbol == probe.symbol {
			delete(t.cells, cell)
			cell.stop.Stop()
			removed = true
		}
	}
	return c.VM.ToValue(removed)
}
