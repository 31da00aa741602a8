package connect

import (
	"errors"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/serviceworker"
)

// forward fires what the caller posts as crossoriginmessage events at the global
// scope, if the script listens to them, until it starts the port itself.
func forward(s *serviceworker.Scope, p *messaging.Port, origin string) {
	if !s.EventTarget().Listens("crossoriginmessage") {
		return
	}
	r := s.Realm()
	p.Divert(func(e *events.MessageEvent) {
		if e.Type == "message" {
			e.Type = "crossoriginmessage"
		}
		e.Origin, e.Source = origin, p.Object()
		if _, err := events.Fire(r, s, events.MessageEventClass, e); err != nil && !errors.Is(err, js.ErrStopped) {
			r.Loop.Stop(err)
		}
	})
}
