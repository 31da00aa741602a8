package loader

import (
	"context"
	"time"

	"asterism/services/loader/scopeindex"
)

// settling is how requests wait for an activation.
type settling struct {
	index *scopeindex.Index
	wait  time.Duration // at most
	told  *announcements
}

// settled waits until the worker of a URL has activated and the clients know, and
// is its entry then; nil when none is left. It waits no longer than allowed: an
// activate event that takes its time must not stop a site.
//
// https://w3c.github.io/ServiceWorker/#handle-fetch: "If activeWorker's state is
// 'activating', wait for activeWorker's state to become 'activated'."
func (s *settling) settled(ctx context.Context, entry *scopeindex.Entry, url string) *scopeindex.Entry {
	if entry == nil || !entry.Activating {
		return entry
	}
	version := entry.Version
	told, forget := s.told.expect(version)
	defer forget()
	ctx, cancel := context.WithTimeout(ctx, s.wait)
	defer cancel()
	for entry != nil && entry.Activating {
		select {
		case <-entry.Changed():
			entry = s.index.Match(url)
		case <-ctx.Done():
			return entry
		}
	}
	if entry != nil && entry.Version == version {
		awaitTold(ctx, told)
	}
	return entry
}

// rematch finds the entry of a URL after a manager said that before's version is
// gone: the registry is then about to say so too, if it has not already.
func rematch(ctx context.Context, index *scopeindex.Index, before *scopeindex.Entry, url string) *scopeindex.Entry {
	if now := index.Match(url); now != before {
		return now
	}
	timer := time.NewTimer(rematchWait)
	defer timer.Stop()
	select {
	case <-before.Changed():
	case <-timer.C:
	case <-ctx.Done():
	}
	return index.Match(url)
}
