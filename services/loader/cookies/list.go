package cookies

import (
	"time"

	"asterism/schemas"
)

// Change is one cookie that scripts can see now, or can no longer.
type Change struct {
	Partition, Domain string
	HostOnly          bool
	Cookie            schemas.Cookie
	Deleted           bool // then the cookie has no value
}

// List is the cookies of a request with their attributes, in the order in which
// they are sent.
func (j *Jar) List(r *Request) []schemas.Cookie {
	found := j.find(r)
	list := make([]schemas.Cookie, len(found))
	for i, c := range found {
		list[i] = c.shown()
	}
	return list
}

// shown is the cookie as the Cookie Store API has it.
//
// https://cookiestore.spec.whatwg.org/#create-a-cookielistitem
func (c *cookie) shown() schemas.Cookie {
	s := schemas.Cookie{Name: c.Name, Value: c.Value, Path: c.path, Secure: c.Secure, Partitioned: c.partitionGiven, SameSite: "lax"}
	if !c.hostOnly {
		s.Domain = c.Domain
	}
	if c.Persistent {
		s.Expires = c.Expires.UnixMilli()
	}
	switch c.SameSite {
	case None:
		s.SameSite = "none"
	case Strict:
		s.SameSite = "strict"
	}
	return s
}

// changed is what scripts can tell of a cookie that took another's place.
//
// https://cookiestore.spec.whatwg.org/#observable-changes
func changed(at place, before, after *cookie, now time.Time) *Change {
	saw, sees := before != nil && !before.HTTP && !before.over(now), !after.HTTP && !after.over(now)
	change := &Change{Partition: at.partition, Domain: at.domain, HostOnly: after.hostOnly, Cookie: after.shown()}
	switch {
	case !saw && !sees, saw && sees && before.shown() == change.Cookie:
		return nil
	case !sees:
		change.Cookie.Value, change.Deleted = "", true
	}
	return change
}
