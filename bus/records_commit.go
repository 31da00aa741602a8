package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"asterism/schemas"
)

// MaxBatch is how many records one Commit may write.
const MaxBatch = 1000

// The headers of an atomic batch's messages; the server keeps them.
const (
	batchID       = "Nats-Batch-Id"
	batchSequence = "Nats-Batch-Sequence"
	batchCommit   = "Nats-Batch-Commit"
)

// tombstoneTTL is how long a deletion is remembered, in seconds: until then it
// takes part in compare-and-set.
const tombstoneTTL = "60s"

// Commit writes all of the records or, when one's revision is another by now
// (ErrConflict) or anything fails, none. It gives the revision of the last; the
// others' are the numbers before it, in the order given. After an error other
// than ErrConflict the batch may have been written all the same when the answer
// was lost: read again.
func (l *Ledger[T]) Commit(ctx context.Context, writes []Write[T]) (uint64, error) {
	if len(writes) == 0 {
		return 0, nil
	}
	if len(writes) > MaxBatch {
		return 0, &schemas.Error{Code: schemas.CodeLimit,
			Message: fmt.Sprintf("%d records in one batch for %s; at most %d are possible: write them in several", len(writes), l.r.Name, MaxBatch)}
	}
	batch := make([]*nats.Msg, len(writes))
	for i, w := range writes {
		m, err := l.message(w)
		if err != nil {
			return 0, err
		}
		batch[i] = m
	}
	rev, err := l.publish(ctx, batch)
	if errors.Is(err, nats.ErrNoResponders) { // a server that keeps nothing was restarted
		if err = l.declare(ctx); err == nil {
			rev, err = l.publish(ctx, batch)
		}
	}
	if errors.Is(err, ErrConflict) {
		return 0, ErrConflict
	}
	return rev, l.explain("write", fmt.Sprintf("%d records", len(batch)), err)
}

// message is one write as it is published.
func (l *Ledger[T]) message(w Write[T]) (*nats.Msg, error) {
	text, err := l.key(w.Key)
	if err != nil {
		return nil, err
	}
	m := nats.NewMsg(l.r.subject(text))
	m.Header.Set(nats.ExpectedLastSubjSeqHdr, strconv.FormatUint(w.Revision, 10))
	if w.Value == nil {
		m.Header.Set(operation, "DEL")
		m.Header.Set(nats.MsgTTLHdr, tombstoneTTL)
		return m, nil
	}
	if m.Data, err = encode(*w.Value); err != nil {
		return nil, err
	}
	if limit := l.c.MaxPayload(); len(m.Data) > limit {
		return nil, tooLarge(l.r.Name, len(m.Data), limit)
	}
	return m, nil
}

// publish sends a batch and gives the sequence of its last message.
func (l *Ledger[T]) publish(ctx context.Context, batch []*nats.Msg) (uint64, error) {
	last := batch[len(batch)-1]
	if len(batch) > 1 {
		id := NewID()
		for i, m := range batch {
			m.Header.Set(batchID, id)
			m.Header.Set(batchSequence, strconv.Itoa(i+1))
			if m != last {
				if err := l.c.nc.PublishMsg(m); err != nil {
					return 0, err
				}
			}
		}
		last.Header.Set(batchCommit, "1")
	}
	reply, err := l.c.nc.RequestMsgWithContext(ctx, last)
	if err != nil {
		return 0, err
	}
	var ack struct {
		Error *jetstream.APIError `json:"error"`
		Seq   uint64              `json:"seq"`
	}
	switch err := json.Unmarshal(reply.Data, &ack); {
	case err != nil:
		return 0, fmt.Errorf("the server's acknowledgement: %w", err)
	case ack.Error == nil:
		return ack.Seq, nil
	case ack.Error.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence, ack.Error.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant:
		return 0, ErrConflict
	case isFull(ack.Error):
		return 0, fmt.Errorf("%w: %w", ErrFull, ack.Error)
	}
	return 0, ack.Error
}

// ErrFull: the store has no room for what was to be written.
var ErrFull = errors.New("bus: the store is full")

// isFull knows the server's errors for want of room: of an account's or server's
// memory and storage, and of a stream's limits.
func isFull(e *jetstream.APIError) bool {
	switch e.ErrorCode {
	case 10023, 10028, 10047, 10122:
		return true
	case 10077: // the stream could not store it, for whatever reason
		return strings.Contains(e.Description, "maximum") || strings.Contains(e.Description, "no space") || strings.Contains(e.Description, "insufficient")
	}
	return false
}
