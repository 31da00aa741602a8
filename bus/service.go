package bus

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"asterism/schemas"
)

const (
	// serviceLimit is how many requests one service handles at once; more wait.
	serviceLimit = 1024
	// serviceDrain is how long Stop waits for handlers before it ends their ctx.
	serviceDrain = 10 * time.Second
)

// Service answers requests ([Request.Serve]) and the NATS services protocol
// ($SRV.PING, INFO and STATS) under a name, so that `nats micro ls`, `info` and
// `stats` show it.
//
// The protocol is answered here rather than by micro.AddService because
// handlers run on goroutines of their own: micro counts when the handler
// returns, and reads the outcome then.
type Service struct {
	c       *Conn
	id      micro.ServiceIdentity
	doc     string
	started time.Time

	ctx    context.Context // of the handlers
	cancel context.CancelFunc
	limit  chan struct{}
	work   sync.WaitGroup // handlers under way
	alive  sync.WaitGroup // subscriptions that may still call

	mu      sync.Mutex
	stopped bool
	meters  []*Meter
	subs    []*nats.Subscription
}

// semver is what the protocol takes as a version.
var semver = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// NewService announces a service: name of one token ("loader"), id of this
// instance, version, and a line of doc. Advisories of this connection carry the
// name and id from now on.
func (c *Conn) NewService(name, id, version, doc string) (*Service, error) {
	for what, token := range map[string]string{"name": name, "id": id} {
		if err := checkToken(token); err != nil {
			return nil, fmt.Errorf("bus: service %s %q %w", what, token, err)
		}
	}
	meta := map[string]string{"instance": id, "build": version}
	if version = strings.TrimPrefix(version, "v"); !semver.MatchString(version) {
		version = "0.0.0"
	}
	s := &Service{
		c: c, doc: doc, started: time.Now().UTC(), limit: make(chan struct{}, serviceLimit),
		id: micro.ServiceIdentity{Name: name, ID: id, Version: version, Metadata: meta},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	c.who.v.Store(&identity{name, id})
	if err := s.protocol(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// answer subscribes h to subject as an endpoint.
func (s *Service) answer(name, subject, queue, doc string, h func(context.Context, Msg) ([]byte, error)) error {
	meter := s.Endpoint(name, subject, queue, doc)
	return s.subscribe(subject, queue, func(m *nats.Msg) {
		s.limit <- struct{}{}
		s.work.Add(1)
		go func() {
			defer func() { <-s.limit; s.work.Done() }()
			began := time.Now()
			err := s.handle(h, Msg{m, s.c})
			meter.Count(time.Since(began), err)
		}()
	})
}

// handle runs h and sends what it says.
func (s *Service) handle(h func(context.Context, Msg) ([]byte, error), m Msg) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = s.c.panicked(m.Subject(), r)
		}
		if err != nil {
			s.c.Refuse(m, err)
		}
	}()
	data, err := h(WithTrace(s.ctx, m.Header(TraceHeader)), m)
	if err != nil {
		return err
	}
	if m.Reply() == "" {
		return &schemas.Error{Code: schemas.CodeBadMessage, Message: "a request without a reply subject"}
	}
	return m.Respond(data)
}

// subscribe adds a subscription that Stop drains.
func (s *Service) subscribe(subject, queue string, h nats.MsgHandler) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return errors.New("bus: the service is stopped")
	}
	sub, err := s.c.nc.QueueSubscribe(subject, queue, h) // "" is no queue
	if err != nil {
		return fmt.Errorf("bus: serve %s: %w", subject, err)
	}
	s.alive.Add(1)
	sub.SetClosedHandler(func(string) { s.alive.Done() })
	s.subs = append(s.subs, sub)
	return nil
}

// Stop unsubscribes, handles what has arrived, and waits for the handlers: ten
// seconds, then their contexts end.
func (s *Service) Stop() error {
	s.mu.Lock()
	s.stopped = true
	subs := s.subs
	s.subs = nil
	s.mu.Unlock()
	defer s.cancel()
	var errs []error
	for _, sub := range subs {
		errs = append(errs, gone(sub.Drain()))
	}
	quiet := make(chan struct{})
	go func() {
		s.alive.Wait()
		s.work.Wait()
		close(quiet)
	}()
	late := time.NewTimer(serviceDrain)
	defer late.Stop()
	select {
	case <-quiet:
		return errors.Join(errs...)
	case <-s.c.link.lost(): // draining would wait for the server
		for _, sub := range subs {
			errs = append(errs, gone(sub.Unsubscribe()))
		}
	case <-late.C:
		late.Reset(0)
	}
	select {
	case <-quiet:
		return errors.Join(errs...)
	case <-late.C:
	}
	s.cancel()
	select {
	case <-quiet:
	case <-time.After(time.Second):
		errs = append(errs, fmt.Errorf("bus: service %s: some requests did not end", s.id.Name))
	}
	return errors.Join(errs...)
}
