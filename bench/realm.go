package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"text/tabwriter"
	"time"

	"asterism/integration/ecosystem"
	"asterism/js"
	"asterism/js/transpile"

	"github.com/dop251/goja"
)

// realm measures the engine alone, without bus and network.
type realm struct {
	common
	Idle   []int `help:"How many idle workers to measure the memory of." default:"1000,10000"`
	Rounds int   `help:"Rounds; medians are shown." default:"7"`
	NoNPM  bool  `name:"without-npm" help:"Leave the bundles out that are built from npm packages."`
}

// The limits of a fresh realm.
const (
	freshTime  = 150 * time.Microsecond
	freshBytes = 150 << 10
)

// script is a worker script to measure, and the request it answers.
type script struct {
	name, source, path string
	program            *goja.Program
}

func (c realm) Run(ctx runContext) error {
	// As a manager's process is tuned.
	debug.SetGCPercent(400)
	scripts, err := c.scripts(ctx)
	if err != nil {
		return err
	}
	rows := []row{c.fresh()}
	for i := range scripts {
		s := &scripts[i]
		measured, err := c.script(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		rows = append(rows, measured...)
	}
	for _, n := range c.Idle {
		r, err := idle(ctx, &scripts[0], n)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	if err := printCosts(rows); err != nil {
		return err
	}
	if fresh := rows[0]; fresh.Time > float64(freshTime.Microseconds()) || fresh.Bytes > freshBytes {
		fmt.Printf("\nA fresh realm is above its limits of %v and %d KiB.\n", freshTime, freshBytes>>10)
	}
	return c.writeJSON(rows)
}

// scripts are the hello worker and, from npm, larger ones.
func (c realm) scripts(ctx context.Context) ([]script, error) {
	all := []script{{name: "hello", source: helloWorker, path: "/world"}}
	if c.NoNPM {
		return all, nil
	}
	dist, err := ecosystem.Build(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w\n(--without-npm leaves them out)", err)
	}
	for _, s := range []script{
		{name: "hono", path: "/hono/post/12?q=x"},
		{name: "itty", path: "/itty/hi/Ada"},
		{name: "workbox-inline", path: "/workbox-inline/app.css"},
	} {
		source, err := os.ReadFile(filepath.Join(dist, s.name, "sw.js"))
		if err != nil {
			return nil, err
		}
		if transpile.Needed(source) { // once, when a worker is registered
			if source, _, err = transpile.Classic(source, s.name+"/sw.js", transpile.JS); err != nil {
				return nil, err
			}
		}
		s.source = string(source)
		all = append(all, s)
	}
	return all, nil
}

// fresh is a realm with all its globals before any script runs: Bytes is what is
// allocated, and Time, as in every row here, the processor's (of all threads, the
// collector's too), which a busy machine distorts least.
func (c realm) fresh() row {
	const batch = 200
	var rounds []row
	for range c.Rounds + 1 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		began := cpuTime()
		for range batch {
			newWorker("/").install()
		}
		took := cpuTime() - began
		runtime.ReadMemStats(&after)
		rounds = append(rounds, row{
			Time:  micros(took) / batch,
			Bytes: float64(after.TotalAlloc-before.TotalAlloc) / batch,
		})
	}
	return medianCost("fresh realm", rounds[1:])
}

// script is three rows: compiling, the first response of a new worker, and every
// further request.
func (c realm) script(ctx context.Context, s *script) ([]row, error) {
	var compile, cold, warm []row
	for range c.Rounds + 1 {
		began := cpuTime()
		program, err := js.Compile("https://bench.example/"+s.name+"/sw.js", s.source)
		if err != nil {
			return nil, err
		}
		compile = append(compile, row{Time: micros(cpuTime() - began)})
		s.program = program

		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began = cpuTime()
		w := newWorker("/" + s.name + "/")
		if err := w.start(ctx, s.program); err != nil {
			return nil, err
		}
		if err := w.request(s.path); err != nil {
			return nil, err
		}
		took := micros(cpuTime() - began)
		runtime.ReadMemStats(&after)
		cold = append(cold, row{Time: took, Bytes: float64(after.TotalAlloc - before.TotalAlloc)})

		const requests = 300
		runtime.ReadMemStats(&before)
		began = cpuTime()
		for range requests {
			if err := w.request(s.path); err != nil {
				return nil, err
			}
		}
		took = micros(cpuTime() - began)
		runtime.ReadMemStats(&after)
		warm = append(warm, row{Time: took / requests, Bytes: float64(after.TotalAlloc-before.TotalAlloc) / requests})
		w.stop()
	}
	return []row{
		medianCost(s.name+": compile", compile[1:]),
		medianCost(s.name+": start to first response", cold[1:]),
		medianCost(s.name+": each request", warm[1:]),
	}, nil
}

// idle is the memory of n workers that have each answered a request: Bytes is per
// worker, Time what starting one took.
func idle(ctx context.Context, s *script, n int) (row, error) {
	before := inUse()
	began := cpuTime()
	workers := make([]*worker, n)
	for i := range workers {
		workers[i] = newWorker("/" + s.name + "/")
		if err := workers[i].start(ctx, s.program); err != nil {
			return row{}, err
		}
		if err := workers[i].request(s.path); err != nil {
			return row{}, err
		}
	}
	took := micros(cpuTime() - began)
	after := inUse()
	for _, w := range workers {
		w.stop()
	}
	return row{Name: fmt.Sprintf("%d idle hello workers, each", n), Time: took / float64(n), Bytes: float64(after-before) / float64(n)}, nil
}

// inUse is the memory of the heap and of goroutines' stacks.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// cpuTime is the processor time this process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func medianCost(name string, rounds []row) row {
	var times, bytes []float64
	for _, r := range rounds {
		times, bytes = append(times, r.Time), append(bytes, r.Bytes)
	}
	return row{Name: name, Time: median(times), Bytes: median(bytes)}
}

// printCosts writes a table of times and bytes.
func printCosts(rows []row) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "what\tCPU µs\tKiB\t")
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t\n", r.Name, figure(r.Time, 1), figure(r.Bytes/1024, 1))
	}
	return table.Flush()
}
