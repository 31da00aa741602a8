package constellation

import (
	"errors"

	"asterism/bus"
	"asterism/schemas"
)

// listen subscribes to what others tell every constellation. What it returns
// beside an error is subscribed.
func (s *Service) listen() ([]*bus.Subscription, error) {
	idle, err1 := bus.WorkerIdle.Subscribe(s.conn, nil, func(ref schemas.WorkerRef, _ bus.Params) { s.workerIdle(ref) })
	soft, err2 := bus.SoftUpdate.Subscribe(s.conn, nil, func(u schemas.SoftUpdate, _ bus.Params) { s.softUpdateLater(u) })
	var subs []*bus.Subscription
	for _, sub := range []*bus.Subscription{idle, soft} {
		if sub != nil {
			subs = append(subs, sub)
		}
	}
	return subs, errors.Join(err1, err2)
}
