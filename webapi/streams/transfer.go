package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/messaging"
)

// transferTypes lets streams be transferred, to any realm. The payload of a
// readable or writable stream is a port's, that of a transform stream an array of
// both sides' payloads.
func transferTypes() []*clone.Type {
	return []*clone.Type{
		{
			Name: "ReadableStream", Class: ReadableClass,
			Transfer: func(r *js.Realm, o *goja.Object) goja.Value {
				s, _ := Of(r, o)
				return s.transfer()
			},
			Read: func(r *js.Realm, payload goja.Value) goja.Value { return envOf(r).receive(payload).readable().Object() },
		},
		{
			Name: "WritableStream", Class: WritableClass,
			Transfer: func(r *js.Realm, o *goja.Object) goja.Value {
				s, _ := WritableOf(r, o)
				return s.transfer()
			},
			Read: func(r *js.Realm, payload goja.Value) goja.Value { return envOf(r).receive(payload).writable().Object() },
		},
		{
			Name: "TransformStream", Class: TransformClass,
			Transfer: func(r *js.Realm, o *goja.Object) goja.Value {
				t, _ := TransformOf(r, o)
				t.readable.mustBeTransferable(t.readable.Locked() || t.writable.Locked())
				return r.VM.NewArray(t.readable.transfer(), t.writable.transfer())
			},
			Read: func(r *js.Realm, payload goja.Value) goja.Value {
				x := envOf(r)
				sides, ok := payload.(*goja.Object)
				if !ok {
					r.Throw(r.DOMException("DataCloneError", "a transferred stream is damaged"))
				}
				t := &Transform{env: x}
				t.readable = x.receive(sides.Get("0")).readable()
				t.writable = x.receive(sides.Get("1")).writable()
				return r.Wrap(x.classes.transform, t)
			},
		},
	}
}

func (x *env) mustBeTransferable(locked bool) {
	if locked {
		x.Throw(x.DOMException("DataCloneError", "a locked stream cannot be transferred"))
	}
}

// receive is the port that a payload holds.
func (x *env) receive(payload goja.Value) crossRealm {
	port, err := messaging.Receive(x.Realm, payload)
	if err != nil {
		x.Throw(x.DOMException("DataCloneError", "a transferred stream is damaged"))
	}
	return crossRealm{x, port}
}

// transfer is https://streams.spec.whatwg.org/#rs-transfer
func (s *Readable) transfer() goja.Value {
	s.mustBeTransferable(s.Locked())              // 1
	port1, port2 := messaging.NewChannel(s.Realm) // 2 – 4
	dest := crossRealm{s.env, port1}.writable()   // 5, 6
	s.handled(s.pipe(dest, pipeFlags{}))          // 7, 8
	return port2.Transfer()                       // 9
}

// transfer is https://streams.spec.whatwg.org/#ws-transfer
func (s *Writable) transfer() goja.Value {
	s.mustBeTransferable(s.Locked())              // 1
	port1, port2 := messaging.NewChannel(s.Realm) // 2 – 4
	from := crossRealm{s.env, port1}.readable()   // 5, 6
	s.handled(from.pipe(s, pipeFlags{}))          // 7, 8
	return port2.Transfer()                       // 9
}
