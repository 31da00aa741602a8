package schemas

import "slices"

// AppendBinary writes the event as a frame. See FRAME.md.
func (e *FetchEvent) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, 16+len(e.ID)+len(e.Scope)+len(e.Version)+len(e.Loader)+len(e.ClientID)+
		len(e.ResultingClientID)+len(e.ReplacesClientID)+e.Request.size())
	dst = append(dst, frameMagic, frameVersion, kindFetchEvent)
	dst = appendString(dst, e.ID)
	dst = appendString(dst, e.Scope)
	dst = appendString(dst, e.Version)
	dst = appendString(dst, e.Loader)
	dst = appendString(dst, e.ClientID)
	dst = appendString(dst, e.ResultingClientID)
	dst = appendString(dst, e.ReplacesClientID)
	dst, err := appendRequest(dst, &e.Request)
	return appendTail(dst, e.Origin, e.Preload, e.Relation), err
}

// UnmarshalBinary reads a frame. Strings, headers and an inline body share
// memory with data, which must not change any more. A frame that does not
// follow FRAME.md is a *Error of CodeBadMessage.
func (e *FetchEvent) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindFetchEvent, "FetchEvent")
	*e = FetchEvent{}
	if r.err != nil {
		return r.err
	}
	e.ID = r.some("ID")
	e.Scope = r.some("Scope")
	e.Version = r.some("Version")
	e.Loader = r.string("Loader")
	e.ClientID = r.string("ClientID")
	e.ResultingClientID = r.string("ResultingClientID")
	e.ReplacesClientID = r.string("ReplacesClientID")
	r.request(&e.Request)
	r.tail(&e.Origin, &e.Preload, &e.Relation)
	return r.done()
}

// AppendBinary writes the reply as a frame. See FRAME.md.
func (p *FetchReply) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, 16+len(p.Manager)+p.Response.size()+p.Error.size())
	holds := bitIf(p.Response.holds(), holdsResponse) | bitIf(p.Error.Code != "", holdsError)
	dst = append(dst, frameMagic, frameVersion, kindFetchReply, byte(p.Outcome), holds)
	dst = appendString(dst, p.Manager)
	if holds&holdsResponse != 0 {
		var err error
		if dst, err = appendResponse(dst, &p.Response); err != nil {
			return dst, err
		}
	}
	if holds&holdsError != 0 {
		dst = appendError(dst, &p.Error)
	}
	return appendTiming(dst, &p.Timing), nil
}

// UnmarshalBinary reads a frame, as FetchEvent's does.
func (p *FetchReply) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindFetchReply, "FetchReply")
	*p = FetchReply{}
	if r.err != nil {
		return r.err
	}
	p.Outcome = FetchOutcome(r.byte("Outcome", byte(FetchMissing)))
	if p.Outcome == 0 {
		r.fail("Outcome: missing; expected 1 to %d", FetchMissing)
	}
	holds := r.byte("Holds", 0xff) // bits that are not known are ignored
	p.Manager = r.string("Manager")
	if holds&holdsResponse != 0 {
		r.response(&p.Response)
	}
	if holds&holdsError != 0 {
		r.error(&p.Error)
	}
	r.timing(&p.Timing)
	return r.done()
}
