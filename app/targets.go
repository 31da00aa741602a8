package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"asterism/bus"
	"asterism/services/constellation"
	"asterism/services/loader"
	"asterism/services/manager"
	"asterism/services/scripthost"
)

// Service is what every one of the four services is.
type Service interface {
	// Run serves until ctx ends, then drains; nil after a clean stop.
	Run(ctx context.Context) error
	// Ready is closed once the service is subscribed and flushed.
	Ready() <-chan struct{}
}

// Target is something a process can run.
type Target struct {
	Name string
	Doc  string
	New  func(Config, *bus.Conn, *slog.Logger) (Service, error)
}

// Targets is every service, in the order in which they are stopped.
func Targets() []Target {
	return []Target{
		{"loader", "HTTP front door and all network", func(c Config, conn *bus.Conn, log *slog.Logger) (Service, error) {
			return built(loader.New(c.Loader, conn, log))
		}},
		{"scripthost", "documents: pages and their scripts", func(c Config, conn *bus.Conn, log *slog.Logger) (Service, error) {
			c.Scripthost.Caches = c.Caches
			return built(scripthost.New(c.Scripthost, conn, log))
		}},
		{"manager", "runs service workers", func(c Config, conn *bus.Conn, log *slog.Logger) (Service, error) {
			c.Manager.Caches = c.Caches
			return built(manager.New(c.Manager, conn, log))
		}},
		{"constellation", "registrations, jobs, lifecycle, clients", func(c Config, conn *bus.Conn, log *slog.Logger) (Service, error) {
			return built(constellation.New(c.Constellation, conn, log))
		}},
	}
}

// built keeps a typed nil out of the interface.
func built[S Service](s S, err error) (Service, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// find is the targets of these names, in stopping order; no names means all.
func find(names []string) ([]Target, error) {
	all := Targets()
	if len(names) == 0 {
		return all, nil
	}
	var known []string
	for _, t := range all {
		known = append(known, t.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("no service is called %q: there are %s", name, strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(all, func(t Target) bool { return !slices.Contains(names, t.Name) }), nil
}
