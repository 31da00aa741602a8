package websocket

import (
	"bufio"
	"bytes"
	"context"
	"io"

	"asterism/schemas"
)

// run opens the connection and reads what comes, on a goroutine of its own.
func (s *socket) run(ctx context.Context, q schemas.SocketRequest) {
	defer func() {
		if recover() != nil { // the host's fault: not the process's end
			s.post(s.fail)
		}
	}()
	reply, in, err := s.realm.host.Connect(ctx, q, s.out)
	if err != nil {
		s.post(s.fail)
		return
	}
	defer in.Close()
	stop := context.AfterFunc(ctx, func() { in.Close() })
	defer stop()
	s.post(func() { s.established(reply) })
	s.read(in)
}

// read hands each message to the loop and waits until that has taken it.
func (s *socket) read(in io.Reader) {
	r := bufio.NewReaderSize(in, 32<<10)
	var buf, message []byte
	for {
		f, err := schemas.ReadSocketFrame(r, buf)
		if err != nil || len(message)+len(f.Data) > maxWaiting {
			s.post(s.fail)
			return
		}
		buf = f.Data
		switch {
		case f.More():
			message = append(message, f.Data...)
		case f.Kind == schemas.SocketClose:
			code, reason := f.CloseStatus()
			s.post(func() { s.closed(true, code, reason) })
			return
		default:
			data := bytes.Clone(f.Data)
			if message != nil {
				data, message = append(message, f.Data...), nil
			}
			taken := make(chan struct{})
			if !s.post(func() { defer close(taken); s.received(f.Kind, data) }) {
				return
			}
			select {
			case <-taken:
			case <-s.realm.Loop.Context().Done():
				return
			}
		}
	}
}
