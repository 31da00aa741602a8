package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/js"
	"asterism/schemas"
)

// cache measures the Cache API over an embedded server that keeps its state on
// disk, as `asterism up --data` does.
type cache struct {
	common
	Rounds         int  `help:"Rounds; medians are shown." default:"5"`
	Calls          int  `help:"Calls of one round." default:"2000"`
	Entries        int  `help:"Entries of the large cache." default:"1000000"`
	WithoutWorkerd bool `help:"Leave workerd out."`
}

// cacheScript calls the API; each function is one row.
const cacheScript = `
const body = new Uint8Array(10240).fill(120);
const url = (i) => '/entry/' + i;
self.fill = async () => { const c = await caches.open('bench'); for (let i = 0; i < 100; i++) await c.put(url(i), new Response(body)); };
self.match = async (n) => { const c = await caches.open('bench'); for (let i = 0; i < n; i++) if (!await c.match(url(i % 100))) throw new Error('missing ' + i); };
self.matchAny = async (n) => { for (let i = 0; i < n; i++) if (!await caches.match(url(i % 100))) throw new Error('missing ' + i); };
self.read = async (n) => { const c = await caches.open('bench'); for (let i = 0; i < n; i++) await (await c.match(url(i % 100))).arrayBuffer(); };
self.put = async (n) => { const c = await caches.open('bench'); for (let i = 0; i < n; i++) await c.put(url(i % 100), new Response(body)); };
self.look = async (n, name, size, options) => {
	const c = await caches.open(name);
	for (let i = 0; i < n; i++) {
		const at = Math.floor(Math.random() * size);
		if (!await c.match('/many/' + at + (options ? '?other' : '?x'), options)) throw new Error('missing ' + at);
	}
};
`

func (c cache) Run(ctx runContext) error {
	debug.SetGCPercent(400) // as a manager's process is tuned
	folder, err := os.MkdirTemp("", "asterism-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	log := slog.New(slog.DiscardHandler)
	server, err := bus.StartServer(ctx, bus.ServerConfig{Listen: "127.0.0.1:0", Data: filepath.Join(folder, "jetstream")}, log)
	if err != nil {
		return err
	}
	defer server.Stop()
	x := &cacheBench{cache: c, server: server, log: log}
	rows, err := x.rows(ctx)
	if err != nil {
		return err
	}
	peers, err := c.peers(ctx, folder)
	if err != nil {
		return err
	}
	compareCaches(rows, peers)
	if err := printCacheRows(append(rows, peers...)); err != nil {
		return err
	}
	return c.writeJSON(append(rows, peers...))
}

type cacheBench struct {
	cache
	server *bus.Server
	log    *slog.Logger
}

func (x *cacheBench) rows(ctx context.Context) ([]row, error) {
	hot, stop, err := x.worker(ctx, "hot", 64<<20)
	if err != nil {
		return nil, err
	}
	defer stop()
	cold, stopCold, err := x.worker(ctx, "cold", 0)
	if err != nil {
		return nil, err
	}
	defer stopCold()
	var rows []row
	measure := func(name string, w *worker, call string) error {
		r, err := x.measure(name, w, call)
		rows = append(rows, r)
		return err
	}
	if err := hot.call("fill()"); err != nil {
		return nil, err
	}
	n := fmt.Sprint(x.Calls)
	for _, r := range []struct {
		name string
		w    *worker
		call string
	}{
		{"match-hot-10k", hot, "match(" + n + ")"},
		{"match-any-hot-10k", hot, "matchAny(" + n + ")"},
		{"match-hot-read-10k", hot, "read(" + n + ")"},
		{"match-store-10k", cold, "match(" + n + ")"},
		{"put-10k", hot, "put(" + n + ")"},
	} {
		if err := measure(r.name, r.w, r.call); err != nil {
			return nil, err
		}
	}
	for _, size := range []int{1000, x.Entries} {
		label := fmt.Sprintf("%dk", size/1000)
		if size%1_000_000 == 0 {
			label = fmt.Sprintf("%dM", size/1_000_000)
		}
		name := "many" + label
		before := inUse()
		if err := x.many(ctx, name, size); err != nil {
			return nil, err
		}
		after := inUse()
		if err := measure("lookup-"+label, cold, fmt.Sprintf("look(%s, %q, %d)", n, name, size)); err != nil {
			return nil, err
		}
		if err := measure("lookup-ignore-search-"+label, cold, fmt.Sprintf("look(%s, %q, %d, {ignoreSearch: true})", n, name, size)); err != nil {
			return nil, err
		}
		if after > before {
			rows = append(rows, row{Name: "index-" + label + ", memory of an entry", Bytes: float64(after-before) / float64(size)})
		}
	}
	return rows, nil
}

// worker is a worker whose caches are a process's of its own, with so many bytes
// in memory.
func (x *cacheBench) worker(ctx context.Context, name string, memory int64) (*worker, func(), error) {
	conn, err := x.server.Connect(ctx, name, x.log)
	if err != nil {
		return nil, nil, err
	}
	all := caches.New(conn, caches.Config{}, memory, x.log)
	running, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = all.Run(running) }()
	w := newWorker("/")
	w.caches = all.Origin(benchOrigin)
	program, err := js.Compile(benchOrigin+"/sw.js", cacheScript)
	if err == nil {
		err = w.start(ctx, program)
	}
	return w, func() { w.stop(); cancel(); <-ended; _ = conn.Close() }, err
}

// measure is the median time of one call, in microseconds.
func (x *cacheBench) measure(name string, w *worker, call string) (row, error) {
	var times []float64
	for range x.Rounds + 1 { // the first one warms up
		began := time.Now()
		if err := w.call(call); err != nil {
			return row{}, fmt.Errorf("%s: %w", name, err)
		}
		times = append(times, micros(time.Since(began))/float64(x.Calls))
	}
	return row{Name: name, Time: median(times[1:])}, nil
}

// many fills a cache with entries of 100 bytes.
func (x *cacheBench) many(ctx context.Context, name string, size int) error {
	conn, err := x.server.Connect(ctx, "fill", x.log)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := caches.New(conn, caches.Config{Timeout: time.Minute}, 0, x.log).Origin(benchOrigin)
	k, err := s.Open(ctx, name)
	if err != nil {
		return err
	}
	body := []byte(strings.Repeat("x", 100))
	for from := 0; from < size; from += batch {
		var urls []string
		var entries []schemas.CacheEntry
		for i := from; i < min(from+batch, size); i++ {
			e := schemas.CacheEntry{Request: schemas.Request{Method: "GET", URL: fmt.Sprintf("%s/many/%d?x", benchOrigin, i)}, Response: schemas.Response{Type: "default", Status: 200}}
			s.KeepBytes(&e, body)
			urls, entries = append(urls, e.Request.URL), append(entries, e)
		}
		if err := s.Change(ctx, k.ID, urls, false, func([]schemas.CacheEntry) []schemas.CacheEntry { return entries }); err != nil {
			return err
		}
		if from%100_000 == 0 && from > 0 {
			fmt.Fprintf(os.Stderr, "%d entries\n", from)
		}
	}
	runtime.GC()
	return nil
}

// batch is how many entries many puts at once.
const batch = 900
