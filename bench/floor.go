package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// natsFloor is a NATS server with an answerer, for plain request-reply.
func (b *builder) natsFloor(ctx context.Context) (*system, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &system{name: "nats-floor", nats: "nats://" + addr}
	return s, b.add(ctx, s, nil, b.self, "contender", "nats", addr)
}

// connectFloor waits for the contender to answer.
func connectFloor(ctx context.Context, url string) (*nats.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	nc, err := nats.Connect(url, nats.RetryOnFailedConnect(true), nats.ReconnectWait(20*time.Millisecond), nats.MaxReconnects(-1))
	if err != nil {
		return nil, err
	}
	for {
		_, err := nc.RequestWithContext(ctx, floorSubject, nil)
		if err == nil {
			return nc, nil
		}
		if ctx.Err() != nil {
			nc.Close()
			return nil, err
		}
	}
}

// floor drives plain NATS requests as drive does HTTP ones.
func floor(ctx context.Context, l load, url string) (row, int, error) {
	nc, err := connectFloor(ctx, url)
	if err != nil {
		return row{}, 0, err
	}
	defer nc.Close()
	ctx, cancel := context.WithTimeout(ctx, l.Duration)
	defer cancel()
	latencies := make([][]time.Duration, l.Connections)
	errs := make([]error, l.Connections)
	payload := make([]byte, 200) // about a fetch event
	var wg sync.WaitGroup
	began := time.Now()
	for i := range l.Connections {
		wg.Go(func() {
			for ctx.Err() == nil {
				at := time.Now()
				if _, err := nc.Request(floorSubject, payload, 10*time.Second); err != nil {
					errs[i] = err
					return
				}
				latencies[i] = append(latencies[i], time.Since(at))
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	all := slices.Concat(latencies...)
	if err := errors.Join(errs...); err != nil {
		return row{}, 0, err
	}
	slices.Sort(all)
	return row{RPS: float64(len(all)) / took.Seconds(), P50: micros(all[len(all)/2]), P99: micros(all[len(all)*99/100])}, len(all), nil
}
