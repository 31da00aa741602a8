package loader

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"asterism/services/loader/door"
)

// server is the front door's HTTP server: HTTP/1.1 and h2, which is negotiated
// under TLS and known by its preface without (h2c).
func (s *Service) server(base context.Context) (*door.Server, error) {
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{
		Handler:           s.counted(s.front),
		Protocols:         protocols,
		ReadHeaderTimeout: s.cfg.HeaderTimeout,
		IdleTimeout:       s.cfg.IdleTimeout,
		MaxHeaderBytes:    s.cfg.MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), // clients' mistakes
	}
	if s.cfg.TLSCert != "" {
		cert, err := tls.LoadX509KeyPair(s.cfg.TLSCert, s.cfg.TLSKey)
		if err != nil {
			return nil, fmt.Errorf("LOADER_TLS_CERT, LOADER_TLS_KEY: %w", err)
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	}
	return door.NewServer(base, server, countedLane{lane{s.front}, s}, s.log), nil
}

// serveHTTP blocks until the server is closed (nil) or fails.
func (s *Service) serveHTTP(server *door.Server, l net.Listener) error {
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// counted counts requests under way and, when debug lines are logged, logs each.
func (s *Service) counted(h http.Handler) http.Handler {
	if !s.log.Enabled(context.Background(), slog.LevelDebug) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.inFlight.Add(1)
			defer s.inFlight.Add(-1)
			h.ServeHTTP(w, r)
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.inFlight.Add(1)
		began := time.Now()
		seen := &statusWriter{ResponseWriter: w}
		method, host, target := r.Method, r.Host, r.RequestURI
		defer func() {
			s.inFlight.Add(-1)
			s.log.Debug("request", "method", method, "host", host, "target", target, "status", seen.status, "took", time.Since(began))
		}()
		h.ServeHTTP(seen, r)
	})
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what is below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// countedLane is the same for the fast lane. What it hands over is counted, and
// logged, behind net/http.
type countedLane struct {
	lane
	s *Service
}

func (l countedLane) Answer(q *door.Request) door.Outcome {
	l.s.inFlight.Add(1)
	defer l.s.inFlight.Add(-1)
	if !l.s.log.Enabled(context.Background(), slog.LevelDebug) {
		return l.lane.Answer(q)
	}
	began := time.Now()
	outcome := l.lane.Answer(q)
	if outcome != door.HandOver {
		l.s.log.Debug("request", "method", q.Method, "host", q.Host, "target", q.Target, "status", q.Response().Status, "took", time.Since(began))
	}
	return outcome
}
