package cookiestore

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
	"asterism/webapi/weburl"
)

// store is the native value of a CookieStore.
type store struct {
	events.Target
	*realm
	stop func()        // ends the watch for changes; nil: nobody listens
	last chan struct{} // closed when what was asked last is done; nil: nothing was
}

// https://cookiestore.spec.whatwg.org/#CookieStore
var storeClass = &js.Class[*store]{
	Name:   "CookieStore",
	Parent: events.TargetClass,
	Methods: []js.Method[*store]{
		{Name: "get", Async: true, Call: (*store).get},
		{Name: "getAll", Async: true, Call: (*store).getAll},
		{Name: "set", Length: 1, Async: true, Call: (*store).set},
		{Name: "delete", Length: 1, Async: true, Call: (*store).delete},
	},
}

// query converts the argument of get and getAll: a name or options. given: there
// is a member in the options, or a name.
func (s *store) query(c js.Call) (q schemas.CookieAsk, given bool) {
	s.mustHaveCookies(c)
	q = schemas.CookieAsk{Op: "get", URL: s.URL()}
	v := c.Arg(0)
	if o, isObject := v.(*goja.Object); isObject || goja.IsUndefined(v) || goja.IsNull(v) {
		if !isObject {
			return q, false
		}
		name, url := c.Member(o, "name"), c.Member(o, "url")
		if name != nil {
			text := trim(c.USVString(name, "name"))
			q.Name = &text
		}
		if url != nil {
			q.URL = s.target(c, c.USVString(url, "url"))
		}
		return q, name != nil || url != nil
	}
	text := trim(c.USVString(v, "name"))
	q.Name = &text
	return q, true
}

// target is a URL that a script may read the cookies of.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestore-get-options step 6
func (s *store) target(c js.Call, ref string) string {
	base, err := weburl.Parse(s.URL())
	var u *weburl.URL
	if err == nil {
		u, err = weburl.ParseRef(ref, base)
	}
	if err != nil {
		c.Throw(c.TypeError("%s", err))
	}
	text := u.WithoutFragment()
	if s.Scope == "" && text != base.WithoutFragment() {
		c.Throw(c.TypeError("a document can read the cookies of its own URL only"))
	}
	if s.Scope != "" && !within(text, s.Scope) && !within(text, base.WithoutFragment()) {
		c.Throw(c.TypeError("a service worker can read the cookies of URLs in its scope only"))
	}
	return text
}

// mustHaveCookies is the first steps of everything.
func (s *store) mustHaveCookies(c js.Call) {
	if s.Opaque {
		c.Throw(c.DOMException("SecurityError", "an opaque origin has no cookies"))
	}
}

// get is CookieStore.get: the first cookie, or null.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestore-get
func (s *store) get(c js.Call) goja.Value {
	q, given := s.query(c)
	if !given { // 5
		c.Throw(c.TypeError("get() needs a name, or options with a name or a url"))
	}
	return s.ask(q, func(list []schemas.Cookie) goja.Value {
		if len(list) == 0 {
			return goja.Null()
		}
		return item(s.Realm, list[0])
	})
}

// getAll is CookieStore.getAll.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestore-getall
func (s *store) getAll(c js.Call) goja.Value {
	q, _ := s.query(c)
	return s.ask(q, func(list []schemas.Cookie) goja.Value { return s.VM.NewArray(items(s.Realm, list)...) })
}

// ask reads or writes and gives the promise of what value makes of the answer.
// Questions are answered in the order in which they were asked.
func (s *store) ask(q schemas.CookieAsk, value func([]schemas.Cookie) goja.Value) goja.Value {
	before, done := s.last, make(chan struct{})
	s.last = done
	return s.VM.ToValue(js.Async(s.Realm, func(ctx context.Context) (schemas.CookieReply, error) {
		defer close(done)
		if before != nil {
			select {
			case <-before:
			case <-ctx.Done():
			}
		}
		return s.Host.Cookies(ctx, q)
	}, func(r schemas.CookieReply) goja.Value { return value(r.Cookies) }, s.exception))
}

func (x *realm) exception(err error) goja.Value { return serviceworker.Exception(x.Realm, err) }

// watch follows changes while somebody listens for them.
//
// https://cookiestore.spec.whatwg.org/#process-cookie-changes
func (s *store) watch() {
	listens := s.Scope == "" && !s.Opaque && s.Listens("change")
	switch {
	case listens && s.stop == nil:
		s.stop = s.Host.WatchCookies(s.URL(), s.changed)
	case !listens && s.stop != nil:
		s.stop()
		s.stop = nil
	}
}

// changed fires change.
func (s *store) changed(change schemas.CookieChange) {
	e := &changeEvent{}
	e.Type = "change"
	e.changed, e.deleted = changes(change)
	_, _ = events.Fire(s.Realm, s, eventClass, e) // an error is the loop's end, and the loop knows
}

// changes sorts one change into what an event tells.
func changes(c schemas.CookieChange) (changed, deleted []schemas.Cookie) {
	if c.Deleted {
		return nil, []schemas.Cookie{c.Cookie}
	}
	return []schemas.Cookie{c.Cookie}, nil
}
