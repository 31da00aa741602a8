package eventsource

import (
	"bytes"
	"errors"
	"strconv"
	"time"
)

// maxEvent bounds one line and the data of one event, in bytes.
const maxEvent = 16 << 20

// Event is one event of a stream. Its strings are UTF-8 as sent, which need not
// be well-formed.
type Event struct {
	Type, Data []byte
	LastID     []byte // of the source, once the event is dispatched
}

var errTooLong = errors.New("eventsource: an event of the stream is too long")

// Parser interprets an event stream that is fed to it in pieces.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
type Parser struct {
	// Retry is the reconnection time the stream has set; 0: none.
	Retry time.Duration
	// LastID is the last event ID string; it is set before the first Feed to that
	// of an earlier connection.
	LastID []byte

	begun bool   // past the byte order mark
	cr    bool   // the last byte was a carriage return: a line feed belongs to it
	line  []byte // the line that has begun
	data  []byte
	typ   []byte
	id    []byte
	hasID bool
	any   bool // data has been given, perhaps empty
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// Feed takes the next bytes and gives the events they complete. What emit gets is
// its own.
func (p *Parser) Feed(chunk []byte, emit func(Event)) error {
	for len(chunk) > 0 {
		if p.cr {
			p.cr = false
			if chunk[0] == '\n' {
				chunk = chunk[1:]
				continue
			}
		}
		end := bytes.IndexAny(chunk, "\r\n")
		if end < 0 {
			p.line = append(p.line, chunk...)
			if len(p.line) > maxEvent {
				return errTooLong
			}
			return nil
		}
		p.line = append(p.line, chunk[:end]...)
		p.cr = chunk[end] == '\r'
		chunk = chunk[end+1:]
		if !p.begun { // the decoder takes it off
			p.begun = true
			p.line = bytes.TrimPrefix(p.line, byteOrderMark)
		}
		p.process(p.line, emit)
		p.line = p.line[:0]
		if len(p.data) > maxEvent {
			return errTooLong
		}
	}
	return nil
}

// process takes one line, without its end.
func (p *Parser) process(line []byte, emit func(Event)) {
	if len(line) == 0 {
		p.dispatch(emit)
		return
	}
	name, value, colon := bytes.Cut(line, []byte(":"))
	if colon && len(name) == 0 { // a comment
		return
	}
	if len(value) > 0 && value[0] == ' ' {
		value = value[1:]
	}
	switch string(name) {
	case "event":
		p.typ = append(p.typ[:0], value...)
	case "data":
		p.data = append(append(p.data, value...), '\n')
		p.any = true
	case "id":
		if bytes.IndexByte(value, 0) < 0 {
			p.id, p.hasID = append(p.id[:0], value...), true
		}
	case "retry":
		if digits(value) {
			if ms, err := strconv.ParseInt(string(value), 10, 64); err == nil && ms <= int64(maxRetry/time.Millisecond) {
				p.Retry = max(time.Duration(ms)*time.Millisecond, minRetry)
			} else {
				p.Retry = maxRetry
			}
		}
	}
}

func digits(value []byte) bool {
	for _, c := range value {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(value) > 0
}

// dispatch is https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage
func (p *Parser) dispatch(emit func(Event)) {
	if p.hasID { // 1; the buffer stays what it is
		p.LastID = bytes.Clone(p.id)
		if p.LastID == nil {
			p.LastID = []byte{}
		}
	}
	if !p.any { // 2
		p.typ = p.typ[:0]
		return
	}
	data := bytes.Clone(p.data[:len(p.data)-1])                         // 3
	emit(Event{Type: bytes.Clone(p.typ), Data: data, LastID: p.LastID}) // 4 to 6, 8
	p.data, p.typ, p.any = p.data[:0], p.typ[:0], false                 // 7
	if cap(p.data) > 1<<20 {
		p.data = nil
	}
}
