package messaging

import (
	"crypto/rand"
	"strconv"

	"asterism/js"

	"github.com/dop251/goja"
)

// parcel is a numbered message of a link, or a part of one, or its close.
type parcel struct {
	kind byte // as schemas.PortMessageKind: post, part or close
	data []byte
}

// state is what travels with a port that is transferred.
type state struct {
	id, peer string // addresses: its own and the other end's
	epoch    uint64 // how often it has moved
	next     uint64 // number of the message it wants next from the other end
	sent     uint64 // number of the next message it sends
	unacked  []parcel
	queue    [][]byte // messages not dispatched yet
}

// newID is an address: unique, and not to be guessed.
func newID() string { return rand.Text() }

// value writes the state as a value that can be cloned:
//
//	[id, peer, epoch, next, sent, [kind, bytes, kind, bytes, …], [bytes, …]]
func (s *state) value(r *js.Realm) goja.Value {
	var unacked, queue []any
	for _, p := range s.unacked {
		unacked = append(unacked, int64(p.kind), r.ArrayBuffer(p.data))
	}
	for _, data := range s.queue {
		queue = append(queue, r.ArrayBuffer(data))
	}
	return r.VM.NewArray(s.id, s.peer, int64(s.epoch), int64(s.next), int64(s.sent),
		r.VM.NewArray(unacked...), r.VM.NewArray(queue...))
}

// readState is its inverse; false: it is none. The value may come from anywhere,
// and its arrays are fresh ones that no script has seen.
func readState(r *js.Realm, v goja.Value) (*state, bool) {
	s := &state{}
	list, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	at := func(o *goja.Object, i int) goja.Value { return o.Get(strconv.Itoa(i)) }
	for i, text := range []*string{&s.id, &s.peer} {
		v := at(list, i)
		if v == nil || !goja.IsString(v) || v.String() == "" {
			return nil, false
		}
		*text = v.String()
	}
	for i, number := range []*uint64{&s.epoch, &s.next, &s.sent} {
		v := at(list, i+2)
		if v == nil || !goja.IsNumber(v) || v.ToInteger() < 0 {
			return nil, false
		}
		*number = uint64(v.ToInteger())
	}
	unacked, ok := items(list, 5)
	queue, ok2 := items(list, 6)
	if !ok || !ok2 || len(unacked)%2 != 0 || uint64(len(unacked)/2) > s.sent {
		return nil, false
	}
	for i := 0; i < len(unacked); i += 2 {
		data, ok := r.BytesView(unacked[i+1])
		if !ok || !goja.IsNumber(unacked[i]) {
			return nil, false
		}
		s.unacked = append(s.unacked, parcel{byte(unacked[i].ToInteger()), data})
	}
	for _, item := range queue {
		data, ok := r.BytesView(item)
		if !ok {
			return nil, false
		}
		s.queue = append(s.queue, data)
	}
	return s, true
}

// items is the elements of the array at index i of list.
func items(list *goja.Object, i int) ([]goja.Value, bool) {
	o, ok := list.Get(strconv.Itoa(i)).(*goja.Object)
	if !ok || o.ClassName() != "Array" {
		return nil, false
	}
	out := make([]goja.Value, o.Get("length").ToInteger())
	for i := range out {
		if out[i] = o.Get(strconv.Itoa(i)); out[i] == nil {
			return nil, false
		}
	}
	return out, true
}
