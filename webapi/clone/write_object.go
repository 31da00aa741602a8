package clone

import (
	"math"
	"math/big"
	"reflect"
	"strconv"
	"time"

	"asterism/js"

	"github.com/dop251/goja"
)

// The engine tells most kinds of object apart by what they export to.
var (
	proxyType   = reflect.TypeFor[goja.Proxy]()
	promiseType = reflect.TypeFor[*goja.Promise]()
	bufferType  = reflect.TypeFor[goja.ArrayBuffer]()
	mapType     = reflect.TypeFor[[][2]any]()
	bigType     = reflect.TypeFor[*big.Int]() // new Object(1n)
	listType    = reflect.TypeFor[[]any]()    // arrays, array-likes and sets
)

// object writes an object: a reference when it was seen before.
func (w *writer) object(o *goja.Object) {
	if home, _ := w.r.Home(o); home != w.r {
		from := w.r
		w.r.Visit(o, func(home *js.Realm, v goja.Value) { // what another realm sees of it is no object of any kind
			defer func() { w.r = from }()
			w.r = home
			w.object(v.(*goja.Object))
		})
		return
	}
	if n, ok := w.refs[o]; ok {
		w.buf = head(w.buf, majorTag, tagReference)
		w.buf = head(w.buf, majorUint, n)
		return
	}
	if w.depth++; w.depth > maxDepth {
		w.fail("the value is nested too deeply to be cloned: the limit is %d", maxDepth)
	}
	w.refs[o] = uint64(len(w.refs))
	w.buf = head(w.buf, majorTag, tagShared)
	w.fresh(o)
	w.depth--
}

// fresh writes an object not seen before, by its kind.
func (w *writer) fresh(o *goja.Object) {
	if name, ok := w.r.Platform(o); ok {
		w.platform(o, name)
		return
	}
	switch o.ExportType() {
	case proxyType:
		w.fail("a Proxy cannot be cloned")
	case promiseType:
		w.fail("a Promise cannot be cloned")
	case bufferType:
		w.arrayBuffer(o)
		return
	case bigType:
		w.buf = generic(w.buf, "BigInt", 1)
		w.primitive(o.Export())
		return
	case mapType:
		w.mapEntries(o)
		return
	case listType:
		if o.ClassName() == "Object" {
			w.setEntries(o)
			return
		}
	}
	if _, ok := goja.AssertFunction(o); ok {
		w.fail("function %s cannot be cloned", name(o))
	}
	switch class := o.ClassName(); class {
	case "Object":
		if view, ok := w.r.View(o); ok {
			w.view(view)
			return
		}
		if kind, ok := intrinsicsOf(w.r).uncloneable(o); ok {
			w.fail("a %s cannot be cloned", kind)
		}
		w.properties(o, o.Keys())
	case "Arguments":
		w.properties(o, o.Keys())
	case "Array":
		w.array(o)
	case "Date":
		w.buf = generic(w.buf, "Date", 1)
		if t, ok := o.Export().(time.Time); ok {
			w.integer(t.UnixMilli())
		} else {
			w.buf = float(w.buf, math.NaN())
		}
	case "RegExp":
		w.buf = generic(w.buf, "RegExp", 2)
		w.value(o.Get("source").ToString())
		w.value(o.Get("flags").ToString())
	case "Boolean", "Number":
		w.buf = generic(w.buf, class, 1)
		w.primitive(o.Export())
	case "String":
		w.buf = generic(w.buf, class, 1)
		w.value(intrinsicsOf(w.r).stringValue(o))
	case "Error":
		w.error(o)
	default:
		w.fail("a %s cannot be cloned", class)
	}
}

func name(o *goja.Object) string {
	if v := o.Get("name"); v != nil && goja.IsString(v) {
		return v.String()
	}
	return "(anonymous)"
}

// properties writes an object's own enumerable string properties. Keys are taken
// first; one that a getter deletes meanwhile is left out, as in the standard.
func (w *writer) properties(o *goja.Object, keys []string) {
	at := len(w.buf)
	w.buf = head(w.buf, majorMap, uint64(len(keys)))
	width := len(w.buf) - at
	n := 0
	for _, key := range keys {
		v := o.Get(key)
		if v == nil {
			continue
		}
		w.value(w.r.VM.ToValue(key))
		w.value(v)
		n++
	}
	if n < len(keys) {
		patch(w.buf[at:at+width], majorMap, uint64(n))
	}
}

// array writes an array: its elements when that is all it has and most are there.
func (w *writer) array(o *goja.Object) {
	keys := o.Keys()
	length := o.Get("length").ToInteger()
	indices := 0
	for indices < len(keys) && isIndex(keys[indices]) {
		indices++
	}
	if indices < len(keys) || length > int64(2*len(keys)+32) {
		w.buf = generic(w.buf, "Array", 2)
		w.integer(length)
		w.properties(o, keys)
		return
	}
	w.buf = head(w.buf, majorArray, uint64(length))
	next := 0
	for i := range length {
		if next < len(keys) && keys[next] == strconv.FormatInt(i, 10) {
			next++
			if v := o.Get(strconv.FormatInt(i, 10)); v != nil {
				w.value(v)
				continue
			}
		}
		w.buf = append(w.buf, simpleHole)
	}
}

// isIndex reports whether a property name is an array index.
func isIndex(key string) bool {
	n, err := strconv.ParseUint(key, 10, 32)
	return err == nil && n != math.MaxUint32 && strconv.FormatUint(n, 10) == key
}

// mapEntries and setEntries copy the entries first: values may run getters that
// change the collection.
func (w *writer) mapEntries(o *goja.Object) {
	list := intrinsicsOf(w.r).entries(o)
	w.buf = head(w.buf, majorTag, tagMap)
	w.buf = head(w.buf, majorMap, uint64(len(list)))
	for _, e := range list {
		w.value(e[0])
		w.value(e[1])
	}
}

func (w *writer) setEntries(o *goja.Object) {
	list := intrinsicsOf(w.r).members(o)
	w.buf = head(w.buf, majorTag, tagSet)
	w.buf = head(w.buf, majorArray, uint64(len(list)))
	for _, v := range list {
		w.value(v)
	}
}
