package bus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ErrDamaged: an object's bytes are not the ones that were stored.
var ErrDamaged = errors.New("bus: the stored object is damaged")

// Reader reads a stored object. It holds readAhead chunks at most. A reader that
// comes to the end has seen just the bytes that were stored: otherwise the last
// Read fails with ErrDamaged.
type Reader struct {
	s      *Store
	ctx    context.Context
	object Object
	next   uint64   // sequence from which to ask
	ahead  [][]byte // chunks that have come
	left   int64    // bytes still to come
	sum    hash.Hash
	err    error // what the next Read gives
}

// readAhead is how many chunks are asked for at once.
const readAhead = 8

// readPatience is how long a Read waits for the server.
const readPatience = 10 * time.Second

// Open reads an object of any length; ErrNotFound when it is missing. ctx bounds
// the whole reading.
func (s *Store) Open(ctx context.Context, hash string) (*Reader, error) {
	stream, err := s.stream(ctx)
	if err != nil {
		return nil, fmt.Errorf("bus: read object %s of %s: %w", hash, s.o.Name, err)
	}
	m, err := stream.GetLastMsgForSubject(ctx, s.metaSubject(hash))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("bus: read object %s of %s: %w", hash, s.o.Name, err)
	}
	o, ok := object(stored{data: m.Data, rev: m.Sequence, at: m.Time})
	if !ok {
		return nil, ErrNotFound
	}
	return &Reader{s: s, ctx: ctx, object: o, next: 1, left: o.Length, sum: sha256.New()}, nil
}

// Within is r, its reading bound by ctx from now on.
func (r *Reader) Within(ctx context.Context) *Reader {
	r.ctx = ctx
	return r
}

// Object is what is read.
func (r *Reader) Object() Object { return r.object }

func (r *Reader) Read(p []byte) (int, error) {
	for len(r.ahead) == 0 && r.err == nil {
		if r.left == 0 {
			r.err = io.EOF
			if hex.EncodeToString(r.sum.Sum(nil)) != r.object.Hash {
				r.err = ErrDamaged
			}
			break
		}
		r.err = r.fetch()
	}
	if len(r.ahead) == 0 {
		return 0, r.err
	}
	n := copy(p, r.ahead[0])
	if r.ahead[0] = r.ahead[0][n:]; len(r.ahead[0]) == 0 {
		r.ahead = r.ahead[1:]
	}
	return n, nil
}

// fetch asks for the next chunks. A replica may not have them yet: then it is
// asked again for a moment.
func (r *Reader) fetch() error {
	for try := 0; ; try++ {
		err := r.ask()
		if err != nil || len(r.ahead) > 0 {
			return err
		}
		if r.s.c.cfg.replicas() == 1 || try == 20 {
			return ErrDamaged
		}
		if !pause(r.ctx, 50*time.Millisecond) {
			return context.Cause(r.ctx)
		}
	}
}

func (r *Reader) ask() error {
	ctx, cancel := context.WithTimeout(r.ctx, readPatience)
	defer cancel()
	ask, err := json.Marshal(map[string]any{"seq": r.next, "next_by_subj": r.s.chunkSubject(r.object.nuid), "batch": readAhead})
	if err != nil {
		return err
	}
	c := r.s.c
	inbox := c.nc.NewRespInbox()
	sub, err := c.nc.SubscribeSync(inbox)
	if err != nil {
		return err
	}
	defer func() { _ = sub.Unsubscribe() }()
	if err := c.nc.PublishRequest("$JS.API.DIRECT.GET.OBJ_"+r.s.o.Name, inbox, ask); err != nil {
		return err
	}
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return err
		}
		switch status := m.Header.Get("Status"); {
		case status == "204", status == "404": // the end, nothing more
			return nil
		case status != "":
			return fmt.Errorf("the server answers %s %s", status, m.Header.Get("Description"))
		case len(m.Header) == 0 && len(m.Data) == 0:
			return nats.ErrNoResponders
		}
		seq, err := strconv.ParseUint(m.Header.Get(nats.JSSequence), 10, 64)
		if err != nil || seq < r.next || int64(len(m.Data)) > r.left {
			return ErrDamaged
		}
		r.next, r.left = seq+1, r.left-int64(len(m.Data))
		r.sum.Write(m.Data)
		r.ahead = append(r.ahead, m.Data)
		if r.left == 0 {
			return nil
		}
	}
}

// Close ends the reading.
func (r *Reader) Close() error {
	r.ahead, r.err = nil, io.ErrClosedPipe
	return nil
}
