package bus

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// chunkSize is how many bytes of an object one message holds.
const chunkSize = 128 << 10

// writePatience is how long a write waits for the server to keep one chunk.
const writePatience = 10 * time.Second

// chunkSubject is where an object's bytes are kept, as every NATS client has it.
func (s *Store) chunkSubject(nuid string) string { return "$O." + s.o.Name + ".C." + nuid }

// PutStream stores what r gives under hash, its SHA-256 in hex, which is checked.
// One chunk is in memory at a time. Nobody sees the object before it is whole.
func (s *Store) PutStream(ctx context.Context, hash string, r io.Reader) error {
	err := s.putStream(ctx, hash, r)
	if err != nil {
		return fmt.Errorf("bus: store object %s in %s: %w", hash, s.o.Name, err)
	}
	return nil
}

func (s *Store) putStream(ctx context.Context, hash string, r io.Reader) (err error) {
	stream, err := s.stream(ctx)
	if err != nil {
		return err
	}
	info := jetstream.ObjectInfo{ObjectMeta: jetstream.ObjectMeta{Name: hash, Opts: &jetstream.ObjectMetaOptions{ChunkSize: chunkSize}}, Bucket: s.o.Name, NUID: NewID()}
	done := false
	defer func() {
		if !done {
			clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), writePatience)
			defer cancel()
			err = errors.Join(err, stream.Purge(clean, jetstream.WithPurgeSubject(s.chunkSubject(info.NUID))))
		}
	}()
	sum := sha256.New()
	buf := make([]byte, chunkSize)
	for {
		n, rerr := io.ReadFull(r, buf)
		if n > 0 {
			sum.Write(buf[:n])
			if err := s.putChunk(ctx, info.NUID, buf[:n]); err != nil {
				return err
			}
			info.Size, info.Chunks = info.Size+uint64(n), info.Chunks+1
		}
		if rerr == io.EOF || rerr == io.ErrUnexpectedEOF {
			break
		}
		if rerr != nil {
			return rerr
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != hash {
		return fmt.Errorf("its bytes have the SHA-256 %s", got)
	}
	info.Digest = "SHA-256=" + base64.URLEncoding.EncodeToString(sum.Sum(nil))
	info.ModTime = time.Now().UTC()
	done, err = s.publishObject(ctx, stream, &info)
	return err
}

// publishObject makes an object whose chunks are stored visible; false: somebody
// else has stored the same meanwhile, so these chunks are not needed.
func (s *Store) publishObject(ctx context.Context, stream jetstream.Stream, info *jetstream.ObjectInfo) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, writePatience)
	defer cancel()
	data, err := json.Marshal(info)
	if err != nil {
		return false, err
	}
	for {
		var rev uint64
		m, err := stream.GetLastMsgForSubject(ctx, s.metaSubject(info.Name))
		switch {
		case err == nil:
			rev = m.Sequence
		case !errors.Is(err, jetstream.ErrMsgNotFound):
			return false, err
		}
		if err == nil {
			if have, ok := object(stored{data: m.Data, rev: m.Sequence, at: m.Time}); ok && have.Length == int64(info.Size) {
				if err := s.describe(ctx, have, m.Data); errors.Is(err, ErrConflict) { // as Renew does
					continue
				} else {
					return false, err
				}
			}
		}
		err = s.describe(ctx, Object{Hash: info.Name, rev: rev}, data)
		if !errors.Is(err, ErrConflict) {
			return err == nil, err
		}
	}
}

func (s *Store) putChunk(ctx context.Context, nuid string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writePatience)
	defer cancel()
	_, err := s.c.js.Publish(ctx, s.chunkSubject(nuid), data)
	if api, ok := errors.AsType[*jetstream.APIError](err); ok && isFull(api) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
