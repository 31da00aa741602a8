package loader

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/egress"
	"asterism/webapi/weburl"

	"github.com/coder/websocket"
)

const (
	// maxSockets is how many WebSocket connections there may be.
	maxSockets = 16384
	// handshakeTime bounds a handshake.
	handshakeTime = 30 * time.Second
)

// sockets holds the WebSocket connections of workers and documents.
//
// https://websockets.spec.whatwg.org/#concept-websocket-establish
type sockets struct {
	conn *bus.Conn
	// tripper is the way to an http: or https: URL for one who asks.
	tripper func(u *weburl.URL, origin string) http.RoundTripper

	life context.Context // of the connections: ends when the loader begins to stop
	work sync.WaitGroup
	mu   sync.Mutex
	many int
}

// start lets connections be made until ctx ends; they end with it. ended waits
// until they are gone.
func (k *sockets) start(ctx context.Context) (ended func()) {
	life, cancel := context.WithCancel(ctx)
	k.life = life
	return func() { cancel(); k.work.Wait() }
}

// serve opens one connection; what goes wrong with it is in the reply.
func (k *sockets) serve(_ context.Context, q schemas.SocketRequest, _ bus.Params) (schemas.SocketReply, error) {
	if !k.admit() {
		return schemas.SocketReply{}, &schemas.Error{Code: schemas.CodeBusy, Message: "this loader has as many WebSocket connections as it may: try again, or start more loaders"}
	}
	s := &socket{k: k, handshaken: make(chan struct{}), closed: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(k.life)
	reply, err := s.open(q)
	if err != nil {
		s.cancel()
		k.release()
		reply.Error = public(err)
	}
	return reply, nil
}

func (k *sockets) admit() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.many >= maxSockets || k.life.Err() != nil {
		return false
	}
	k.many++
	k.work.Add(1)
	return true
}

func (k *sockets) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.many--
	k.work.Done()
}

// open shakes hands and starts to carry messages.
func (s *socket) open(q schemas.SocketRequest) (reply schemas.SocketReply, err error) {
	u, err := weburl.Parse(q.URL)
	if err != nil || u.Scheme() != "ws" && u.Scheme() != "wss" {
		return reply, typeError(schemas.CodeRefused, "the URL of a WebSocket connection must be ws: or wss:")
	}
	if egress.BadPort(u.Port()) {
		return reply, typeError(schemas.CodeRefused, "the Fetch standard blocks port %s", u.Port())
	}
	// The request of the handshake is an HTTP one.
	if u.Scheme() == "ws" {
		u.SetProtocol("http")
	} else {
		u.SetProtocol("https")
	}
	// Read from now on: that the asker has given up shows there.
	out, err := s.k.conn.OpenBody(s.ctx, q.Out)
	if err != nil {
		return reply, err
	}
	s.pumps.Go(func() { s.send(out) })
	dial, cancel := context.WithTimeout(s.ctx, handshakeTime)
	defer cancel()
	var response *http.Response
	s.ws, response, err = websocket.Dial(dial, u.WithoutFragment(), &websocket.DialOptions{
		HTTPClient: &http.Client{
			Transport:     s.k.tripper(u, q.Origin),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		HTTPHeader: handshakeHeader(u, q), Subprotocols: q.Protocols,
	})
	if err == nil {
		err = checkHandshake(q, response)
	}
	if err != nil {
		s.stop()
		s.pumps.Wait()
		return reply, networkError(u.Host(), err)
	}
	s.ws.SetReadLimit(-1)
	var in *io.PipeReader
	in, s.in = io.Pipe()
	// It outlives the connection until the asker has read how that ended.
	told := make(chan struct{})
	if reply.In, err = s.k.conn.OfferBody(s.k.life, in, func(error) { s.cancel(); close(told) }); err != nil {
		s.stop()
		s.pumps.Wait()
		return reply, err
	}
	reply.Protocol = s.ws.Subprotocol()
	close(s.handshaken)
	s.pumps.Go(s.receive)
	go func() {
		s.pumps.Wait()
		<-told
		s.stop()
		s.k.release()
	}()
	return reply, nil
}

// handshakeHeader is what the standard adds to a handshake.
func handshakeHeader(u *weburl.URL, q schemas.SocketRequest) http.Header {
	h := http.Header{"User-Agent": {"asterism"}, "Cache-Control": {"no-cache"}, "Pragma": {"no-cache"}}
	if q.Origin != "" {
		h["Origin"] = []string{q.Origin}
	}
	if user, password := u.Username(), u.Password(); user != "" || password != "" {
		h["Authorization"] = []string{"Basic " + base64.StdEncoding.EncodeToString([]byte(percentDecode(user)+":"+percentDecode(password)))}
		u.SetUsername("")
		u.SetPassword("")
	}
	return h
}

// checkHandshake refuses an answer that RFC 6455 wants refused and the library
// lets pass.
func checkHandshake(q schemas.SocketRequest, r *http.Response) error {
	chosen := r.Header["Sec-Websocket-Protocol"]
	switch {
	case len(chosen) > 1:
		return errors.New("the server chose more than one subprotocol")
	case len(chosen) == 0 && len(q.Protocols) > 0:
		return errors.New("the server chose none of the subprotocols")
	case strings.TrimSpace(r.Header.Get("Sec-Websocket-Extensions")) != "":
		return errors.New("the server uses an extension nobody offered")
	}
	return nil
}

// percentDecode is what a URL's user name or password stands for.
func percentDecode(s string) string {
	pairs := weburl.ParseForm(strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(s, "+", "%2B"), "&", "%26"), "=", "%3D"))
	if len(pairs) != 1 {
		return s
	}
	return pairs[0].Name
}

// socketTripper is the way to a URL: its origin's upstream, or the internet.
func (f *fetcher) socketTripper(u *weburl.URL, origin string) http.RoundTripper {
	if site := f.origins.forFetch(u.Origin(), &schemas.NetRequest{Origin: origin}); site != nil {
		return site
	}
	return f.internet
}
