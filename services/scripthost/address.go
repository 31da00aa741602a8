package scripthost

import (
	"context"
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// address is a client id under which a page answers bus.Eval, bus.WaitFor and
// bus.CloseDocument.
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
		var waiting string
		if waiting, err = bus.WaitFor.SubjectFor(params); err == nil {
			err = a.listen(waiting)
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
		var data []byte
		var err error
		if strings.HasPrefix(subject, "sw.document.close.") {
			if _, err = schemas.Decode[schemas.CloseDocument](m.Data()); err == nil {
				p.discard(errClosed)
				data, err = schemas.Encode(schemas.Done{})
			} else {
				err = &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
			}
		} else if strings.HasPrefix(subject, "sw.document.wait.") {
			var q schemas.WaitDocument
			if q, err = schemas.Decode[schemas.WaitDocument](m.Data()); err == nil {
				data, err = p.answerWait(p.ctx, q)
			} else {
				err = &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
			}
		} else {
			var q schemas.EvalDocument
			if q, err = schemas.Decode[schemas.EvalDocument](m.Data()); err == nil {
				data, err = p.answerEval(p.ctx, q)
			} else {
				err = &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
			}
		}
		if err == nil {
			err = m.Respond(data)
		}
		if err != nil {
			s.conn.Refuse(m, err)
		}
	}()
}

// answerEval evaluates and encodes the answer.
func (p *page) answerEval(ctx context.Context, q schemas.EvalDocument) ([]byte, error) {
	answer, err := p.eval(ctx, q)
	if err != nil {
		return nil, err
	}
	return schemas.Encode(answer)
}
