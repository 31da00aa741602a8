package clone

import (
	"slices"

	"asterism/js"

	"github.com/dop251/goja"
)

// errorNames are the names an error keeps; any other becomes "Error".
var errorNames = []string{"Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"}

// error writes an Error object (StructuredSerializeInternal step 17, with stack
// and cause, which the standard allows).
func (w *writer) error(o *goja.Object) {
	kind := "Error"
	if v := o.Get("name"); v != nil && !goja.IsUndefined(v) {
		if s := v.String(); slices.Contains(errorNames, s) {
			kind = s
		}
	}
	var stack goja.Value
	w.r.VM.Try(func() { stack = o.Get("stack") }) // the engine may ask the message for it
	message, cause := intrinsicsOf(w.r).own(o, "message"), intrinsicsOf(w.r).own(o, "cause")
	w.buf = generic(w.buf, "Error", 1)
	hasMessage, hasCause := message != nil, cause != nil
	hasStack := stack != nil && goja.IsString(stack)
	n := uint64(1)
	for _, has := range []bool{hasMessage, hasCause, hasStack} {
		if has {
			n++
		}
	}
	w.buf = head(w.buf, majorMap, n)
	w.buf = text(text(w.buf, "name"), kind)
	if hasMessage {
		w.buf = text(w.buf, "message")
		w.value(message.ToString())
	}
	if hasStack {
		w.buf = text(w.buf, "stack")
		w.value(stack)
	}
	if hasCause {
		w.buf = text(w.buf, "cause")
		w.value(cause)
	}
}

func (w *writer) arrayBuffer(o *goja.Object) {
	buffer := o.Export().(goja.ArrayBuffer)
	if buffer.Detached() {
		w.fail("a detached ArrayBuffer cannot be cloned")
	}
	data := buffer.Bytes()
	if len(w.buf)+len(data) > maxSize {
		w.fail("the value is too large to be cloned: the limit is %d MiB", maxSize>>20)
	}
	w.buf = bytesOf(w.buf, data)
}

// view writes a typed array or DataView and the buffer it looks at.
func (w *writer) view(v js.View) {
	w.buf = generic(w.buf, v.Type, 3)
	w.object(v.Buffer) // throws when detached
	w.integer(int64(v.Offset))
	w.integer(int64(v.Length / js.ElementSize(v.Type)))
}

// platform writes an instance of a native class.
func (w *writer) platform(o *goja.Object, class string) {
	if name, message, ok := w.r.DOMExceptionOf(o); ok {
		stack := intrinsicsOf(w.r).own(o, "stack")
		w.buf = generic(w.buf, "DOMException", 3)
		w.buf = text(text(w.buf, name), message)
		if !goja.IsString(stack) {
			stack = goja.Undefined()
		}
		w.value(stack)
		return
	}
	t := registered(w.r).byClass(w.r, o)
	if t == nil || t.Write == nil {
		w.fail("a %s cannot be cloned", class)
	}
	w.buf = generic(w.buf, t.Name, 1)
	w.value(t.Write(w.r, o))
}

// transferable is an object of a transfer list, where it belongs.
type transferable struct {
	home   *js.Realm
	object *goja.Object
}

// transferList reads and checks the transfer list
// (StructuredSerializeWithTransfer step 2).
func (w *writer) transferList(list goja.Value) []transferable {
	if list == nil || goja.IsUndefined(list) || goja.IsNull(list) {
		return nil
	}
	var out []transferable
	w.r.VM.ForOf(list, func(v goja.Value) bool { // the conversion to a sequence comes first
		o, ok := v.(*goja.Object)
		if !ok {
			w.r.Throw(w.r.TypeError("the transfer list holds something that is no object"))
		}
		home, v := w.r.Home(o)
		out = append(out, transferable{home, v.(*goja.Object)})
		return true
	})
	for i, item := range out {
		if t := registered(item.home).byClass(item.home, item.object); t == nil || t.Transfer == nil { // 2.1
			if _, isBuffer := item.home.Buffer(item.object); !isBuffer {
				w.fail("the transfer list holds an object that cannot be transferred")
			}
		}
		if slices.Contains(out[:i], item) { // 2.3
			w.fail("the transfer list holds the same object twice")
		}
	}
	return out
}

// transfer writes one object of the transfer list and takes it from its owner
// (StructuredSerializeWithTransfer step 5). It runs when the value itself has been
// written, so a value that cannot be cloned leaves everything where it is.
func (w *writer) transfer(item transferable) {
	w.buf = head(w.buf, majorTag, tagShared)
	r, o := item.home, item.object
	if _, ok := r.Buffer(o); ok {
		w.arrayBuffer(o) // 5.2: throws when it is detached
		r.Detach(o)
		return
	}
	t := registered(r).byClass(r, o)
	if t.Detached != nil && t.Detached(r, o) { // 5.3
		w.fail("a %s in the transfer list was transferred or closed before", t.Name)
	}
	w.buf = generic(w.buf, t.Name, 1)
	payload := t.Transfer(r, o)
	if _, ok := payload.(*goja.Object); !ok {
		w.value(payload)
		return
	}
	// The places of the message's own objects are given already.
	inner := writer{r: r, asker: w.asker, refs: make(map[*goja.Object]uint64)}
	inner.value(payload)
	w.buf = head(w.buf, majorTag, tagEncoded)
	w.buf = bytesOf(w.buf, inner.buf)
}
