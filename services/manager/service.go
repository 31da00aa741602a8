package manager

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/bus/databases"
	"asterism/bus/ports"
)

// inletSize is how many messages may wait for the inlet's goroutine, which
// never blocks; it is for bursts.
const inletSize = 64 << 10

const (
	// jobTimeout bounds the scheduling of a job, not the job.
	jobTimeout = 10 * time.Second
	// scriptTimeout bounds getting a script from the store.
	scriptTimeout = 10 * time.Second
)

// Service is one manager.
type Service struct {
	cfg     Config
	conn    *bus.Conn
	log     *slog.Logger
	id      string
	version string
	epoch   time.Time // where the service clock starts
	ready   chan struct{}

	table      *table
	programs   *programs
	quarantine *quarantine
	jobs       *jobs
	inlet      *bus.Inlet
	ports      *ports.Ports
	caches     *caches.Caches
	databases  *databases.Databases
	subjects   subjects

	// Set by Run before anything arrives.
	registry *registry
	scripts  *bus.Store
	posts    *posts
	meters   meters
	life     context.Context // of the workers; ends last

	starting sync.Mutex     // held while it is decided who runs a version
	work     sync.WaitGroup // goroutines of workers and their errands
	events   atomic.Int64   // in flight, in all workers
	draining atomic.Bool
}

// subjects are those on which this manager is asked by name.
type subjects struct{ fetch, event, ping, pending string }

// meters count for the services protocol.
type meters struct{ fetch, event *bus.Meter }

// New makes a manager. It does no I/O.
func New(cfg Config, conn *bus.Conn, log *slog.Logger) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	id := cfg.ID
	if id == "" {
		id = bus.NewID()
	}
	s := &Service{
		cfg: cfg, conn: conn, log: log.With("manager", id), id: id, version: buildVersion(),
		epoch: time.Now(), ready: make(chan struct{}),
		table:      newTable(),
		quarantine: newQuarantine(cfg.QuarantineBreaks, cfg.QuarantineWindow, cfg.QuarantineTime),
		jobs:       newJobs(conn, log),
		inlet:      conn.NewInlet(inletSize),
		ports:      ports.New(conn, log),
		databases:  databases.New(conn),
		caches:     caches.New(conn, cfg.Caches, int64(cfg.CacheMemory), log),
	}
	p := bus.Params{"manager": id}
	var err error
	if s.subjects.fetch, err = bus.FetchStart.SubjectFor(p); err != nil {
		return nil, err
	}
	if s.subjects.event, err = bus.DispatchStart.SubjectFor(p); err != nil {
		return nil, err
	}
	if s.subjects.ping, err = bus.PingManager.SubjectFor(p); err != nil {
		return nil, err
	}
	if s.subjects.pending, err = bus.PendingEvents.SubjectFor(p); err != nil {
		return nil, err
	}
	s.programs = newPrograms(s.source, cfg.Programs)
	return s, nil
}

// ID is the manager's name on the bus.
func (s *Service) ID() string { return s.id }

// Ready closes once the manager takes events.
func (s *Service) Ready() <-chan struct{} { return s.ready }

// now is the service clock: the time since the service was made.
func (s *Service) now() time.Duration { return time.Since(s.epoch) }

// buildVersion is the module's version, or "0.0.0" for a build without one.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		return info.Main.Version
	}
	return "0.0.0"
}
