package scripthost

import (
	"context"
	"errors"
	"fmt"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// open answers bus.Open: it makes a page, navigates it, and answers after the
// load event. A page that does not get there is discarded.
func (s *Service) open(ctx context.Context, q schemas.OpenDocument, _ bus.Params) (schemas.OpenedDocument, error) {
	u, err := weburl.Parse(q.URL)
	if err != nil || u.Scheme() != "http" && u.Scheme() != "https" {
		return schemas.OpenedDocument{}, &schemas.Error{Code: schemas.CodeBadMessage,
			Message: fmt.Sprintf("%q cannot be opened: give an absolute http or https URL", q.URL)}
	}
	s.mu.Lock()
	if s.draining {
		s.mu.Unlock()
		return schemas.OpenedDocument{}, &schemas.Error{Code: schemas.CodeBusy, Message: "this scripthost is stopping"}
	}
	p := s.newPage(q.Console, q.Watch)
	s.mu.Unlock()
	opened := make(chan schemas.OpenedDocument, 1)
	failed := make(chan error, 1)
	p.loop.Post(func() {
		p.top = &browsing{page: p}
		p.focus = p.top
		p.top.navigate(u.Href(), navigation{
			loaded: func(d *document) {
				select {
				case opened <- schemas.OpenedDocument{Client: d.id, URL: d.dom.URL, Title: d.dom.Title(), Status: d.status, Happenings: p.activity.count()}:
				default: // a later document of the same page
				}
			},
			failed: func(err error) { failed <- err },
		})
	})
	timeout, cancel := context.WithTimeoutCause(ctx, s.cfg.LoadTimeout, errSlow)
	defer cancel()
	select {
	case answer := <-opened:
		p.address(answer.Client)
		return answer, nil
	case err := <-failed:
		p.discard(err)
		return schemas.OpenedDocument{}, asOpenError(err)
	case <-p.done:
		return schemas.OpenedDocument{}, asOpenError(p.cause)
	case <-timeout.Done():
		cause := context.Cause(timeout)
		p.discard(cause)
		<-p.done
		if errors.Is(cause, errSlow) {
			return schemas.OpenedDocument{}, &schemas.Error{Code: schemas.CodeTimeout, Message: fmt.Sprintf(
				"%s did not load within %v (SCRIPTHOST_LOAD_TIMEOUT): something it needs does not arrive", u.Href(), s.cfg.LoadTimeout)}
		}
		return schemas.OpenedDocument{}, &schemas.Error{Code: schemas.CodeAborted, Message: "the scripthost is stopping"}
	}
}

// errSlow is the cause of a page that did not load in time.
var errSlow = errors.New("the page did not load in time")

// asOpenError is an error that may cross the bus.
func asOpenError(err error) error {
	var known *schemas.Error
	var turn *js.TurnExceeded
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &turn):
		return &schemas.Error{Code: schemas.CodeLimit, Message: turnMessage(turn)}
	case errors.Is(err, errStopping):
		return &schemas.Error{Code: schemas.CodeAborted, Message: "the scripthost is stopping"}
	case err == nil:
		return &schemas.Error{Code: schemas.CodeAborted, Message: "the document was closed"}
	}
	return err
}

func turnMessage(turn *js.TurnExceeded) string {
	return fmt.Sprintf("a script ran for longer than %v without returning to the event loop (SCRIPTHOST_TURN_TIMEOUT): the document was discarded", turn.Limit)
}
