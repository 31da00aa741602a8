package loader

import (
	"cmp"
	"net/http"
	"net/textproto"
	"slices"

	"asterism/schemas"
	"asterism/services/loader/door"
	"asterism/services/loader/hygiene"
	"asterism/services/loader/scopeindex"
)

// lane answers the door's simple requests. What ServeHTTP and the lane do for a
// request must be the same.
type lane struct{ *front }

// Answer answers by the worker of the request's scope, when it gives a small
// response. It implements door.Answerer.
func (l lane) Answer(q *door.Request) door.Outcome {
	origin, ok := l.origins.of(q.Host, &q.Head, false)
	if !ok || scriptFetch(&q.Head) {
		return door.HandOver
	}
	target, ok := hygiene.Target(q.Target)
	if !ok {
		return door.HandOver
	}
	url := origin + target
	entry := l.index.Match(url)
	if entry == nil || !entry.Fetches && entry.Routes == nil || entry.Activating || entry.Canary != nil {
		return door.HandOver
	}
	return l.workers.answer(q, entry, origin, url)
}

// answer asks the worker of entry. What is not a response that fits inside a
// message is concluded behind net/http.
func (s *workers) answer(q *door.Request, entry *scopeindex.Entry, origin, url string) door.Outcome {
	x := s.borrow()
	x.origin, x.url, x.entry = origin, url, entry
	describe(&x.event.Request, q.Method, url, &q.Head)
	x.headers.Append("Host", q.Host)
	for i := range q.Fields {
		x.headers = hygiene.AppendField(x.headers, q.Fields[i].Name, q.Fields[i].Value)
	}
	x.event.Request.Headers = x.headers
	if source, matched := s.fetcher.route(entry, &x.event.Request, &x.timing); matched && source.Kind != schemas.RouteFetch || !entry.Fetches {
		if source.Kind == schemas.RouteCache && s.cached(q.Context(), x, source) {
			return s.done(q, x)
		}
		s.giveBack(x)
		return door.HandOver // the network's, or a race
	}
	if status, _ := s.prepare(x, hygiene.Trace(&q.Head), true); status != 0 {
		s.giveBack(x)
		return door.HandOver
	}
	if !s.asker.glance(q.Context(), &x.question, &x.reply) {
		ctx, stop := q.Watch()
		x.err = s.asker.ask(ctx, &x.question, &x.reply)
		if here := stop(); !here || q.Context().Err() != nil {
			s.abort(x, "the client hung up")
			s.giveBack(x)
			return door.Gone
		}
	}
	return s.done(q, x)
}

// done writes what became of an exchange, or hands it over.
func (s *workers) done(q *door.Request, x *exchange) door.Outcome {
	if x.err == nil && x.reply.Outcome == schemas.FetchResponse && respond(q, &x.reply.Response) {
		s.giveBack(x)
		return door.Done
	}
	q.Begun(x)
	return door.HandOver
}

// respond fills in the response to a request unless it takes a stream: what
// responder.write does.
func respond(q *door.Request, resp *schemas.Response) bool {
	status := int(resp.Status)
	if !sendable(resp) || resp.Body.Kind == schemas.BodyStream {
		return false
	}
	out := q.Response()
	out.Status = status
	length, _ := hygiene.Response(resp.Headers, func(name, value string) {
		out.Fields = append(out.Fields, door.Field{Name: name, Value: textproto.TrimString(value)})
	})
	if len(out.Fields) > 1 {
		slices.SortStableFunc(out.Fields, func(a, b door.Field) int { return cmp.Compare(a.Name, b.Name) })
	}
	head, n := q.Method == http.MethodHead, len(resp.Body.Inline)
	switch {
	case status == 204 || status == 304: // neither body nor length
	case head && resp.Body.Kind == schemas.BodyInline:
		if n > 0 {
			out.Length = int64(n)
		}
	case head:
		out.Length = announced(length)
	case status == 205:
		out.Length = 0
	default:
		out.Length, out.Body = int64(n), resp.Body.Inline
	}
	return true
}

// resumed is the exchange that the lane began for a request; nil: it is new.
func resumed(r *http.Request) *exchange {
	if c := door.Of(r.Context()); c != nil {
		x, _ := c.Begun().(*exchange)
		return x
	}
	return nil
}

// resume concludes an exchange that the lane began. It returns true, as serve
// does, when the network shall answer.
func (s *workers) resume(w http.ResponseWriter, r *http.Request, x *exchange) (network bool) {
	return s.conclude(w, r, x, nil)
}
