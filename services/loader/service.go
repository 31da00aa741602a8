package loader

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/bus/roster"
	"asterism/schemas"
	"asterism/services/loader/egress"
	"asterism/services/loader/httpcache"
	"asterism/services/loader/scopeindex"
	"asterism/services/loader/upstream"
)

// Service is a loader.
type Service struct {
	cfg     Config
	conn    *bus.Conn
	log     *slog.Logger
	id      string
	started time.Time

	table   upstream.Table
	options upstream.Options
	index   *scopeindex.Index
	roster  *roster.Roster
	origins *origins
	front   *front
	fetcher *fetcher
	sockets *sockets

	proxied, internet *http.Transport // closed at the end
	afresh            *http.Transport // internet, for one request each connection
	fetched           *http.Transport

	addr      atomic.Pointer[net.Addr]
	inFlight  atomic.Int64 // front-door requests
	draining  atomic.Bool
	ready     chan struct{}
	caught    bus.Progress // of the copy of the registrations
	running   running
	announced announcements
	cached    chan struct{} // closed when a route wants the caches
	want      func()        // closes it
}

// New makes a loader. It does no I/O.
func New(cfg Config, conn *bus.Conn, log *slog.Logger) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	table, err := upstream.Parse(cfg.Upstreams)
	if err != nil {
		return nil, err
	}
	policy, err := egress.Parse(cfg.EgressAllow)
	if err != nil {
		return nil, err
	}
	names, err := egress.ParseNames(cfg.Resolve)
	if err != nil {
		return nil, err
	}
	canonical := ""
	if cfg.Origin != "" {
		if canonical, err = upstream.Origin(cfg.Origin); err != nil {
			return nil, err
		}
	}
	outside := policy.Resolving(names).Dial(cfg.ConnectTimeout)
	s := &Service{
		cfg: cfg, conn: conn, log: log, id: bus.NewID(), started: time.Now(), table: table,
		index: &scopeindex.Index{}, roster: roster.New(conn), ready: make(chan struct{}), cached: make(chan struct{}),
		proxied:  upstream.NewTransport(nil, cfg.ConnectTimeout, cfg.UpstreamTimeout),
		fetched:  upstream.NewTransport(nil, cfg.ConnectTimeout, cfg.UpstreamTimeout),
		internet: upstream.NewTransport(outside, cfg.ConnectTimeout, cfg.UpstreamTimeout),
		afresh:   upstream.NewTransport(outside, cfg.ConnectTimeout, cfg.UpstreamTimeout),
	}
	s.want = sync.OnceFunc(func() { close(s.cached) })
	s.afresh.DisableKeepAlives = true
	s.options = upstream.Options{
		Transport: s.proxied, Fetches: s.fetched, Fail: s.upstreamFailed,
		UpstreamHost: cfg.UpstreamHost, TrustForwarded: cfg.TrustForwarded,
	}
	s.origins = &origins{canonical: canonical, trustForwarded: cfg.TrustForwarded, index: s.index}
	asker := &asker{
		conn: conn, roster: s.roster, pulse: roster.NewPulse(conn),
		timeout: cfg.WorkerTimeout, claimWait: claimWait, silence: silence, managerWait: cfg.ManagerWait,
	}
	settling := &settling{index: s.index, wait: cfg.ActivationWait, told: &s.announced}
	workers := &workers{
		conn: conn, index: s.index, asker: asker, responder: &responder{conn: conn},
		loader: s.id, settling: settling,
	}
	s.front = &front{origins: s.origins, index: s.index, workers: workers, push: &pushDoor{conn: conn, index: s.index}, maxBody: cfg.MaxBody}
	s.fetcher = &fetcher{
		conn: conn, index: s.index, origins: s.origins, asker: asker, ids: workers.newID,
		loader: s.id, settling: settling, internet: s.internet, afresh: s.afresh,
		log: s.log, caches: caches.New(conn, caches.Config{}, cfg.RouteMemory, log), running: &s.running, egress: policy, cache: httpcache.New(cfg.CacheSize),
		cookieUse: cfg.Cookies, clears: cfg.ClearSiteData, guess: cfg.CacheHeuristics,
	}
	s.fetcher.cookies.Changed = s.fetcher.cookieChanged
	workers.fetcher = s.fetcher
	if cfg.Network != nil {
		s.fetcher.internet, s.fetcher.afresh = cfg.Network(s.internet), cfg.Network(s.afresh)
	}
	s.sockets = &sockets{conn: conn, tripper: s.fetcher.socketTripper}
	return s, nil
}

// ID is this instance's.
func (s *Service) ID() string { return s.id }

// Ready closes once the front door is open and the bus knows the loader.
func (s *Service) Ready() <-chan struct{} { return s.ready }

// Addr is the front door's address, nil before Ready.
func (s *Service) Addr() net.Addr {
	if a := s.addr.Load(); a != nil {
		return *a
	}
	return nil
}

// member is what the loader announces.
func (s *Service) member() schemas.Member {
	return schemas.Member{
		ID: s.id, Kind: "loader", Version: s.version(), Started: s.started,
		Draining: s.draining.Load(), Events: int(s.inFlight.Load()),
	}
}

func (s *Service) version() string {
	if s.cfg.Version == "" {
		return "0.0.0"
	}
	return s.cfg.Version
}

// healthy is nil while the loader can do its work.
func (s *Service) healthy() error {
	if s.draining.Load() {
		return fmt.Errorf("stopping")
	}
	return s.conn.Healthy()
}
