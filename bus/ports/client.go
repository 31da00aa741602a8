package ports

import (
	"asterism/bus"
	"asterism/schemas"
)

// Client hears what is sent to a client, in order, on the goroutine of Run, until
// stop is called; hear must not block. Ports and clients share it, so that what a
// worker posts through a port after it has claimed a client comes after the news
// of the claim.
func (p *Ports) Client(id string, hear func(schemas.ClientMessage)) (stop func(), err error) {
	subject, err := bus.ToClient.SubjectFor(bus.Params{"client": id})
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	sub, err := p.inlet.Listen(subject, "")
	if err != nil {
		return nil, err
	}
	p.clients[subject] = hear
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.clients, subject)
		p.stop(sub)
	}, nil
}
