package console

import (
	"strconv"
	"strings"
	"sync"

	"asterism/js"

	"github.com/dop251/goja"
)

const (
	maxDepth    = 3
	maxValues   = 5000 // of one entry; a string counts by its length
	maxElements = 100
	lineWidth   = 72
)

// reflectSource is what goja's Go API lacks: looking at an object without
// running its getters.
const reflectSource = `(function () {
	const { getOwnPropertyDescriptor } = Object, apply = Reflect.apply;
	const mapEach = Map.prototype.forEach, setEach = Set.prototype.forEach;
	return {
		property: (o, k) => getOwnPropertyDescriptor(o, k),
		map: (m) => { const a = []; apply(mapEach, m, [(v, k) => { a[a.length] = k; a[a.length] = v }]); return a },
		set: (s) => { const a = []; apply(setEach, s, [(v) => { a[a.length] = v }]); return a },
	};
})()`

var reflectProgram = sync.OnceValues(func() (*goja.Program, error) {
	return js.Compile("asterism:console", reflectSource)
})

// inspector shows values of one realm.
type inspector struct {
	realm               *js.Realm
	property, map_, set goja.Callable
	left                int // values that may still be shown in this entry
}

func newInspector(r *js.Realm) *inspector {
	in := &inspector{realm: r}
	program, err := reflectProgram()
	if err != nil {
		return in
	}
	v, err := r.Run(program)
	if err != nil {
		return in
	}
	o := v.ToObject(r.VM)
	in.property, _ = goja.AssertFunction(o.Get("property"))
	in.map_, _ = goja.AssertFunction(o.Get("map"))
	in.set, _ = goja.AssertFunction(o.Get("set"))
	return in
}

// Show is v as the console writes it inside an object. It never throws.
func Show(r *js.Realm, v goja.Value) string { return newInspector(r).show(v) }

// show writes v for a person. It never throws.
func (in *inspector) show(v goja.Value) string {
	s := sketch{in: in}
	in.left = maxValues
	if thrown := in.realm.VM.Try(func() { s.value(v, 0) }); thrown != nil {
		return "[object that cannot be shown]"
	}
	return s.String()
}

// sketch is one value being written.
type sketch struct {
	strings.Builder
	in   *inspector
	path []*goja.Object // from the outermost to here, to see cycles
}

func (s *sketch) value(v goja.Value, depth int) {
	if s.in.left <= 0 || s.Len() > maxText {
		s.WriteString("…")
		return
	}
	s.in.left--
	if o, ok := v.(*goja.Object); ok {
		s.object(o, depth)
		return
	}
	switch {
	case v == nil:
		s.WriteString("undefined")
	case goja.IsString(v):
		s.quoted(v.String())
	case goja.IsBigInt(v):
		s.WriteString(v.String() + "n")
	case isSymbol(v):
		s.WriteString("Symbol(" + v.(*goja.Symbol).String() + ")")
	case v.StrictEquals(s.in.realm.VM.ToValue(0)) && 1/v.ToFloat() < 0:
		s.WriteString("-0")
	default:
		s.WriteString(v.String())
	}
}

func isSymbol(v goja.Value) bool {
	_, ok := v.(*goja.Symbol)
	return ok
}

// quoted writes a string the way Node.js does: in the first kind of quotes it
// does not hold.
func (s *sketch) quoted(text string) {
	quote := byte('\'')
	for _, q := range []byte("'\"`") {
		if strings.IndexByte(text, q) < 0 {
			quote = q
			break
		}
	}
	s.in.left -= len(text) / 64
	if len(text) > 10_000 {
		text = strings.ToValidUTF8(text[:10_000], "") + "…"
	}
	body := strconv.Quote(text)
	body = strings.ReplaceAll(body[1:len(body)-1], `\"`, `"`)
	if quote == '\'' {
		body = strings.ReplaceAll(body, "'", `\'`)
	}
	s.WriteByte(quote)
	s.WriteString(body)
	s.WriteByte(quote)
}
