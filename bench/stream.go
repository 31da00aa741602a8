package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// stream sends a large file through a worker that passes it on.
type stream struct {
	common
	MiB int `help:"Size of the body." default:"1024"`
}

func (st stream) Run(ctx runContext) error {
	b, clean, err := newBuilder(ctx)
	if err != nil {
		return err
	}
	defer clean()
	site, err := b.file("sw.js", passthroughWorker)
	if err != nil {
		return err
	}
	big, err := os.Create(filepath.Join(site, "big.bin"))
	if err != nil {
		return err
	}
	if err := errors.Join(big.Truncate(int64(st.MiB)<<20), big.Close()); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(site, "small.txt"), []byte("small"), 0o644); err != nil {
		return err
	}
	// Once before anything is measured: the first to read a file pays for it.
	if err := readThrough(big.Name()); err != nil {
		return err
	}
	var rows []row
	for _, make := range []func() (*system, error){
		func() (*system, error) { return b.oneProcess(ctx, site) },
		func() (*system, error) { return b.threeProcesses(ctx, site) },
	} {
		s, err := make()
		if err != nil {
			return err
		}
		rs, err := st.measure(ctx, s)
		s.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		rows = append(rows, rs...)
	}
	if err := printRows(os.Stdout, rows, "MiB/s"); err != nil {
		return err
	}
	return st.writeJSON(rows)
}

// measure is a row for the transfer and one per process for how much its
// memory grew at the most.
func (st stream) measure(ctx context.Context, s *system) ([]row, error) {
	if err := await(ctx, "http://"+s.addr+"/small.txt", "small", s.processes...); err != nil {
		return nil, err
	}
	before := make([]int64, len(s.processes))
	for i, p := range s.processes {
		now, _, err := p.memory()
		if err != nil {
			return nil, err
		}
		before[i] = now
	}
	began := time.Now()
	n, err := download(ctx, "http://"+s.addr+"/big.bin")
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	if n != int64(st.MiB)<<20 {
		return nil, fmt.Errorf("%d bytes arrived of %d", n, int64(st.MiB)<<20)
	}
	rows := []row{{Name: s.name, Time: micros(took), Bytes: float64(n), Ratio: float64(st.MiB) / took.Seconds()}}
	for i, p := range s.processes {
		_, peak, err := p.memory()
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{Name: fmt.Sprintf("%s growth %d", s.name, i), Bytes: float64(max(0, peak-before[i]))})
	}
	return rows, nil
}

func download(ctx context.Context, url string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, errors.New(res.Status)
	}
	return io.Copy(io.Discard, res.Body)
}

func readThrough(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
