package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"

	"asterism/wpt/origin"
	"asterism/wpt/suite"
	"asterism/wpt/verdict"
)

const (
	// grace is how much longer than a page's own limit the parent waits.
	grace = 10 * time.Second
	// lastWords is how much of a dead child's output is kept, in bytes.
	lastWords = 4 << 10
)

// Pool runs pages in child processes.
type Pool struct {
	Setup    Setup
	Network  *origin.Server
	Children int
	// Command makes the command of a child, which does what [Serve] says.
	Command func() *exec.Cmd
}

// Run runs tests and gives their results to done, one at a time and in the order
// they finish.
func (p *Pool) Run(ctx context.Context, tests []suite.Test, done func(verdict.Result)) {
	queue := make(chan suite.Test)
	results := make(chan verdict.Result)
	var workers sync.WaitGroup
	for range min(p.Children, len(tests)) {
		workers.Go(func() {
			var c *child
			for t := range queue {
				var r verdict.Result
				c, r = p.one(ctx, c, t)
				results <- r
			}
			c.end()
		})
	}
	go func() {
		defer close(queue)
		for _, t := range tests {
			select {
			case queue <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		workers.Wait()
		close(results)
	}()
	for r := range results {
		done(r)
	}
}

// one runs a test in c, or in a new child when there is none, and gives the child
// for the next, nil after it died.
func (p *Pool) one(ctx context.Context, c *child, t suite.Test) (*child, verdict.Result) {
	if c == nil {
		var err error
		if c, err = p.start(); err != nil {
			return nil, verdict.Result{URL: t.Path, Status: verdict.Crash, Message: err.Error()}
		}
	}
	limit, cancel := context.WithTimeout(ctx, waitFor(t.Long)+grace)
	defer cancel()
	r, err := c.run(limit, order{Path: t.Path, URL: p.Network.URL(t), Long: t.Long})
	if err == nil {
		return c, r
	}
	hung := limit.Err() != nil
	c.kill()
	r = verdict.Result{URL: t.Path, Status: verdict.Crash, Message: fmt.Sprintf("the process that ran the page died: %v\n%s", err, c.words.text())}
	if hung {
		r.Status, r.Message = verdict.Timeout, "the process that ran the page did not answer any more"
	}
	return nil, r
}

// child is a process that runs pages.
type child struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	orders  *json.Encoder
	replies chan reply
	words   *tail
}

func (p *Pool) start() (*child, error) {
	c := &child{cmd: p.Command(), replies: make(chan reply), words: &tail{}}
	c.cmd.Stderr = c.words
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(c.replies)
		for d := json.NewDecoder(out); ; {
			var r reply
			if d.Decode(&r) != nil {
				return
			}
			c.replies <- r
		}
	}()
	c.orders = json.NewEncoder(c.in)
	return c, c.orders.Encode(p.Setup)
}

// run gives one order and waits for the reply.
func (c *child) run(ctx context.Context, o order) (verdict.Result, error) {
	if err := c.orders.Encode(o); err != nil {
		return verdict.Result{}, err
	}
	select {
	case r, alive := <-c.replies:
		if !alive {
			return verdict.Result{}, fmt.Errorf("no reply")
		}
		r.Result.Log, r.Result.Seconds = r.Log, r.Seconds
		return r.Result, nil
	case <-ctx.Done():
		return verdict.Result{}, context.Cause(ctx)
	}
}

// end lets a child go; nil is none.
func (c *child) end() {
	if c == nil {
		return
	}
	_ = c.in.Close()
	select {
	case <-c.replies: // closed
		_ = c.cmd.Wait()
	case <-time.After(grace):
		c.kill()
	}
}

func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	go func() {
		for range c.replies {
		}
	}()
	_ = c.cmd.Wait()
}

// tail keeps the end of what is written.
type tail struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.Write(p)
	if over := t.b.Len() - 16*lastWords; over > 0 {
		t.b.Next(over)
	}
	return len(p), nil
}

// text is how a Go process's last words begin, or what there is.
func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.b.Bytes()
	for _, mark := range []string{"fatal error: ", "panic: "} {
		if i := bytes.Index(b, []byte(mark)); i >= 0 {
			b = b[i:]
			break
		}
	}
	return string(b[:min(len(b), lastWords)])
}
