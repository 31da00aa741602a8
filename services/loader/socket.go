package loader

import (
	"bufio"
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"asterism/schemas"

	"github.com/coder/websocket"
)

// socket is one WebSocket connection.
type socket struct {
	k      *sockets
	ctx    context.Context
	cancel context.CancelFunc
	ws     *websocket.Conn
	in     *io.PipeWriter // frames for the asker

	handshaken chan struct{} // closed when ws is there
	closing    atomic.Bool   // a close of ours has begun …
	closed     chan struct{} // … closed when it is over …
	outcome    error         // … and this is how: nil, or what the server said instead
	pumps      sync.WaitGroup
}

// stop ends everything at once.
func (s *socket) stop() {
	s.cancel()
	if s.ws != nil {
		_ = s.ws.CloseNow() // it may be closed already
	}
}

// send carries what the asker sends to the server, until it closes or is gone.
func (s *socket) send(out io.ReadCloser) {
	defer close(s.closed)
	defer out.Close()
	r := bufio.NewReaderSize(out, 32<<10)
	_, gone := r.Peek(1)
	if gone == nil {
		select {
		case <-s.handshaken:
		case <-s.ctx.Done():
			return
		}
	}
	var buf []byte
	var message io.WriteCloser
	for gone == nil {
		f, err := schemas.ReadSocketFrame(r, buf)
		if err != nil {
			gone = err
			break
		}
		buf = f.Data
		if f.Kind == schemas.SocketClose {
			code, reason := f.CloseStatus()
			s.closing.Store(true)
			s.outcome = s.ws.Close(websocket.StatusCode(code), reason)
			if s.outcome == nil {
				s.outcome = websocket.CloseError{Code: websocket.StatusCode(code), Reason: reason}
			}
			return
		}
		if message == nil {
			typ := websocket.MessageText
			if f.Kind == schemas.SocketBinary || f.Kind == schemas.SocketBinaryPart {
				typ = websocket.MessageBinary
			}
			if message, err = s.ws.Writer(s.ctx, typ); err != nil {
				return // receive hears of it
			}
		}
		if _, err = message.Write(f.Data); err == nil && !f.More() {
			err = message.Close()
			message = nil
		}
		if err != nil {
			return
		}
	}
	// https://websockets.spec.whatwg.org/#make-disappear
	select {
	case <-s.handshaken:
		_ = s.ws.Close(websocket.StatusGoingAway, "") // nobody is left to hear how it went
	default:
	}
	s.cancel()
}

// receive carries what the server sends to the asker, and tells how it ended.
func (s *socket) receive() {
	err := s.messages()
	var clean websocket.CloseError
	if !errors.As(err, &clean) && s.closing.Load() { // it may have taken the server's answer
		<-s.closed
		err = s.outcome
	}
	if errors.As(err, &clean) {
		end := schemas.AppendSocketFrame(nil, schemas.SocketClose, schemas.SocketCloseData(int(clean.Code), clean.Reason))
		_, _ = s.in.Write(end) // fails when the asker is gone, and does not matter then
		_ = s.in.Close()
		return
	}
	_ = s.in.CloseWithError(&schemas.Error{Code: schemas.CodeNetwork, Message: "the WebSocket connection failed"})
}

// messages carries messages until there are no more.
func (s *socket) messages() error {
	chunk := make([]byte, schemas.MaxSocketPart)
	var frame []byte
	for {
		typ, r, err := s.ws.Reader(s.ctx)
		if err != nil {
			return err
		}
		kind, text := schemas.SocketBinary, utf8Check{off: true}
		if typ == websocket.MessageText {
			kind, text.off = schemas.SocketText, false
		}
		for more := true; more; {
			n, err := io.ReadFull(r, chunk)
			switch {
			case err == io.EOF || err == io.ErrUnexpectedEOF:
				more = false
			case err != nil:
				return err
			}
			if !text.take(chunk[:n], !more) {
				// RFC 6455, 8.1: what is not UTF-8 fails the connection.
				_ = s.ws.Close(websocket.StatusInvalidFramePayloadData, "the text is not UTF-8")
				return errors.New("a text message is not UTF-8")
			}
			as := kind
			if more {
				as = kind.Part()
			}
			frame = schemas.AppendSocketFrame(frame[:0], as, chunk[:n])
			if _, err := s.in.Write(frame); err != nil {
				return err
			}
		}
	}
}

// utf8Check checks text that comes in pieces.
type utf8Check struct {
	off  bool
	tail []byte // the start of a character
}

func (u *utf8Check) take(piece []byte, last bool) bool {
	if u.off {
		return true
	}
	if len(u.tail) > 0 {
		piece = append(u.tail, piece...)
		u.tail = nil
	}
	if !last {
		for i := 1; i <= min(utf8.UTFMax-1, len(piece)); i++ {
			if b := piece[len(piece)-i]; utf8.RuneStart(b) {
				if !utf8.FullRune(piece[len(piece)-i:]) {
					u.tail = append([]byte(nil), piece[len(piece)-i:]...)
					piece = piece[:len(piece)-i]
				}
				break
			}
		}
	}
	return utf8.Valid(piece)
}
