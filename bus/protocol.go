package bus

import (
	"encoding/json"
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
)

// protocol subscribes to the services protocol's subjects: $SRV.<verb>, with
// the name, and with name and id.
//
// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
func (s *Service) protocol() error {
	answers := map[micro.Verb]func() any{
		micro.PingVerb:  s.ping,
		micro.InfoVerb:  s.info,
		micro.StatsVerb: s.stats,
	}
	for verb, answer := range answers {
		for _, to := range [][2]string{{"", ""}, {s.id.Name, ""}, {s.id.Name, s.id.ID}} {
			subject, err := micro.ControlSubject(verb, to[0], to[1])
			if err != nil {
				return err
			}
			err = s.subscribe(subject, "", func(m *nats.Msg) {
				if data, err := json.Marshal(answer()); err == nil && m.Reply != "" {
					_ = m.Respond(data) // whoever asked may have left
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) ping() any {
	return micro.Ping{ServiceIdentity: s.id, Type: micro.PingResponseType}
}

func (s *Service) info() any {
	endpoints := []micro.EndpointInfo{}
	for _, m := range s.listed() {
		endpoints = append(endpoints, m.info())
	}
	return micro.Info{ServiceIdentity: s.id, Type: micro.InfoResponseType, Description: s.doc, Endpoints: endpoints}
}

func (s *Service) stats() any {
	endpoints := []*micro.EndpointStats{}
	for _, m := range s.listed() {
		endpoints = append(endpoints, m.stats())
	}
	return micro.Stats{ServiceIdentity: s.id, Type: micro.StatsResponseType, Started: s.started, Endpoints: endpoints}
}

func (s *Service) listed() []*Meter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.meters)
}
