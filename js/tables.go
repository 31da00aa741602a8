package js

import (
	"weak"

	"github.com/dop251/goja"
)

// minSwept is how many views the tables hold before they are first swept.
const minSwept = 256

// viewOf is the view of a foreign object, nil when there is none.
func (m *membrane) viewOf(o *goja.Object) *goja.Object {
	if len(m.views) == 0 {
		return nil
	}
	return m.views[weak.Make(o)].Value()
}

// origin is what a view shows; false: o is none.
func (m *membrane) origin(o *goja.Object) (origin, bool) {
	if len(m.origins) == 0 {
		return origin{}, false
	}
	if v := m.origins[weak.Make(o)].Value(); v != nil {
		return v.origin, true
	}
	at, ok := m.twins[o]
	return at, ok
}

// enter puts a view into the tables; v is nil for a twin.
func (m *membrane) enter(at origin, object *goja.Object, v *view) {
	if m.origins == nil {
		m.views = make(map[weak.Pointer[goja.Object]]weak.Pointer[goja.Object])
		m.origins = make(map[weak.Pointer[goja.Object]]weak.Pointer[view])
		m.outers = make(map[Outer]weak.Pointer[goja.Object])
		m.twins = make(map[*goja.Object]origin)
	}
	if len(m.origins) >= max(2*m.swept, minSwept) {
		m.sweep()
	}
	if v == nil {
		m.twins[object] = at
	}
	// A twin is entered here too: origin looks at nothing when this is empty.
	m.origins[weak.Make(object)] = weak.Make(v)
	if at.object != nil {
		m.views[weak.Make(at.object)] = weak.Make(object)
	}
}

// sweep drops what is left of views that are gone.
func (m *membrane) sweep() {
	for o, v := range m.views {
		if o.Value() == nil || v.Value() == nil {
			delete(m.views, o)
		}
	}
	for o := range m.origins {
		if o.Value() == nil {
			delete(m.origins, o)
		}
	}
	for o, v := range m.outers {
		if v.Value() == nil {
			delete(m.outers, o)
		}
	}
	m.swept = len(m.origins)
}

// sweep sweeps the tables of all realms.
func (l *Loop) sweep() {
	for _, p := range l.realms {
		if r := p.Value(); r != nil {
			r.membrane.sweep()
		}
	}
}
