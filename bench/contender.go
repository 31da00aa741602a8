package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/nats-io/nats.go"

	"asterism/bus"
)

// contender is the programs to compare with that are part of this one: this
// program runs itself with them.
type contender struct {
	Kind   string `arg:"" enum:"go-echo,nats"`
	Listen string `arg:""`
}

// floorSubject is answered by the nats contender.
const floorSubject = "bench.echo"

func (c contender) Run(ctx runContext) error {
	if c.Kind == "go-echo" {
		return c.echo(ctx)
	}
	return c.nats(ctx)
}

// echo is the hello worker as a plain Go server.
func (c contender) echo(ctx runContext) error {
	server := &http.Server{Addr: c.Listen, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
		_, _ = io.WriteString(w, "hello "+r.URL.Path)
	})}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// nats is a NATS server, with an answerer of its own for the floor.
func (c contender) nats(ctx runContext) error {
	server, err := bus.StartServer(ctx, bus.ServerConfig{Listen: c.Listen, Name: "bench"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer server.Stop()
	nc, err := nats.Connect(server.ClientURL())
	if err != nil {
		return err
	}
	defer nc.Close()
	if _, err := nc.QueueSubscribe(floorSubject, "floor", func(m *nats.Msg) { _ = m.Respond(m.Data) }); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
