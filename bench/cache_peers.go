package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"text/tabwriter"
	"time"
)

// peers are the same operations in workerd and Redis, where these are to be had.
func (c cache) peers(ctx context.Context, folder string) ([]row, error) {
	var rows []row
	if !c.WithoutWorkerd {
		more, err := c.workerdCache(ctx, folder)
		if err != nil {
			return nil, fmt.Errorf("workerd: %w", err)
		}
		rows = append(rows, more...)
	}
	more, err := c.redis(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("redis: %w", err)
	}
	return append(rows, more...), nil
}

// backend is the service that workerd's Cache API asks over HTTP: it has no store
// of its own.
type backend struct {
	mu      sync.Mutex
	entries map[string][]byte // by URL: the response as it was put
}

func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Host + r.URL.Path
	switch r.Method {
	case http.MethodPut:
		data, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.entries[key] = data
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet:
		b.mu.Lock()
		data, ok := b.entries[key]
		b.mu.Unlock()
		if !ok {
			w.Header().Set("CF-Cache-Status", "MISS")
			w.WriteHeader(http.StatusGatewayTimeout)
			return
		}
		p, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(data)), r)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		defer p.Body.Close()
		w.Header().Set("CF-Cache-Status", "HIT")
		w.Header().Set("Cache-Control", p.Header.Get("Cache-Control"))
		_, _ = io.Copy(w, p.Body)
	}
}

const workerdCacheScript = `
const body = new Uint8Array(10240).fill(120);
const url = (i) => 'http://bench.example/entry/' + i;
const made = () => new Response(body, {headers: {'Cache-Control': 'max-age=3600'}});
addEventListener('fetch', (e) => e.respondWith((async () => {
	const n = +new URL(e.request.url).searchParams.get('n');
	const put = new URL(e.request.url).pathname === '/put';
	const c = caches.default;
	for (let i = 0; i < n; i++) {
		if (put) await c.put(url(i % 100), made());
		else { const r = await c.match(url(i % 100)); if (!r) return new Response('missing', {status: 500}); await r.arrayBuffer(); }
	}
	return new Response('done');
})()));
`

// workerdCache is workerd's caches.default, with this program as what it asks.
func (c cache) workerdCache(ctx context.Context, folder string) ([]row, error) {
	binary, err := installWorkerd(ctx)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: &backend{entries: map[string][]byte{}}}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	config := fmt.Sprintf(`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (serviceWorkerScript = embed "sw.js", compatibilityDate = "2024-01-01", cacheApiOutbound = "cache")),
    (name = "cache", external = (address = %q, http = ())),
  ],
  sockets = [(name = "http", address = %q, http = (), service = "main")],
);
`, listener.Addr().String(), addr)
	file := filepath.Join(folder, "config.capnp")
	for name, text := range map[string]string{file: config, filepath.Join(folder, "sw.js"): workerdCacheScript} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	p, err := start(ctx, nil, binary, "serve", file)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	if err := await(ctx, "http://"+addr+"/put?n=100", "done", p); err != nil {
		return nil, err
	}
	var rows []row
	for _, op := range []string{"match", "put"} {
		var times []float64
		for range c.Rounds + 1 {
			began := time.Now()
			if err := await(ctx, fmt.Sprintf("http://%s/%s?n=%d", addr, op, c.Calls), "done", p); err != nil {
				return nil, err
			}
			times = append(times, micros(time.Since(began))/float64(c.Calls))
		}
		rows = append(rows, row{Name: "workerd-" + op + "-10k", Time: median(times[1:])})
	}
	return rows, nil
}

// redis is a local Redis server asked over a loopback connection; without one the
// rows have no figures and say so.
func (c cache) redis(ctx context.Context, folder string) ([]row, error) {
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		return []row{{Name: "redis: not installed"}}, nil
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(addr)
	p, err := start(ctx, nil, binary, "--port", port, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec")
	if err != nil {
		return nil, err
	}
	defer p.stop()
	var conn net.Conn
	for range 200 {
		if conn, err = net.Dial("tcp", addr); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	client := &redisClient{conn, bufio.NewReaderSize(conn, 64<<10)}
	value := string(make([]byte, 10<<10))
	var rows []row
	for _, op := range []string{"set", "get"} {
		var times []float64
		for range c.Rounds + 1 {
			began := time.Now()
			for i := range c.Calls {
				args := []string{"GET", "entry" + strconv.Itoa(i%100)}
				if op == "set" {
					args = []string{"SET", args[1], value}
				}
				if err := client.do(args...); err != nil {
					return nil, err
				}
			}
			times = append(times, micros(time.Since(began))/float64(c.Calls))
		}
		rows = append(rows, row{Name: "redis-" + op + "-10k", Time: median(times[1:])})
	}
	return rows, nil
}

// redisClient speaks as much of Redis's protocol as is needed.
type redisClient struct {
	w io.Writer
	r *bufio.Reader
}

func (c *redisClient) do(args ...string) error {
	out := fmt.Appendf(nil, "*%d\r\n", len(args))
	for _, a := range args {
		out = fmt.Appendf(out, "$%d\r\n%s\r\n", len(a), a)
	}
	if _, err := c.w.Write(out); err != nil {
		return err
	}
	line, err := c.r.ReadString('\n')
	if err != nil {
		return err
	}
	switch line[0] {
	case '+':
		return nil
	case '$':
		n, err := strconv.Atoi(line[1 : len(line)-2])
		if err != nil || n < 0 {
			return fmt.Errorf("no value: %q", line)
		}
		_, err = io.CopyN(io.Discard, c.r, int64(n+2))
		return err
	}
	return fmt.Errorf("the server answers %q", line)
}

// compareCaches makes each row's ratio: what it takes by what the same operation
// takes in workerd, or with Redis where it is there only.
func compareCaches(rows, peers []row) {
	of := map[string]float64{}
	for _, p := range peers {
		of[p.Name] = p.Time
	}
	get, set := of["redis-get-10k"], of["redis-set-10k"]
	match, put := of["workerd-match-10k"], of["workerd-put-10k"]
	for i := range rows {
		peer := match
		switch rows[i].Name {
		case "put-10k":
			peer = put
			if peer == 0 {
				peer = set
			}
		case "match-hot-10k", "match-any-hot-10k", "match-hot-read-10k", "match-store-10k":
			if peer == 0 {
				peer = get
			}
		default:
			continue
		}
		if peer > 0 {
			rows[i].Ratio = rows[i].Time / peer
		}
	}
}

func printCacheRows(rows []row) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "what\tµs\tbytes\t÷ workerd (or Redis)\t")
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", r.Name, figure(r.Time, 1), figure(r.Bytes, 0), figure(r.Ratio, 2))
	}
	return table.Flush()
}
