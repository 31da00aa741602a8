package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Strays removes bytes that belong to no object, left behind by a writer that
// died before it was done, when they are older than age. It gives how many
// objects they would have been.
func (s *Store) Strays(ctx context.Context, age time.Duration) (n int, err error) {
	stream, err := s.stream(ctx)
	if err != nil {
		return 0, fmt.Errorf("bus: strays of %s: %w", s.o.Name, err)
	}
	// The chunks first: what is described later was there before.
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(s.chunkSubject("*")))
	if err != nil {
		return 0, fmt.Errorf("bus: strays of %s: %w", s.o.Name, err)
	}
	known := map[string]bool{}
	if err := s.Each(ctx, func(o Object) error { known[o.nuid] = true; return nil }); err != nil {
		return 0, err
	}
	for subject := range info.State.Subjects {
		nuid := strings.TrimPrefix(subject, s.chunkSubject(""))
		if known[nuid] {
			continue
		}
		last, err := stream.GetLastMsgForSubject(ctx, subject)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			return n, fmt.Errorf("bus: strays of %s: %w", s.o.Name, err)
		}
		if time.Since(last.Time) < age {
			continue
		}
		if err := stream.Purge(ctx, jetstream.WithPurgeSubject(subject)); err != nil {
			return n, fmt.Errorf("bus: strays of %s: %w", s.o.Name, err)
		}
		n++
	}
	return n, nil
}
