package js

import "github.com/dop251/goja"

// iteratorHelpers puts the iterator helpers on %IteratorPrototype% when a script
// first asks for one. Until then it stands behind the prototype, as the table of
// globals does behind the global object.
type iteratorHelpers struct {
	realm *Realm
	proto *goja.Object // %IteratorPrototype%
	table *goja.Object // stands between proto and its own prototype
	ctor  *goja.Object // Iterator, once made
}

var helperNames = map[string]struct{}{
	"map": {}, "filter": {}, "take": {}, "drop": {}, "flatMap": {}, "reduce": {}, "toArray": {},
	"forEach": {}, "some": {}, "every": {}, "find": {},
}

func newIteratorHelpers(r *Realm) *iteratorHelpers {
	h := &iteratorHelpers{realm: r, proto: r.intr.iteratorPrototype(r)}
	h.table = r.VM.NewDynamicObject(h)
	must(h.table.SetPrototype(h.proto.Prototype()))
	must(h.proto.SetPrototype(h.table))
	return h
}

// materialize defines the helpers, takes the table away, and gives Iterator.
func (h *iteratorHelpers) materialize() *goja.Object {
	if h.ctor == nil {
		r := h.realm
		must(h.proto.SetPrototype(h.table.Prototype()))
		made := r.evaluate(iteratorShim(), h.proto)
		h.ctor = made.Get("0").(*goja.Object)
		r.spread(h.proto, made.Get("1").(*goja.Object))
	}
	return h.ctor
}

// Get is the engine asking for what the prototype does not have.
func (h *iteratorHelpers) Get(name string) goja.Value {
	if _, ok := helperNames[name]; !ok || h.ctor != nil {
		return nil
	}
	h.materialize()
	return h.proto.Get(name)
}

func (h *iteratorHelpers) Has(name string) bool {
	_, ok := helperNames[name]
	return ok && h.ctor == nil
}
func (h *iteratorHelpers) Set(string, goja.Value) bool { return false }
func (h *iteratorHelpers) Delete(string) bool          { return true }
func (h *iteratorHelpers) Keys() []string              { return nil }
