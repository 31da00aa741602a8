package loader

import (
	"context"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"

	"asterism/bus"
	"asterism/schemas"
)

// clientOf is a number for the client that a request comes from: the same for
// all its requests, so that none meets two versions in turns. Its address (and
// the one a proxy gives) and its User-Agent count.
func clientOf(r *http.Request) uint32 {
	h := fnv.New32a()
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	for _, s := range []string{host, r.Header.Get("X-Forwarded-For"), r.UserAgent()} {
		_, _ = io.WriteString(h, s+"\n") // never fails
	}
	sum := h.Sum32()
	return sum ^ sum>>16 // its low digits decide
}

// maxLoads is how many versions are counted at once; then counting starts anew.
const maxLoads = 1000

// loads counts what versions answer while one is tried out. The zero value is
// ready; safe for concurrent use.
type loads struct {
	mu       sync.Mutex
	versions map[schemas.WorkerRef]*schemas.VersionLoad
}

// count adds an exchange that is over.
func (l *loads) count(x *exchange) {
	failed := x.err != nil || x.reply.Outcome == schemas.FetchFailed ||
		x.reply.Outcome == schemas.FetchResponse && x.reply.Response.Status >= 500
	ref := schemas.WorkerRef{Scope: x.entry.Scope, Version: x.entry.Version}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.versions == nil || len(l.versions) > maxLoads {
		l.versions = map[schemas.WorkerRef]*schemas.VersionLoad{}
	}
	load := l.versions[ref]
	if load == nil {
		load = &schemas.VersionLoad{Version: ref.Version}
		l.versions[ref] = load
	}
	load.Requests++
	if failed {
		load.Errors++
	}
}

// of is the counts of a scope.
func (l *loads) of(_ context.Context, q schemas.Lookup, _ bus.Params) (schemas.VersionLoads, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := schemas.VersionLoads{Versions: []schemas.VersionLoad{}}
	for ref, load := range l.versions {
		if ref.Scope == q.Scope {
			found.Versions = append(found.Versions, *load)
		}
	}
	slices.SortFunc(found.Versions, func(a, b schemas.VersionLoad) int { return strings.Compare(a.Version, b.Version) })
	return found, nil
}
