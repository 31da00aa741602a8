package scripthost

import (
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// address is a client id under which a page answers bus.Eval, bus.WaitFor,
// bus.Steer and bus.CloseDocument.
type address struct {
	s    *Service
	id   string
	subs []*bus.Subscription
}

// address makes the page answer under a client id.
func (p *page) address(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone || p.names[id] != nil {
		return
	}
	a := &address{s: p.s, id: id}
	p.names[id] = a
	p.s.mu.Lock()
	p.s.byClient[id] = p
	p.s.mu.Unlock()
	params := bus.Params{"client": id}
	eval, err := bus.Eval.SubjectFor(params)
	if err == nil {
		err = a.listen(eval)
	}
	if err == nil {
		var closing string
		if closing, err = bus.CloseDocument.SubjectFor(params); err == nil {
			err = a.listen(closing)
		}
	}
	if err == nil {
		var waiting, steer string
		if waiting, err = bus.WaitFor.SubjectFor(params); err == nil {
			err = a.listen(waiting)
		}
		if err == nil {
			steer, err = bus.Steer.SubjectFor(params)
		}
		if err == nil {
			err = a.listen(steer)
		}
	}
	if err == nil {
		err = p.s.conn.Flush()
	}
	if err != nil {
		p.s.log.Error("document cannot be addressed", "client", id, "error", err)
	}
}

// unaddress ends that for a document that is gone. The page's own address stays,
// whatever it shows.
func (p *page) unaddress(id string) {
	if id == p.first {
		return
	}
	p.mu.Lock()
	a := p.names[id]
	delete(p.names, id)
	p.mu.Unlock()
	if a != nil {
		a.stop()
	}
}

func (a *address) listen(subject string) error {
	sub, err := a.s.inlet.Listen(subject, "")
	if err == nil {
		a.subs = append(a.subs, sub)
	}
	return err
}

func (a *address) stop() {
	a.s.mu.Lock()
	delete(a.s.byClient, a.id)
	a.s.mu.Unlock()
	for _, sub := range a.subs {
		if err := sub.Stop(); err != nil {
			a.s.log.Debug("unsubscribe", "error", err)
		}
	}
}

// handle takes a message for a document of this scripthost. It does not block:
// the answer is sent from a goroutine of the page.
func (s *Service) handle(m bus.Msg) {
	subject := m.Subject()
	id := subject[strings.LastIndexByte(subject, '.')+1:]
	s.mu.Lock()
	p := s.byClient[id]
	if p != nil {
		p.work.Add(1) // under the lock: the page has not begun to wait
	}
	s.mu.Unlock()
	if p == nil {
		s.conn.Refuse(m, &schemas.Error{Code: schemas.CodeNotFound, Message: "no document has this client id"})
		return
	}
	go func() {
		defer p.work.Done()
		data, err := p.answer(subject, m.Data())
		if err == nil {
			err = m.Respond(data)
		}
		if err != nil {
			s.conn.Refuse(m, err)
		}
	}()
}

// answer does what a subject asks for, and encodes the answer.
func (p *page) answer(subject string, data []byte) ([]byte, error) {
	switch {
	case strings.HasPrefix(subject, "sw.document.close."):
		return reply(data, func(schemas.CloseDocument) (schemas.Done, error) {
			p.discard(errClosed)
			return schemas.Done{}, nil
		})
	case strings.HasPrefix(subject, "sw.document.wait."):
		return reply(data, func(q schemas.WaitDocument) (schemas.Waited, error) { return p.wait(p.ctx, q) })
	case strings.HasPrefix(subject, "sw.document.steer."):
		return reply(data, func(q schemas.SteerClient) (schemas.SteeredClient, error) { return p.steer(p.ctx, q) })
	}
	return reply(data, func(q schemas.EvalDocument) (schemas.Evaluated, error) { return p.eval(p.ctx, q) })
}

// reply decodes a question and encodes the answer.
func reply[Q, A any](data []byte, answer func(Q) (A, error)) ([]byte, error) {
	q, err := schemas.Decode[Q](data)
	if err != nil {
		return nil, &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
	}
	a, err := answer(q)
	if err != nil {
		return nil, err
	}
	return schemas.Encode(a)
}
