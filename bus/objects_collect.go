package bus

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Object is a stored blob as Each finds it.
type Object struct {
	Hash   string
	Length int64     // in bytes
	Stored time.Time // or renewed
	nuid   string    // of its chunks
	rev    uint64    // of its description
}

// metaSubject is where an object's description is kept, as every NATS client
// has it.
func (s *Store) metaSubject(hash string) string {
	return "$O." + s.o.Name + ".M." + base64.URLEncoding.EncodeToString([]byte(hash))
}

func (s *Store) stream(ctx context.Context) (jetstream.Stream, error) {
	return s.c.js.Stream(ctx, "OBJ_"+s.o.Name)
}

// Each calls f with every object.
func (s *Store) Each(ctx context.Context, f func(Object) error) error {
	stream, err := s.stream(ctx)
	if err != nil {
		return fmt.Errorf("bus: list %s: %w", s.o.Name, err)
	}
	return eachLast(ctx, stream, "$O."+s.o.Name+".M.>", func(m stored) error {
		if o, ok := object(m); ok {
			return f(o)
		}
		return nil
	})
}

// object reads a description; false for a deleted object's.
func object(m stored) (Object, bool) {
	var info jetstream.ObjectInfo
	if json.Unmarshal(m.data, &info) != nil || info.Deleted {
		return Object{}, false
	}
	return Object{Hash: info.Name, Length: int64(info.Size), Stored: m.at, nuid: info.NUID, rev: m.rev}, true
}

// Renew makes an object young; false when it is not there with that length. What
// was renewed is safe from a Remove that does not know of it.
func (s *Store) Renew(ctx context.Context, hash string, length int64) (bool, error) {
	stream, err := s.stream(ctx)
	if err != nil {
		return false, fmt.Errorf("bus: renew %s in %s: %w", hash, s.o.Name, err)
	}
	for {
		m, err := stream.GetLastMsgForSubject(ctx, s.metaSubject(hash))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("bus: renew %s in %s: %w", hash, s.o.Name, err)
		}
		o, ok := object(stored{data: m.Data, rev: m.Sequence, at: m.Time})
		if !ok || o.Length != length {
			return false, nil
		}
		err = s.describe(ctx, o, m.Data)
		if !errors.Is(err, ErrConflict) {
			return err == nil, err
		}
	}
}

// Remove deletes an object that is still as Each found it; false when it was
// stored again or renewed meanwhile.
func (s *Store) Remove(ctx context.Context, o Object) (bool, error) {
	gone, err := json.Marshal(jetstream.ObjectInfo{
		ObjectMeta: jetstream.ObjectMeta{Name: o.Hash}, Bucket: s.o.Name, NUID: o.nuid, Deleted: true,
	})
	if err != nil {
		return false, err
	}
	switch err := s.describe(ctx, o, gone); {
	case errors.Is(err, ErrConflict):
		return false, nil
	case err != nil:
		return false, err
	}
	stream, err := s.stream(ctx)
	if err == nil {
		err = stream.Purge(ctx, jetstream.WithPurgeSubject(s.chunkSubject(o.nuid)))
	}
	if err != nil {
		return true, fmt.Errorf("bus: remove %s from %s: %w", o.Hash, s.o.Name, err)
	}
	return true, nil
}

// describe writes an object's description, when it is still the one o has.
func (s *Store) describe(ctx context.Context, o Object, data []byte) error {
	m := nats.NewMsg(s.metaSubject(o.Hash))
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	m.Data = data
	_, err := s.c.js.PublishMsg(ctx, m, jetstream.WithExpectLastSequencePerSubject(o.rev))
	if api, ok := errors.AsType[*jetstream.APIError](err); ok &&
		(api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence || api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant) {
		return ErrConflict
	}
	if err != nil {
		return fmt.Errorf("bus: describe %s in %s: %w", o.Hash, s.o.Name, err)
	}
	return nil
}
