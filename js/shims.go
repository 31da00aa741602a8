package js

import "github.com/dop251/goja"

// Symbols the engine lacks. They are the same in every realm, as well-known
// symbols are.
var (
	symAsyncIterator = goja.NewSymbol("Symbol.asyncIterator")
	symDispose       = goja.NewSymbol("Symbol.dispose")
	symAsyncDispose  = goja.NewSymbol("Symbol.asyncDispose")
)

// SymAsyncIterator is Symbol.asyncIterator.
func SymAsyncIterator() *goja.Symbol { return symAsyncIterator }

func (r *Realm) installShims() {
	symbols := r.VM.GlobalObject().Get("Symbol").(*goja.Object)
	must(symbols.DefineDataProperty("asyncIterator", symAsyncIterator, no, no, no))
	must(symbols.DefineDataProperty("dispose", symDispose, no, no, no))
	must(symbols.DefineDataProperty("asyncDispose", symAsyncDispose, no, no, no))
}
