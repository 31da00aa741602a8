package lab

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"time"

	"asterism/wpt/origin"
	"asterism/wpt/verdict"
)

// Setup is what a child is told first.
type Setup struct {
	Root  string
	Ports origin.Ports
	CA    string
	Debug bool
	// Processes: each service has a process of its own.
	Processes bool
}

// network is the suite's server, for those who did not start it.
func (s Setup) network() *origin.Server { return &origin.Server{Ports: s.Ports, CA: s.CA} }

// order is one page to open.
type order struct {
	Path, URL string
	Long      bool
}

// reply is one page's result with what JSON results leave out.
type reply struct {
	verdict.Result
	Log     []string `json:"log,omitempty"`
	Seconds float64  `json:"seconds"`
}

// Serve is a child's work: it reads a [Setup] and then orders from in, and writes
// a reply for each to out, until in ends.
func Serve(ctx context.Context, in io.Reader, out io.Writer, log *slog.Logger) error {
	orders, replies := json.NewDecoder(in), json.NewEncoder(out)
	var setup Setup
	if err := orders.Decode(&setup); err != nil {
		return err
	}
	fresh := newSystem
	if setup.Processes {
		fresh = newProcesses
	}
	for {
		s, err := fresh(ctx, setup, log) // while the parent thinks
		if err != nil {
			return err
		}
		var o order
		if err := orders.Decode(&o); err != nil {
			s.stop()
			if err == io.EOF {
				return nil
			}
			return err
		}
		began := time.Now()
		limit, cancel := context.WithTimeout(ctx, waitFor(o.Long))
		result := visit(limit, s.conn, o.URL)
		cancel()
		result.URL = o.Path
		if err := replies.Encode(reply{Result: result, Log: result.Log, Seconds: time.Since(began).Seconds()}); err != nil {
			s.stop()
			return err
		}
		s.stop()
	}
}
