package scripthost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/bus/databases"
	"asterism/bus/ports"
	"asterism/bus/roster"
	"asterism/internal/health"
	"asterism/schemas"
	"asterism/webapi/blob"
)

const (
	version = "0.1.0"
	// inletSize is how many messages to documents by name may wait for the
	// inlet's goroutine, which never blocks.
	inletSize = 4096
	// discardTimeout bounds the removal of one client from the registry.
	discardTimeout = 5 * time.Second
)

// Service is one scripthost.
type Service struct {
	cfg       Config
	conn      *bus.Conn
	log       *slog.Logger
	id        string
	started   time.Time
	ready     chan struct{}
	roster    *roster.Roster
	inlet     *bus.Inlet
	ports     *ports.Ports
	caches    *caches.Caches
	databases *databases.Databases
	blobs     *blob.Store
	classes   classes

	// Set by Run before anything arrives.
	clients *bus.Table[schemas.Client]
	life    context.Context // of the pages

	documents atomic.Int64   // open or opening, iframes included
	pages     sync.WaitGroup // goroutines of pages

	shared sharedWorkers
	local  shelf // local storage

	mu       sync.Mutex
	draining bool
	byClient map[string]*page // whom bus.Eval and bus.CloseDocument reach
}

// New makes a scripthost. It does no I/O.
func New(cfg Config, conn *bus.Conn, log *slog.Logger) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	id := cfg.ID
	if id == "" {
		id = bus.NewID()
	}
	return &Service{
		cfg: cfg, conn: conn, log: log.With("scripthost", id), id: id, started: time.Now(),
		ready: make(chan struct{}), roster: roster.New(conn), inlet: conn.NewInlet(inletSize), ports: ports.New(conn, log), databases: databases.New(conn), caches: caches.New(conn, cfg.Caches, int64(cfg.CacheMemory), log),
		blobs:    new(blob.Store),
		byClient: map[string]*page{},
		classes:  classes{windowClass, locationClass, historyClass, navigatorClass, storageClass, storageEventClass},
	}, nil
}

// ID is the scripthost's name on the bus.
func (s *Service) ID() string { return s.id }

// Ready closes once the scripthost opens documents.
func (s *Service) Ready() <-chan struct{} { return s.ready }

// Run serves until ctx ends, discards all documents and returns nil.
func (s *Service) Run(ctx context.Context) error {
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return health.Serve(gctx, s.cfg.HealthListen, "scripthost", s.ready, s.conn.Healthy) })
	group.Go(func() error { return s.serve(gctx) })
	if err := group.Wait(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func (s *Service) serve(ctx context.Context) error {
	var err error
	if s.clients, err = bus.Clients.Open(ctx, s.conn); err != nil {
		return err
	}
	service, err := s.conn.NewService("scripthost", s.id, version, "Holds documents: opens URLs, runs their scripts.")
	if err != nil {
		return err
	}
	// Pages outlive ctx by the time it takes to discard them in order.
	life, end := context.WithCancelCause(context.WithoutCancel(ctx))
	defer end(errStopping)
	s.life = life
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.roster.Run(gctx) })
	group.Go(func() error { return roster.Announce(gctx, s.conn, s.member) })
	// The inlet answers until the documents are gone.
	inletCtx, stopInlet := context.WithCancel(life)
	inletDone := make(chan struct{})
	portsDone := make(chan struct{})
	go func() {
		defer close(portsDone)
		_ = s.ports.Run(inletCtx) // ends with its context only
	}()
	cachesDone := make(chan struct{})
	go func() {
		defer close(cachesDone)
		if err := s.caches.Run(inletCtx); err != nil {
			s.log.Error("caches not followed: they are read from the store each time", "error", err)
		}
	}()
	go func() {
		defer close(inletDone)
		if err := s.inlet.Run(inletCtx, s.handle); err != nil && inletCtx.Err() == nil {
			s.log.Error("inlet ended", "error", err)
		}
	}()
	bus.CacheEntries.Endpoint(service).Report(func() any { return s.caches.Stats() })
	service.Endpoint(bus.Eval.Name, "sw.document.eval.*", "", bus.Eval.Doc)
	service.Endpoint(bus.WaitFor.Name, "sw.document.wait.*", "", bus.WaitFor.Doc)
	service.Endpoint(bus.CloseDocument.Name, "sw.document.close.*", "", bus.CloseDocument.Doc)
	service.Endpoint(bus.Steer.Name, "sw.document.steer.*", "", bus.Steer.Doc)
	if err = errors.Join(bus.Open.Serve(service, nil, s.open), bus.OpenWindow.Serve(service, nil, s.openWindow)); err == nil {
		err = s.conn.Flush()
	}
	if err == nil {
		select {
		case <-s.roster.Ready():
			close(s.ready)
			<-gctx.Done()
		case <-gctx.Done():
		}
	}
	s.mu.Lock()
	s.draining = true
	s.mu.Unlock()
	end(errStopping) // documents are discarded, which ends what waits for them
	stopErr := service.Stop()
	s.pages.Wait()
	stopInlet()
	<-inletDone
	<-portsDone
	<-cachesDone
	if ctx.Err() != nil {
		_ = group.Wait()
		return nil
	}
	return errors.Join(err, stopErr, group.Wait())
}

// errStopping is why pages end when the service does.
var errStopping = errors.New("the scripthost is stopping")

func (s *Service) member() schemas.Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	return schemas.Member{ID: s.id, Kind: "scripthost", Version: version, Started: s.started,
		Draining: s.draining, Workers: int(s.documents.Load())}
}

// admit counts one more document, or refuses it; release gives its place back.
func (s *Service) admit() error {
	if n := s.documents.Add(1); n > int64(s.cfg.MaxDocuments) {
		s.documents.Add(-1)
		return &schemas.Error{Code: schemas.CodeBusy, Message: fmt.Sprintf(
			"this scripthost holds %d documents, which is its limit: close some, raise SCRIPTHOST_MAX_DOCUMENTS or start another scripthost", n-1)}
	}
	return nil
}

func (s *Service) release() { s.documents.Add(-1) }

// managers adapts the roster to what bus/workers wants.
type managers struct{ *roster.Roster }

func (m managers) Managers() []string {
	live := m.Live("manager")
	ids := make([]string, len(live))
	for i := range live {
		ids[i] = live[i].ID
	}
	return ids
}
