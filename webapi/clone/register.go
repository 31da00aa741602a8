package clone

import (
	"asterism/js"

	"github.com/dop251/goja"
)

// Type makes a platform class serializable or transferable. The payload is any
// value that can itself be cloned.
type Type struct {
	Name  string // in the bytes: "Blob", "MessagePort"
	Class js.Described
	// Write gives the payload of a clone; nil: not serializable. It may throw.
	Write func(r *js.Realm, o *goja.Object) goja.Value
	// Transfer takes the object away from its owner and gives the payload, a value
	// of its own: objects of the message are not shared with it. nil: not
	// transferable. It may throw a DataCloneError.
	Transfer func(r *js.Realm, o *goja.Object) goja.Value
	// Detached says that the object was transferred or closed before; nil: never.
	Detached func(r *js.Realm, o *goja.Object) bool
	// Read makes the object anew. It may throw.
	Read func(r *js.Realm, payload goja.Value) goja.Value
}

// types are a realm's registered types.
type types struct{ list []*Type }

type typesKey struct{}

func registered(r *js.Realm) *types {
	if t, ok := r.Slot(typesKey{}).(*types); ok {
		return t
	}
	t := &types{}
	r.Attach(typesKey{}, t)
	return t
}

// Register adds a type to the realm.
func Register(r *js.Realm, t *Type) {
	reg := registered(r)
	reg.list = append(reg.list, t)
}

// byClass finds the type of an instance; later registrations win, so that a
// subclass registered after its parent is found.
func (t *types) byClass(r *js.Realm, o *goja.Object) *Type {
	for i := len(t.list) - 1; i >= 0; i-- {
		if r.Is(o, t.list[i].Class) {
			return t.list[i]
		}
	}
	return nil
}

func (t *types) byName(name string) *Type {
	for i := len(t.list) - 1; i >= 0; i-- {
		if t.list[i].Name == name {
			return t.list[i]
		}
	}
	return nil
}
