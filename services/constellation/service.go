package constellation

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"asterism/bus"
	"asterism/bus/roster"
	"asterism/schemas"
	"asterism/services/constellation/functional"
	"asterism/services/constellation/jobqueue"
	"asterism/services/constellation/policy"
)

// Service is one constellation.
type Service struct {
	cfg         Config
	conn        *bus.Conn
	log         *slog.Logger
	id          string
	trust       *policy.Trust
	connections *policy.Connections
	started     time.Time
	ready       chan struct{}

	roster   *roster.Roster
	registry *registry
	clients  *clients
	jobs     *jobqueue.Queues
	desk     *functional.Desk
	soft     softUpdates
	running  running    // jobs
	active   tally      // activations under way here, by version
	scripts  *bus.Store // set by Run

	life context.Context // of jobs and errands; set by Run, ends last
	work sync.WaitGroup  // errands
}

// New makes a constellation. It does no I/O.
func New(cfg Config, conn *bus.Conn, log *slog.Logger) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	trust, err := policy.NewTrust(cfg.TrustedOrigins)
	if err != nil {
		return nil, err
	}
	connections, err := policy.NewConnections(cfg.Connect)
	if err != nil {
		return nil, err
	}
	id := cfg.ID
	if id == "" {
		id = bus.NewID()
	}
	s := &Service{
		cfg: cfg, conn: conn, log: log.With("constellation", id), id: id, trust: trust, connections: connections,
		started: time.Now(), ready: make(chan struct{}), roster: roster.New(conn),
	}
	s.registry = newRegistry()
	s.clients = newClients(s.changedController)
	s.jobs = jobqueue.New(s.runJob)
	events, err := cfg.functionalConfig()
	if err != nil {
		return nil, err
	}
	s.desk = functional.New(events, conn, s.log, functionalWorld{s})
	return s, nil
}

// Ready is closed once the service is subscribed and has read the registry.
func (s *Service) Ready() <-chan struct{} { return s.ready }

// errand runs f beside what goes on, until the service ends at the latest. A
// panic in f is logged and hurts nothing else.
func (s *Service) errand(what string, f func(ctx context.Context) error) {
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic", "in", what, "panic", p, "stack", string(debug.Stack()))
			}
		}()
		if err := f(s.life); err != nil && s.life.Err() == nil {
			s.log.Warn("failed", "what", what, "error", err)
		}
	}()
}

// member is this instance in the roster.
func (s *Service) member() schemas.Member {
	return schemas.Member{ID: s.id, Kind: "constellation", Version: buildVersion(), Started: s.started}
}

// buildVersion is the module's version, or "0.0.0" for a build without one.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "0.0.0"
}
