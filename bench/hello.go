package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// hello compares the hello worker everywhere.
type hello struct {
	common
	load
	WithoutWorkerd bool `help:"Leave workerd out; then there are no ratios."`
}

func (h hello) Run(ctx runContext) error {
	b, clean, err := newBuilder(ctx)
	if err != nil {
		return err
	}
	defer clean()
	systems, err := h.start(ctx, b)
	defer func() {
		for _, s := range systems {
			s.stop()
		}
	}()
	if err != nil {
		return err
	}
	rounds := make([][]row, len(systems))
	for round := range h.Rounds + 1 { // the first one warms up
		for i, s := range systems {
			r, err := h.measure(ctx, s)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if round > 0 {
				rounds[i] = append(rounds[i], r)
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d done\n", round, h.Rounds)
	}
	var rows []row
	for _, of := range rounds {
		rows = append(rows, medianRow(of))
	}
	rate(rows)
	cold, err := coldStart(ctx, b)
	if err != nil {
		return fmt.Errorf("cold start: %w", err)
	}
	rows = append(rows, cold)
	if err := printRows(os.Stdout, rows, "rps ÷ workerd"); err != nil {
		return err
	}
	return h.writeJSON(rows)
}

// start starts every contender and waits until each answers.
func (h hello) start(ctx context.Context, b *builder) ([]*system, error) {
	site, err := b.file("sw.js", helloWorker)
	if err != nil {
		return nil, err
	}
	makers := []func() (*system, error){
		func() (*system, error) { return b.oneProcess(ctx, site) },
		func() (*system, error) { return b.threeProcesses(ctx, site) },
		func() (*system, error) { return b.goEcho(ctx) },
		func() (*system, error) { return b.natsFloor(ctx) },
	}
	if !h.WithoutWorkerd {
		makers = append(makers, func() (*system, error) { return b.workerd(ctx, helloWorker) })
	}
	var systems []*system
	for _, make := range makers {
		s, err := make()
		if s != nil {
			systems = append(systems, s)
		}
		if err != nil {
			return systems, err
		}
		if s.addr == "" {
			continue
		}
		if err := await(ctx, "http://"+s.addr+helloPath, helloBody, s.processes...); err != nil {
			return systems, err
		}
	}
	return systems, nil
}

// measure is one round of one contender.
func (h hello) measure(ctx context.Context, s *system) (row, error) {
	before, err := s.cpu()
	if err != nil {
		return row{}, err
	}
	var r row
	var n int
	if s.addr == "" {
		r, n, err = floor(ctx, h.load, s.nats)
	} else {
		r, n, err = drive(ctx, h.load, s.addr, helloPath, helloBody)
	}
	if err != nil {
		return row{}, err
	}
	after, err := s.cpu()
	if err != nil {
		return row{}, err
	}
	r.Name = s.name
	r.CPU = micros(after-before) / float64(n)
	return r, nil
}

// rate sets each row's ratio to workerd's requests per second.
func rate(rows []row) {
	var base float64
	for _, r := range rows {
		if r.Name == "workerd" {
			base = r.RPS
		}
	}
	if base == 0 {
		return
	}
	for i := range rows {
		rows[i].Ratio = rows[i].RPS / base
	}
}

// coldStarts is how many times a worker is started from nothing.
const coldStarts = 100

// coldStart is the time from a request for a worker that does not run to its
// response, one at a time: idle workers stop at once.
func coldStart(ctx context.Context, b *builder) (row, error) {
	site, err := b.file("sw.js", helloWorker)
	if err != nil {
		return row{}, err
	}
	s, err := b.oneProcess(ctx, site, "MANAGER_IDLE_TIMEOUT=50ms")
	if s != nil {
		defer s.stop()
	}
	if err != nil {
		return row{}, err
	}
	url := "http://" + s.addr + helloPath
	if err := await(ctx, url, helloBody, s.processes...); err != nil {
		return row{}, err
	}
	var took []float64
	for range coldStarts {
		select { // idle for long enough to be stopped
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return row{}, ctx.Err()
		}
		began := time.Now()
		if err := get(ctx, url, helloBody); err != nil {
			return row{}, err
		}
		took = append(took, micros(time.Since(began)))
	}
	return row{Name: "cold-start", Time: median(took)}, nil
}
