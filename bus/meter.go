package bus

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/micro"
)

// Meter counts what one endpoint does, for $SRV.STATS.
type Meter struct {
	name, subject, queue, doc string

	requests, errors, busy atomic.Int64 // busy: nanoseconds
	mu                     sync.Mutex
	last                   string
	data                   func() any
}

// Report adds what data gives, as JSON, to the endpoint's statistics. data may be
// called at any time.
func (m *Meter) Report(data func() any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data = data
}

// Endpoint lists an endpoint in the services protocol without subscribing: for
// subjects that an Inlet listens on. Subject may have wildcards.
func (s *Service) Endpoint(name, subject, queue, doc string) *Meter {
	m := &Meter{name: name, subject: subject, queue: queue, doc: doc}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meters = append(s.meters, m)
	return m
}

// Endpoint lists the contract as an endpoint of s; see [Service.Endpoint].
func (r Request[Req, Rep]) Endpoint(s *Service, p Params) (*Meter, error) {
	subject, err := pattern(r.Subject, p)
	if err != nil {
		return nil, err
	}
	return s.Endpoint(r.Name, subject, r.Queue, r.Doc), nil
}

// Count adds one request that took so long and ended with err.
func (m *Meter) Count(took time.Duration, err error) {
	m.requests.Add(1)
	m.busy.Add(int64(took))
	if err != nil {
		m.errors.Add(1)
		m.mu.Lock()
		m.last = err.Error()
		m.mu.Unlock()
	}
}

func (m *Meter) info() micro.EndpointInfo {
	return micro.EndpointInfo{
		Name: m.name, Subject: m.subject, QueueGroup: m.queue,
		Metadata: map[string]string{"doc": m.doc},
	}
}

func (m *Meter) stats() *micro.EndpointStats {
	m.mu.Lock()
	last, report := m.last, m.data
	m.mu.Unlock()
	var data json.RawMessage
	if report != nil {
		data, _ = json.Marshal(report()) // what cannot be written is left out
	}
	n, busy := m.requests.Load(), m.busy.Load()
	return &micro.EndpointStats{
		Name: m.name, Subject: m.subject, QueueGroup: m.queue,
		NumRequests: int(n), NumErrors: int(m.errors.Load()), LastError: last,
		ProcessingTime: time.Duration(busy), AverageProcessingTime: time.Duration(busy / max(n, 1)),
		Data: data,
	}
}
