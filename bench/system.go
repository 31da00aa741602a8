package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// system is a contender that is running: where it listens and what it uses.
type system struct {
	name      string
	addr      string // host:port of HTTP
	nats      string // URL, of those that have one
	processes []*process
}

func (s *system) stop() {
	for i := len(s.processes) - 1; i >= 0; i-- {
		s.processes[i].stop()
	}
}

// cpu is the processor time all its processes used so far.
func (s *system) cpu() (time.Duration, error) {
	var sum time.Duration
	for _, p := range s.processes {
		used, err := p.cpu()
		if err != nil {
			return 0, err
		}
		sum += used
	}
	return sum, nil
}

// builder makes contenders in a scratch folder.
type builder struct {
	folder string
	binary string // asterism
	self   string // this program
}

func newBuilder(ctx context.Context) (*builder, func(), error) {
	folder, err := os.MkdirTemp("", "asterism-bench-")
	if err != nil {
		return nil, nil, err
	}
	clean := func() { _ = os.RemoveAll(folder) }
	b := &builder{folder: folder, binary: filepath.Join(folder, "asterism")}
	if b.self, err = os.Executable(); err != nil {
		clean()
		return nil, nil, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", b.binary, "asterism")
	if out, err := build.CombinedOutput(); err != nil {
		clean()
		return nil, nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	return b, clean, nil
}

// file writes a file into a folder of its own and returns the folder.
func (b *builder) file(name, content string) (string, error) {
	folder, err := os.MkdirTemp(b.folder, "site-")
	if err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644)
}

// add starts a process of the system.
func (b *builder) add(ctx context.Context, s *system, env []string, program string, args ...string) error {
	env = append([]string{"XDG_STATE_HOME=" + b.folder}, env...)
	p, err := start(ctx, env, program, args...)
	if err != nil {
		return err
	}
	s.processes = append(s.processes, p)
	return nil
}

// asterism runs a CLI command against the system.
func (b *builder) asterism(ctx context.Context, s *system, args ...string) error {
	cmd := exec.CommandContext(ctx, b.binary, args...)
	cmd.Env = append(os.Environ(), "NATS_URL="+s.nats)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("asterism %v: %w\n%s", args, err, out)
	}
	return nil
}

// oneProcess is asterism up on a folder.
func (b *builder) oneProcess(ctx context.Context, site string, env ...string) (*system, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &system{name: "one-process", addr: addr}
	if err := b.add(ctx, s, env, b.binary, "up", site, "--listen", addr, "--register", "sw.js"); err != nil {
		return nil, err
	}
	return s, nil
}

// threeProcesses is a NATS server, a manager and a loader. The constellation
// that registers the worker is stopped before anything is measured: the data
// plane does not need it.
func (b *builder) threeProcesses(ctx context.Context, site string) (*system, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	nats, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &system{name: "three-processes", addr: addr, nats: "nats://" + nats}
	url := "NATS_URL=" + s.nats
	coordinator := &system{}
	defer coordinator.stop()
	err = errors.Join(
		b.add(ctx, s, nil, b.self, "contender", "nats", nats),
		b.add(ctx, s, []string{url}, b.binary, "manager"),
		b.add(ctx, s, []string{url, "LOADER_LISTEN=" + addr, "LOADER_ORIGIN=http://" + addr, "LOADER_UPSTREAMS=*=" + site}, b.binary, "loader"),
		b.add(ctx, coordinator, []string{url}, b.binary, "constellation"),
	)
	if err == nil {
		err = b.asterism(ctx, s, "register", "http://"+addr+"/sw.js")
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// goEcho is a plain net/http server.
func (b *builder) goEcho(ctx context.Context) (*system, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &system{name: "go-echo", addr: addr}
	return s, b.add(ctx, s, nil, b.self, "contender", "go-echo", addr)
}
