package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// List is the records that p names, in the order of their last write; p may
// leave placeholders out. Deletions are left out. Up to 1024 records are read
// as of one moment; more are read one after another.
func (l *Ledger[T]) List(ctx context.Context, p Params) ([]Record[T], error) {
	found := []Record[T]{}
	err := l.Each(ctx, p, func(r Record[T]) error {
		found = append(found, r)
		return nil
	})
	return found, err
}

// Each calls f with what List would give, without holding all of it at once.
func (l *Ledger[T]) Each(ctx context.Context, p Params, f func(Record[T]) error) error {
	text, err := pattern(l.r.Key, p)
	if err != nil {
		return err
	}
	take := func(m stored) error {
		r, err := l.record(m)
		if err != nil || r.Deleted {
			return nil // reported already
		}
		return f(r)
	}
	if l.direct() {
		all, err := l.snapshot(ctx, l.r.subject(text))
		if err == nil {
			for _, m := range all {
				if err := take(m); err != nil {
					return err
				}
			}
			return nil
		}
		if !errors.Is(err, errTooMany) {
			return l.explain("list", text, err)
		}
	}
	return l.scan(ctx, text, take)
}

// stored is a message of the bucket's stream.
type stored struct {
	subject string
	header  nats.Header
	data    []byte
	rev     uint64
	at      time.Time // when it was stored
}

// record reads a stored message; what does not follow the contract is reported.
func (l *Ledger[T]) record(m stored) (Record[T], error) {
	p, err := parse(l.r.Key, strings.TrimPrefix(m.subject, l.r.subject("")))
	if err != nil {
		l.c.malformed(m.subject, err)
		return Record[T]{}, err
	}
	return l.read(p, m.header, m.data, m.rev)
}

// direct says whether any server of the cluster may be asked for records.
func (l *Ledger[T]) direct() bool { return (*l.stream.Load()).CachedInfo().Config.AllowDirect }

// GetAll is Get of several records, in that order; up to 1000 are read as of one
// moment.
func (l *Ledger[T]) GetAll(ctx context.Context, keys []Params) ([]Record[T], error) {
	records := make([]Record[T], len(keys))
	at := map[string]int{} // by subject
	subjects := make([]string, len(keys))
	for i, p := range keys {
		text, err := l.key(p)
		if err != nil {
			return nil, err
		}
		subjects[i] = l.r.subject(text)
		at[subjects[i]] = i
		records[i] = Record[T]{Key: p, Deleted: true}
	}
	if !l.direct() || len(keys) > 1000 || len(keys) < 2 {
		for i, p := range keys {
			var err error
			if records[i], err = l.Get(ctx, p); err != nil {
				return nil, err
			}
		}
		return records, nil
	}
	all, err := l.snapshot(ctx, subjects...)
	if err != nil {
		return nil, l.explain("get", fmt.Sprintf("%d records", len(keys)), err)
	}
	for _, m := range all {
		i, ok := at[m.subject]
		if !ok {
			continue
		}
		if records[i], err = l.read(keys[i], m.header, m.data, m.rev); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// errTooMany: more records match than a server answers with at once.
var errTooMany = errors.New("too many records match")

// snapshot reads the records as of one moment: one answer of several messages,
// which the server does not mix with writes.
func (l *Ledger[T]) snapshot(ctx context.Context, subjects ...string) ([]stored, error) {
	ask, err := json.Marshal(map[string][]string{"multi_last": subjects})
	if err != nil {
		return nil, err
	}
	inbox := l.c.nc.NewRespInbox()
	sub, err := l.c.nc.SubscribeSync(inbox)
	if err != nil {
		return nil, err
	}
	defer func() { _ = sub.Unsubscribe() }()
	if err := sub.SetPendingLimits(-1, -1); err != nil {
		return nil, err
	}
	if err := l.c.nc.PublishRequest("$JS.API.DIRECT.GET.KV_"+l.r.Name, inbox, ask); err != nil {
		return nil, err
	}
	var all []stored
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return nil, err
		}
		switch status := m.Header.Get("Status"); {
		case status == "204": // the end
			return all, nil
		case status == "404":
			return nil, nil
		case status == "413":
			return nil, errTooMany
		case status != "":
			return nil, fmt.Errorf("the server answers %s %s", status, m.Header.Get("Description"))
		case len(m.Header) == 0 && len(m.Data) == 0:
			return nil, nats.ErrNoResponders
		}
		rev, err := strconv.ParseUint(m.Header.Get(nats.JSSequence), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the server's answer has no sequence: %w", err)
		}
		all = append(all, stored{subject: m.Header.Get(nats.JSSubject), header: m.Header, data: m.Data, rev: rev})
	}
}

// scan reads any number of records through a consumer.
func (l *Ledger[T]) scan(ctx context.Context, key string, f func(stored) error) error {
	return l.explain("list", key, eachLast(ctx, *l.stream.Load(), l.r.subject(key), f))
}

// eachLast calls f with the last message of every subject that matches.
func eachLast(ctx context.Context, stream jetstream.Stream, subject string, f func(stored) error) error {
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{
		FilterSubjects: []string{subject}, DeliverPolicy: jetstream.DeliverLastPerSubjectPolicy,
	})
	if err != nil {
		return err
	}
	left := consumer.CachedInfo().NumPending
	if left == 0 {
		return nil
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()
	for left > 0 {
		m, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		left = meta.NumPending
		if err := f(stored{m.Subject(), m.Headers(), m.Data(), meta.Sequence.Stream, meta.Timestamp}); err != nil {
			return err
		}
	}
	return nil
}
