// Package ports carries the traffic of message ports and broadcast channels over
// the bus, for all realms of a process. It knows nothing of JavaScript:
// webapi/messaging has what ports do, this is the road between them.
//
// What one end says to the other arrives in order, on the goroutine of Run, or is
// lost when the connection is; the ends number their messages and ask again.
package ports

import (
	"context"
	"log/slog"
	"sync"

	"asterism/bus"
	"asterism/schemas"
)

// inletSize is how many messages may wait for the goroutine of Run, which never
// blocks.
const inletSize = 64 << 10

// Ports is the ports and channels of a process. Safe for concurrent use.
type Ports struct {
	conn  *bus.Conn
	log   *slog.Logger
	inlet *bus.Inlet

	mu       sync.Mutex
	ports    map[string]*home    // by subject
	channels map[string]*channel // likewise
	clients  map[string]func(schemas.ClientMessage)
}

// home is a port that lives in this process.
type home struct {
	hear func(schemas.PortMessage)
	sub  *bus.Subscription
}

// New makes the ports of a process. It does no I/O; [Ports.Run] must run.
func New(conn *bus.Conn, log *slog.Logger) *Ports {
	return &Ports{conn: conn, log: log, inlet: conn.NewInlet(inletSize),
		ports: map[string]*home{}, channels: map[string]*channel{}, clients: map[string]func(schemas.ClientMessage){}}
}

// Run hands out what arrives until ctx ends.
func (p *Ports) Run(ctx context.Context) error { return p.inlet.Run(ctx, p.receive) }

func (p *Ports) receive(m bus.Msg) {
	p.mu.Lock()
	at, ch, client := p.ports[m.Subject()], p.channels[m.Subject()], p.clients[m.Subject()]
	p.mu.Unlock()
	switch {
	case client != nil:
		v, err := bus.Decode[schemas.ClientMessage](m)
		if err != nil {
			p.malformed(m, err)
			return
		}
		client(v)
	case at != nil && m.Nobody():
		at.hear(schemas.PortMessage{Kind: schemas.PortNobody})
	case at != nil:
		v, err := bus.Decode[schemas.PortMessage](m)
		if err != nil {
			p.malformed(m, err)
			return
		}
		at.hear(v)
	case ch != nil:
		v, err := bus.Decode[schemas.ChannelMessage](m)
		if err != nil {
			p.malformed(m, err)
			return
		}
		ch.hear(v)
	}
}

func (p *Ports) malformed(m bus.Msg, err error) {
	p.log.Warn("bad message", "subject", m.Subject(), "error", err)
	p.conn.Advise(schemas.Advisory{Kind: "bad-message", Subject: m.Subject(), Message: err.Error()})
}

// Listen makes this process the home of a port: hear gets what is sent to it, on
// one goroutine, and must not block. The server knows of it before it gets
// anything this connection publishes later.
func (p *Ports) Listen(port string, hear func(schemas.PortMessage)) (stop func(), err error) {
	subject, err := bus.ToPort.SubjectFor(bus.Params{"port": port})
	if err != nil {
		return nil, err
	}
	h := &home{hear: hear}
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.ports[subject]; old != nil { // it moves within the process
		h.sub = old.sub
	} else if h.sub, err = p.inlet.Listen(subject, ""); err != nil {
		return nil, err
	}
	p.ports[subject] = h
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.ports[subject] == h {
			delete(p.ports, subject)
			p.stop(h.sub)
		}
	}, nil
}

// Send says m to the port to. With probe, PortNobody comes to the port from when
// it lives nowhere.
func (p *Ports) Send(from, to string, m schemas.PortMessage, probe bool) error {
	params := bus.Params{"port": to}
	if !probe {
		return bus.ToPort.Publish(p.conn, params, m)
	}
	reply, err := bus.ToPort.SubjectFor(bus.Params{"port": from})
	if err != nil {
		return err
	}
	return bus.ToPort.Probe(p.conn, params, m, reply)
}

func (p *Ports) stop(sub *bus.Subscription) {
	if err := sub.Stop(); err != nil {
		p.log.Debug("unsubscribe", "error", err)
	}
}
