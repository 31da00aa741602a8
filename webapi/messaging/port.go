package messaging

import (
	"errors"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// Port is the value of a MessagePort object. Loop only.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports
type Port struct {
	events.Target
	realm  *realm
	object *goja.Object

	id    string // its address; "" while it has always been in this realm
	other *Port  // the other end, when that is in this realm …
	link  *link  // … or the way to it, when it is not; both nil: disentangled

	divert func(*events.MessageEvent) // takes the messages while the script has not started the port; nil: nobody

	queue    [][]byte // the port message queue: structured clones
	started  bool     // the queue is enabled
	tasks    int      // posted, each to dispatch one message
	detached bool     // closed or transferred
}

// NewChannel makes two entangled ports.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#dom-messagechannel
func NewChannel(r *js.Realm) (port1, port2 *Port) {
	m := realmOf(r)
	port1, port2 = m.newPort(), m.newPort()
	port1.other, port2.other = port2, port1
	return port1, port2
}

func (m *realm) newPort() *Port {
	p := &Port{realm: m}
	p.BindLazily(p.Object)
	return p
}

// PortOf is the port behind a MessagePort object.
func PortOf(r *js.Realm, v goja.Value) (*Port, bool) { return js.Native[*Port](r, v) }

// Object is the port's JavaScript object.
func (p *Port) Object() *goja.Object {
	if p.object == nil {
		p.object = p.realm.Wrap(portClass, p)
	}
	return p.object
}

// Post sends a value to the other end. An error is an [*js.Exception]: throw its
// Value in the script that asked.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps
func (p *Port) Post(message, transfer goja.Value) error {
	r := p.realm
	doomed := false
	if transfer != nil && !goja.IsUndefined(transfer) {
		var list []any
		var own bool
		thrown := r.VM.Try(func() {
			r.VM.ForOf(transfer, func(v goja.Value) bool {
				port, _ := PortOf(r.Realm, v)
				own = own || port == p                            // 2
				doomed = doomed || port != nil && port == p.other // 4
				list = append(list, v)
				return true
			})
		})
		if thrown != nil {
			return &js.Exception{Value: thrown.Value()}
		}
		if own {
			return &js.Exception{Value: r.DOMException("DataCloneError", "a port cannot be posted through itself")}
		}
		transfer = r.VM.NewArray(list...) // it is walked again
	}
	target := p.other
	data, err := clone.Serialize(r.Realm, message, transfer) // 5
	switch {
	case err != nil:
		return err
	case doomed: // 6
	case target != nil && p.other == target:
		target.enqueue(data) // 7
	case p.link != nil:
		p.link.post(data)
	}
	return nil
}

// enqueue is a task on the port message queue.
func (p *Port) enqueue(data []byte) {
	p.queue = append(p.queue, data)
	if p.started {
		p.schedule()
	}
}

func (p *Port) schedule() {
	p.tasks++
	p.realm.Loop.Post(func() {
		p.tasks--
		p.step()
	})
}

// step dispatches the message that has waited longest.
func (p *Port) step() {
	if len(p.queue) == 0 || p.realm.off { // it moved on meanwhile
		return
	}
	data := p.queue[0]
	p.queue[0] = nil
	p.queue = p.queue[1:]
	p.dispatch(data)
}

// dispatch fires a message event (the task of step 7 of the message port post
// message steps).
func (p *Port) dispatch(data []byte) {
	r := p.realm
	e := &events.MessageEvent{Event: events.Event{Type: "message"}}
	v, transferred, err := clone.DeserializeTransfer(r.Realm, data) // 7.3
	if err != nil {
		e.Type = "messageerror"
	} else {
		e.Data, e.Ports = v, Ports(r.Realm, transferred) // 7.4 to 7.6
	}
	if p.divert != nil {
		p.divert(e)
		return
	}
	r.fire(p, events.MessageEventClass, e) // 7.7
}

// Divert enables the port message queue, with take instead of the port's listeners
// until [Port.Start] is called.
func (p *Port) Divert(take func(*events.MessageEvent)) {
	p.Start()
	p.divert = take
}

// Ports picks the MessagePorts among what was transferred, for an event's ports.
func Ports(r *js.Realm, transferred []goja.Value) []goja.Value {
	var ports []goja.Value
	for _, v := range transferred {
		if _, ok := PortOf(r, v); ok {
			ports = append(ports, v)
		}
	}
	return ports
}

// fire dispatches an event; a broken limit or a fault ends the loop.
func (m *realm) fire(target events.Node, class js.Described, e events.Instance) {
	_, err := events.Fire(m.Realm, target, class, e)
	if err != nil && !errors.Is(err, js.ErrStopped) {
		m.Loop.Stop(err)
	}
}

// Start enables the port message queue.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#dom-messageport-start
func (p *Port) Start() {
	p.divert = nil
	if p.started {
		return
	}
	p.started = true
	for range p.queue {
		p.schedule()
	}
}

// Close disentangles the port; the other end hears a close event. What was posted
// before still arrives.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#dom-messageport-close
func (p *Port) Close() {
	if p.detached {
		return
	}
	p.detached = true
	delete(p.realm.ports, p.id)
	if other := p.other; other != nil {
		p.other, other.other = nil, nil
		p.realm.Loop.Post(other.closed)
	}
	if p.link != nil {
		p.link.close()
		p.link = nil
	}
}

// closed hears that the other end has closed.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#disentangle
func (p *Port) closed() {
	if p.realm.off || p.detached {
		return
	}
	p.realm.fire(p, events.EventClass, &events.Event{Type: "close"})
}

// arrive takes one thing off the port's link.
func (p *Port) arrive(l *link) {
	if p.link != l {
		return // the port moved on, and took it along
	}
	a, ok := l.take()
	switch {
	case !ok:
	case a.closed:
		p.link = nil
		delete(p.realm.ports, p.id)
		if p.started && len(p.queue) > 0 { // after what was posted before
			p.realm.Loop.Post(p.closed)
			return
		}
		p.closed()
	case p.started && p.tasks == 0:
		p.queue = append(p.queue, a.data)
		p.step()
	default:
		p.enqueue(a.data)
	}
}
