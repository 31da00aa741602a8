package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// routes compares requests that static routes keep from the worker with requests
// that are in no scope at all, at one front door.
type routes struct {
	common
	load
}

// routesWorker has a route of each kind that needs no worker.
const routesWorker = `addEventListener('install', e => {
  e.addRoutes([
    {condition: {urlPattern: '/app/static/*'}, source: 'network'},
    {condition: {urlPattern: '/app/cached/*'}, source: {cacheName: 'v1'}},
  ]);
  e.waitUntil(caches.open('v1').then(c => c.put('/app/cached/a.txt', new Response('hello routes'))));
});
addEventListener('fetch', e => e.respondWith(new Response('hello routes')));
`

// routesBody is the right answer everywhere.
const routesBody = "hello routes"

// routesPaths is what is asked for; the first is what the others are compared to.
var routesPaths = []struct{ name, path string }{
	{"outside any scope", "/out/static/a.txt"},
	{"route: network", "/app/static/a.txt"},
	{"route: cache", "/app/cached/a.txt"},
	{"no route: worker", "/app/a.txt"},
}

func (r routes) Run(ctx runContext) error {
	b, clean, err := newBuilder(ctx)
	if err != nil {
		return err
	}
	defer clean()
	s, err := r.start(ctx, b)
	if s != nil {
		defer s.stop()
	}
	if err != nil {
		return err
	}
	rounds := make([][]row, len(routesPaths))
	for round := range r.Rounds + 1 { // the first one warms up
		for i, of := range routesPaths {
			one, err := r.measure(ctx, s, of.path)
			if err != nil {
				return fmt.Errorf("%s: %w", of.name, err)
			}
			one.Name = of.name
			if round > 0 {
				rounds[i] = append(rounds[i], one)
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d done\n", round, r.Rounds)
	}
	var rows []row
	for _, of := range rounds {
		rows = append(rows, medianRow(of))
	}
	for i := range rows {
		rows[i].Ratio = rows[i].RPS / rows[0].RPS
	}
	if err := printRows(os.Stdout, rows, "rps ÷ outside"); err != nil {
		return err
	}
	return r.writeJSON(rows)
}

// start starts asterism on a site, and waits until every path answers.
func (r routes) start(ctx context.Context, b *builder) (*system, error) {
	site, err := b.file("index.html", "")
	if err != nil {
		return nil, err
	}
	for name, content := range map[string]string{"out/static/a.txt": routesBody, "app/static/a.txt": routesBody, "app/sw.js": routesWorker} {
		file := filepath.Join(site, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &system{name: "one-process", addr: addr}
	if err := b.add(ctx, s, nil, b.binary, "up", site, "--listen", addr, "--register", "app/sw.js"); err != nil {
		return nil, err
	}
	for i := len(routesPaths) - 1; i >= 0; i-- { // the worker's first: it is active then
		if err := await(ctx, "http://"+addr+routesPaths[i].path, routesBody, s.processes...); err != nil {
			return s, fmt.Errorf("%s: %w", routesPaths[i].name, err)
		}
	}
	return s, nil
}

// measure is one round of one path.
func (r routes) measure(ctx context.Context, s *system, path string) (row, error) {
	before, err := s.cpu()
	if err != nil {
		return row{}, err
	}
	one, n, err := drive(ctx, r.load, s.addr, path, routesBody)
	if err != nil {
		return row{}, err
	}
	after, err := s.cpu()
	if err != nil {
		return row{}, err
	}
	one.CPU = micros(after-before) / float64(n)
	return one, nil
}
