package schemas

import "slices"

// AppendBinary writes the request as a frame. See FRAME.md.
func (q *NetRequest) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, 16+len(q.ID)+len(q.Origin)+len(q.ClientID)+len(q.ControllerScope)+
		len(q.ControllerVersion)+len(q.ServiceWorkers)+len(q.ReservedClientID)+q.Request.size())
	dst = append(dst, frameMagic, frameVersion, kindNetRequest)
	dst = appendString(dst, q.ID)
	dst = appendString(dst, q.Origin)
	dst = appendString(dst, q.ClientID)
	dst = appendString(dst, q.ControllerScope)
	dst = appendString(dst, q.ControllerVersion)
	dst = appendString(dst, q.ServiceWorkers)
	dst = appendString(dst, q.ReservedClientID)
	dst, err := appendRequest(dst, &q.Request)
	if err == nil && max(len(q.URLs), len(q.Ancestors)) > MaxURLs {
		err = badMessage("NetRequest: %d URLs and %d Ancestors; expected at most %d", len(q.URLs), len(q.Ancestors), MaxURLs)
	}
	if err != nil {
		return dst, err
	}
	dst = appendTail(dst, q.ReplacesClientID, q.Relation)
	return appendURLs(appendURLs(dst, q.URLs), q.Ancestors), nil
}

// UnmarshalBinary reads a frame. Strings, headers and an inline body share
// memory with data, which must not change any more. A frame that does not
// follow FRAME.md is a *Error of CodeBadMessage.
func (q *NetRequest) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindNetRequest, "NetRequest")
	*q = NetRequest{}
	if r.err != nil {
		return r.err
	}
	q.ID = r.some("ID")
	q.Origin = r.string("Origin")
	q.ClientID = r.string("ClientID")
	q.ControllerScope = r.string("ControllerScope")
	q.ControllerVersion = r.string("ControllerVersion")
	q.ServiceWorkers = r.string("ServiceWorkers")
	q.ReservedClientID = r.string("ReservedClientID")
	r.request(&q.Request)
	r.tail(&q.ReplacesClientID, &q.Relation)
	if r.more() {
		q.URLs = r.urls("URLs")
	}
	if r.more() {
		q.Ancestors = r.urls("Ancestors")
	}
	return r.done()
}

// AppendBinary writes the reply as a frame. See FRAME.md.
func (p *NetReply) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, 16+len(p.ControllerScope)+len(p.ControllerVersion)+p.Response.size()+p.Error.size())
	holds := bitIf(p.Response.holds(), holdsResponse) | bitIf(p.Error.Code != "", holdsError)
	dst = append(dst, frameMagic, frameVersion, kindNetReply, holds)
	dst = appendString(dst, p.ControllerScope)
	dst = appendString(dst, p.ControllerVersion)
	if holds&holdsResponse != 0 {
		var err error
		if dst, err = appendResponse(dst, &p.Response); err != nil {
			return dst, err
		}
	}
	if holds&holdsError != 0 {
		dst = appendError(dst, &p.Error)
	}
	dst = appendTiming(dst, &p.Timing)
	return appendTail(dst, p.Next.URL, p.Next.Method, p.Next.ReferrerPolicy, p.By, p.ByScope, p.ByVersion), nil
}

// UnmarshalBinary reads a frame, as NetRequest's does.
func (p *NetReply) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindNetReply, "NetReply")
	*p = NetReply{}
	if r.err != nil {
		return r.err
	}
	holds := r.byte("Holds", 0xff) // bits that are not known are ignored
	p.ControllerScope = r.string("ControllerScope")
	p.ControllerVersion = r.string("ControllerVersion")
	if holds&holdsResponse != 0 {
		r.response(&p.Response)
	}
	if holds&holdsError != 0 {
		r.error(&p.Error)
	}
	r.timing(&p.Timing)
	r.tail(&p.Next.URL, &p.Next.Method, &p.Next.ReferrerPolicy, &p.By, &p.ByScope, &p.ByVersion)
	return r.done()
}
