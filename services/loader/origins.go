package loader

import (
	"errors"
	"net"
	"strings"
	"sync/atomic"

	"asterism/schemas"
	"asterism/services/loader/hygiene"
	"asterism/services/loader/scopeindex"
	"asterism/services/loader/upstream"
)

// origins knows which origin a request is for, and where an origin's network is.
type origins struct {
	canonical      string // serialized LOADER_ORIGIN, "" for none
	trustForwarded bool
	index          *scopeindex.Index
	port           string // of the front door

	sites    map[string]*upstream.Site // origins with an upstream of their own
	fallback *upstream.Site            // of all others, nil for none

	recent atomic.Pointer[recentOrigin]
}

// recentOrigin spares the work for a client that keeps asking one host.
type recentOrigin struct {
	host, origin string
	tls          bool
}

// open opens the sites of a table.
func (o *origins) open(table upstream.Table, options upstream.Options) error {
	o.sites = map[string]*upstream.Site{}
	var errs []error
	for origin, source := range table.Own() {
		site, err := upstream.Open(source, options)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		o.sites[origin] = site
	}
	if source, ok := table.Default(); ok {
		site, err := upstream.Open(source, options)
		if err != nil {
			errs = append(errs, err)
		} else {
			o.fallback = site
		}
	}
	if len(errs) > 0 {
		return errors.Join(append(errs, o.close())...)
	}
	return nil
}

// close closes them.
func (o *origins) close() error {
	var errs []error
	for _, site := range o.sites {
		errs = append(errs, site.Close())
	}
	if o.fallback != nil {
		errs = append(errs, o.fallback.Close())
	}
	return errors.Join(errs...)
}

// of is the origin a front-door request is for, of which field is the Host field
// and tls says how it came; false when the host is unusable.
// With a canonical origin, loopback names and hosts without an upstream of their
// own mean that one.
func (o *origins) of(field string, fields hygiene.Fields, tls bool) (string, bool) {
	if o.trustForwarded {
		if proto, n := fields.Field("X-Forwarded-Proto"); n == 1 {
			tls = strings.EqualFold(proto, "https")
		}
	}
	if last := o.recent.Load(); last != nil && last.host == field && last.tls == tls {
		return last.origin, true
	}
	host, ok := hygiene.Host(field, tls)
	if !ok {
		return "", false
	}
	origin := "http://" + host
	if tls {
		origin = "https://" + host
	}
	if o.canonical != "" && (o.sites[origin] == nil || hygiene.Loopback(host)) {
		origin = o.canonical
	}
	o.recent.Store(&recentOrigin{host: strings.Clone(field), origin: origin, tls: tls})
	return origin, true
}

// site is where a front-door request's origin has its network, nil for nowhere.
func (o *origins) site(origin string) *upstream.Site {
	if s := o.sites[origin]; s != nil {
		return s
	}
	return o.fallback
}

// forFetch is the upstream to fetch a URL of an origin from; nil: the internet,
// under the egress policy. An origin is served here when it has an upstream of
// its own or is the canonical one. The default upstream also stands for origins
// nobody named, and then these are taken as served here: the initiator's own,
// one with a registered scope, the front door's own address, and the origin of a
// worker's main script.
func (o *origins) forFetch(origin string, req *schemas.NetRequest) *upstream.Site {
	if s := o.sites[origin]; s != nil {
		return s
	}
	_, host, _ := strings.Cut(origin, "://")
	here := false
	if hygiene.Loopback(host) {
		here = o.port != "" && portOf(origin) == o.port
	}
	switch {
	case o.canonical != "" && (origin == o.canonical || here):
		return o.site(o.canonical)
	case o.canonical != "" || o.fallback == nil:
		return nil
	case here, origin == req.Origin, o.index.HasOrigin(origin), req.Request.Destination == "serviceworker":
		return o.fallback
	}
	return nil
}

// portOf is a serialized origin's port.
func portOf(origin string) string {
	scheme, host, _ := strings.Cut(origin, "://")
	if _, port, err := net.SplitHostPort(host); err == nil {
		return port
	}
	if scheme == "https" {
		return "443"
	}
	return "80"
}
