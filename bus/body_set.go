package bus

import (
	"context"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"asterism/schemas"
)

const (
	bodySubject = "sw.body."
	// A chunk fits NATS's buffers with room to spare; exactly 64 KiB is slow.
	bodyChunkSize = 56 << 10
	// What a reader grants ahead: it begins with the first, and doubles it up to
	// the second whenever it has to wait for data. So a slow reader holds little.
	bodyFirstWindow = 256 << 10
	bodyWindow      = 2 << 20
	// What a chunk counts beyond its bytes, so that tiny chunks cannot fill a
	// reader's memory with what surrounds them.
	bodyChunkCost = 512
)

// bodyTimes are the clocks of streamed bodies.
type bodyTimes struct {
	tick   time.Duration // how often all bodies are looked at
	idle   time.Duration // silence after which the other end is pinged
	lost   time.Duration // silence after which it counts as gone
	opened time.Duration // how long an offer waits for its reader
}

var defaultBodyTimes = bodyTimes{tick: time.Second, idle: 2 * time.Second, lost: 15 * time.Second, opened: 30 * time.Second}

// bodies is every streamed body of a connection. Two subscriptions serve them
// all: one for what readers say to our offers, one for what senders say to our
// readers. Its zero value is ready; it subscribes when the first body comes,
// and has a goroutine of its own only while there are bodies.
type bodies struct {
	mu      sync.Mutex
	times   bodyTimes // zero: defaultBodyTimes
	conn    *Conn     // nil until the first body
	id      string    // of this connection: the first token of its bodies' names
	inbox   string    // "_INBOX.….": the subject of a reader is this and its id
	next    uint64
	offers  map[string]*bodyOffer
	readers map[string]*bodyReader
	keeping bool // the keeper goroutine runs
	closed  bool
	buffers sync.Pool // *[bodyHead + bodyChunkSize]byte
}

// start subscribes, once. Called with mu held.
func (b *bodies) start(c *Conn) error {
	if b.closed {
		return errorf(schemas.CodeAborted, "the connection is closed")
	}
	if b.conn != nil {
		return nil
	}
	if b.times == (bodyTimes{}) {
		b.times = defaultBodyTimes
	}
	id, inbox := NewID(), c.nc.NewInbox()+"."
	toOffers, err := c.nc.Subscribe(bodySubject+id+".*", b.toOffer)
	if err != nil {
		return err
	}
	toReaders, err := c.nc.Subscribe(inbox+"*", b.toReader)
	if err != nil {
		_ = toOffers.Unsubscribe()
		return err
	}
	// Windows bound what waits here; NATS's own limit would drop chunks.
	_ = toOffers.SetPendingLimits(-1, -1)
	_ = toReaders.SetPendingLimits(-1, -1)
	// Names may reach a reader by other ways than this connection: be there first.
	_ = c.Flush()
	b.conn, b.id, b.inbox = c, id, inbox
	b.offers, b.readers = map[string]*bodyOffer{}, map[string]*bodyReader{}
	b.buffers.New = func() any { return new([bodyHead + bodyChunkSize]byte) }
	return nil
}

// fresh is a new id, unique in this connection. Called with mu held.
func (b *bodies) fresh() string {
	b.next++
	return strconv.FormatUint(b.next, 36)
}

func (b *bodies) offer(ctx context.Context, c *Conn, r io.ReadCloser, onEnd func(error)) (string, error) {
	b.mu.Lock()
	if err := b.start(c); err != nil {
		b.mu.Unlock()
		_ = r.Close()
		return "", err
	}
	o := newBodyOffer(b, b.fresh(), r, onEnd)
	b.offers[o.id] = o
	b.keep()
	b.mu.Unlock()
	o.unwatch(context.AfterFunc(ctx, func() { o.end(publicBodyError(context.Cause(ctx))) }))
	return b.id + "." + o.id, nil
}

func (b *bodies) open(ctx context.Context, c *Conn, name string) (io.ReadCloser, error) {
	if !validBodyName(name) {
		return nil, errorf(schemas.CodeBadMessage, "%q is not the name of a body", name)
	}
	b.mu.Lock()
	if err := b.start(c); err != nil {
		b.mu.Unlock()
		return nil, err
	}
	if id, mine := strings.CutPrefix(name, b.id+"."); mine {
		o := b.offers[id]
		b.mu.Unlock()
		if o == nil {
			return nil, notOffered(name)
		}
		return o.openLocally(ctx)
	}
	r := newBodyReader(b, b.fresh(), bodySubject+name)
	b.readers[r.id] = r
	b.keep()
	b.mu.Unlock()
	r.unwatch(context.AfterFunc(ctx, func() { r.cancel(publicBodyError(context.Cause(ctx))) }))
	r.say(bodyCredit)
	return r, nil
}

// validBodyName says whether name is a connection's id and a body's.
func validBodyName(name string) bool {
	conn, id, ok := strings.Cut(name, ".")
	return ok && conn != "" && id != "" && !strings.ContainsAny(name, " *>\t\r\n") && !strings.Contains(id, ".")
}

func notOffered(name string) *schemas.Error {
	return errorf(schemas.CodeNotFound, "the body %s is not offered, or no longer", name)
}

// forgetOffer takes an offer off the list.
func (b *bodies) forgetOffer(id string) {
	b.mu.Lock()
	delete(b.offers, id)
	b.mu.Unlock()
}

// forgetReader takes a reader off the list.
func (b *bodies) forgetReader(id string) {
	b.mu.Lock()
	delete(b.readers, id)
	b.mu.Unlock()
}

// all is a copy of the lists.
func (b *bodies) all() (offers []*bodyOffer, readers []*bodyReader) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.offers {
		offers = append(offers, o)
	}
	for _, r := range b.readers {
		readers = append(readers, r)
	}
	return offers, readers
}

// close ends every body; the other ends are told. The connection goes next.
func (b *bodies) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.endAll(errorf(schemas.CodeAborted, "the connection is closing"))
}

func (b *bodies) endAll(err *schemas.Error) {
	offers, readers := b.all()
	for _, o := range offers {
		o.end(err)
	}
	for _, r := range readers {
		r.cancel(err)
	}
}
