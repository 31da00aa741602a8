package cookies

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"asterism/webapi/weburl"
)

const (
	// perDomain and inAll are how many cookies are kept; the oldest go.
	perDomain = 180
	inAll     = 10_000
)

// Jar keeps cookies. It is safe for concurrent use; the zero value is empty.
type Jar struct {
	// Changed hears of every change that scripts can see, from any goroutine;
	// nil: nobody does. Set it before use.
	Changed func(Change)

	mu      sync.Mutex
	cookies map[place][]*cookie // by the domain they are for
	many    int
}

type place struct{ partition, domain string }

type cookie struct {
	Parsed
	hostOnly     bool
	path         string
	made, lasted time.Time
}

// Request is what the standard asks of a request when it chooses cookies.
type Request struct {
	Partition string
	URL       *weburl.URL
	SameSite  bool // made by the same site, through no other
	// Navigation: a top-level navigation with a safe method, which takes Lax
	// cookies along from anywhere.
	Navigation bool
	// Script: for document.cookie, which does not see HttpOnly cookies.
	Script bool
	Now    time.Time
}

// Set keeps what a Set-Cookie field of the response to r says.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.7
func (j *Jar) Set(r *Request, line string) {
	p, ok := Parse(line, r.Now)
	if !ok {
		return
	}
	host := r.URL.Hostname()
	c := &cookie{Parsed: p, hostOnly: true, path: p.Path, made: r.Now, lasted: r.Now}
	if p.Domain != "" && p.Domain != host {
		if !domainMatch(host, p.Domain) || publicSuffix(p.Domain) { // 9, 10
			return
		}
	}
	if p.domainGiven && p.Domain != "" && !publicSuffix(p.Domain) {
		c.hostOnly = false
	} else {
		c.Domain = host
	}
	if c.path == "" { // 11
		c.path = defaultPath(r.URL.Pathname())
	}
	secure := secureURL(r.URL)
	if c.Secure && !secure || c.HTTP && r.Script { // 12, 13
		return
	}
	if c.SameSite != None && !r.SameSite && !r.Navigation { // 16
		return
	}
	if c.SameSite == None && !c.Secure || c.partitionGiven && !c.Secure || !prefixed(c, p.domainGiven, secure) { // 17 – 20
		return
	}
	if change := j.keep(place{r.Partition, c.Domain}, c, r, secure); change != nil && j.Changed != nil {
		j.Changed(*change)
	}
}

// keep is steps 15 and 21 to 24. It gives what changed for scripts, or nil.
func (j *Jar) keep(at place, c *cookie, r *Request, secure bool) *Change {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.cookies == nil {
		j.cookies = map[place][]*cookie{}
	}
	list := j.cookies[at]
	for _, old := range list {
		if old.Name == c.Name && old.Secure && !secure && strings.HasPrefix(c.path, old.path) { // 15
			return nil
		}
	}
	var before *cookie
	if i := slices.IndexFunc(list, func(old *cookie) bool { return old.Name == c.Name && old.path == c.path && old.hostOnly == c.hostOnly }); i >= 0 {
		before = list[i]
		if before.HTTP && r.Script { // 23.2
			return nil
		}
		c.made = before.made
		list = slices.Delete(list, i, i+1)
		j.many--
	}
	list = slices.DeleteFunc(list, func(old *cookie) bool {
		over := old.over(r.Now)
		if over {
			j.many--
		}
		return over
	})
	if !c.over(r.Now) {
		list = append(list, c)
		j.many++
	}
	if len(list) > perDomain {
		oldest := slices.MinFunc(list, func(a, b *cookie) int { return a.lasted.Compare(b.lasted) })
		list = slices.DeleteFunc(list, func(o *cookie) bool { return o == oldest })
		j.many--
	}
	if j.many > inAll { // a crowd of domains: nobody's browser
		clear(j.cookies)
		j.many = len(list)
	}
	if len(list) == 0 {
		delete(j.cookies, at)
	} else {
		j.cookies[at] = list
	}
	return changed(at, before, c, r.Now)
}

// Header is the Cookie field of a request, "" for none.
func (j *Jar) Header(r *Request) string {
	var b strings.Builder
	for i, c := range j.find(r) {
		if i > 0 {
			b.WriteString("; ")
		}
		if c.Name != "" {
			b.WriteString(c.Name + "=")
		}
		b.WriteString(c.Value)
	}
	return b.String()
}

// find is the cookies of a request, in the order in which they are sent.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.8.3
func (j *Jar) find(r *Request) []*cookie {
	host, path, secure := r.URL.Hostname(), r.URL.Pathname(), secureURL(r.URL)
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []*cookie
	for domain := host; domain != ""; domain = parent(domain) {
		for _, c := range j.cookies[place{r.Partition, domain}] {
			switch {
			case c.hostOnly && domain != host, !pathMatch(path, c.path), c.Secure && !secure, c.HTTP && r.Script, c.over(r.Now):
			case c.SameSite != None && !r.SameSite && !(r.Navigation && c.SameSite != Strict):
			default:
				c.lasted = r.Now
				found = append(found, c)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *cookie) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), a.made.Compare(b.made))
	})
	return found
}

// Clear empties the jar.
func (j *Jar) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	clear(j.cookies)
	j.many = 0
}

func (c *cookie) over(now time.Time) bool { return c.Persistent && !now.Before(c.Expires) }
