package loader

import (
	"context"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// announceWait bounds how long a request waits for the news that its worker has
// activated to reach the clients, after the registry has it: the constellation
// lets the managers catch up first.
const announceWait = 2 * time.Second

// announcements lets requests that waited for an activation go on after the clients
// were told of it: a page sees statechange before the response. The zero value
// is ready; safe for concurrent use.
type announcements struct {
	mu       sync.Mutex
	versions map[string]*announcement
}

// announcement is one that requests wait for.
type announcement struct {
	told  chan struct{} // closed when it was made
	users int
}

// expect says that a request waits for a version to activate, until forget.
func (a *announcements) expect(version string) (told <-chan struct{}, forget func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.versions == nil {
		a.versions = map[string]*announcement{}
	}
	n := a.versions[version]
	if n == nil {
		n = &announcement{told: make(chan struct{})}
		a.versions[version] = n
	}
	n.users++
	return n.told, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if n.users--; n.users == 0 && a.versions[version] == n {
			delete(a.versions, version)
		}
	}
}

// hear takes what the constellation tells after it has told the clients.
func (a *announcements) hear(l schemas.Lifecycle, _ bus.Params) {
	if l.State != schemas.StateActivated && l.State != schemas.StateRedundant {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := a.versions[l.Version]; n != nil {
		close(n.told)
		delete(a.versions, l.Version)
	}
}

// awaitTold waits for an announcement, but not for long: it may be lost.
func awaitTold(ctx context.Context, told <-chan struct{}) {
	timer := time.NewTimer(announceWait)
	defer timer.Stop()
	select {
	case <-told:
	case <-timer.C:
	case <-ctx.Done():
	}
}
