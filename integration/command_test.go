package integration

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for something that must happen.
const patience = 60 * time.Second

// command is a running asterism process.
type command struct {
	name string
	cmd  *exec.Cmd
	done chan struct{}
	err  error // of Wait, once done

	mu    sync.Mutex
	lines []string      // what it said so far, stdout and stderr
	news  chan struct{} // closed and replaced with every line
}

// launch starts the asterism command; the test ends it, and shows what it said
// when the test failed.
func launch(t *testing.T, env []string, args ...string) *command {
	t.Helper()
	c := &command{name: strings.Join(args, " "), done: make(chan struct{}), news: make(chan struct{})}
	c.cmd = exec.Command(os.Args[0], args...)
	c.cmd.Env = append(append(os.Environ(), asCommand+"=1"), env...)
	out, in := io.Pipe()
	c.cmd.Stdout, c.cmd.Stderr = in, in
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.listen(out)
	go func() {
		c.err = c.cmd.Wait()
		_ = in.Close()
		close(c.done)
	}()
	t.Cleanup(func() {
		c.stop(t)
		if t.Failed() {
			t.Logf("asterism %s said:\n%s", c.name, c.said())
		}
	})
	return c
}

func (c *command) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c.mu.Lock()
		c.lines = append(c.lines, lines.Text())
		close(c.news)
		c.news = make(chan struct{})
		c.mu.Unlock()
	}
}

func (c *command) said() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.lines, "\n")
}

// waitFor waits until a line holds text and returns that line.
func (c *command) waitFor(t *testing.T, text string) string {
	t.Helper()
	deadline := time.After(patience)
	seen := 0
	for {
		c.mu.Lock()
		lines, news := c.lines, c.news
		c.mu.Unlock()
		for ; seen < len(lines); seen++ {
			if strings.Contains(lines[seen], text) {
				return lines[seen]
			}
		}
		select {
		case <-news:
		case <-c.done:
			t.Fatalf("asterism %s ended (%v) without saying %q:\n%s", c.name, c.err, text, c.said())
		case <-deadline:
			t.Fatalf("asterism %s did not say %q within %s:\n%s", c.name, text, patience, c.said())
		}
	}
}

// stop asks the process to end, and fails the test when it does not end cleanly.
func (c *command) stop(t *testing.T) {
	t.Helper()
	select {
	case <-c.done:
		return
	default:
	}
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.done:
		if c.err != nil {
			t.Errorf("asterism %s ended badly: %v", c.name, c.err)
		}
	case <-time.After(patience):
		_ = c.cmd.Process.Kill()
		<-c.done
		t.Errorf("asterism %s did not stop within %s of SIGTERM", c.name, patience)
	}
}

// kill ends the process as a crash would.
func (c *command) kill() {
	_ = c.cmd.Process.Kill()
	<-c.done
}

// runCommand runs an asterism command to its end.
func runCommand(env []string, args ...string) (string, error) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), asCommand+"=1"), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("asterism %s: %w\n%s", strings.Join(args, " "), err, out.String())
	}
	return out.String(), nil
}
