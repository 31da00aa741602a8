// Package health answers the two questions an orchestrator asks a service over
// HTTP: GET /livez (does the process run?) and GET /readyz (can it work now?).
// Answers are one line of text: 200 and "NAME ok", or 503 and the reason.
package health

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Serve answers on addr ("host:port") until ctx ends, and returns nil then. An
// empty addr turns it off: Serve waits for ctx. Its error says what to do when
// it cannot listen.
//
// ready closes once the service is subscribed; healthy (may be nil) says
// afterwards what is wrong, nil for nothing.
func Serve(ctx context.Context, addr, name string, ready <-chan struct{}, healthy func() error) error {
	if addr == "" {
		<-ctx.Done()
		return nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("health endpoint of %s: cannot listen on %s: %w; set another address, or none to turn it off", name, addr, err)
	}
	return ServeOn(ctx, l, name, ready, healthy)
}

// ServeOn is Serve on a listener, which it closes.
func ServeOn(ctx context.Context, l net.Listener, name string, ready <-chan struct{}, healthy func() error) error {
	srv := &http.Server{
		Handler:           Handler(name, ready, healthy),
		ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("health endpoint of %s: %w", name, err)
	case <-ctx.Done():
	}
	err := srv.Close()
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return err
}

// Handler answers /livez and /readyz.
func Handler(name string, ready <-chan struct{}, healthy func() error) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { answer(w, name, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		select {
		case <-ready:
		default:
			answer(w, name, errors.New("starting"))
			return
		}
		if healthy == nil {
			answer(w, name, nil)
			return
		}
		answer(w, name, healthy())
	})
	return mux
}

func answer(w http.ResponseWriter, name string, problem error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if problem != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "%s %v\n", name, problem)
		return
	}
	fmt.Fprintf(w, "%s ok\n", name)
}
