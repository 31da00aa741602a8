package asterismtest

import (
	"context"
	"slices"
	"time"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/schemas"
)

// Console is what workers have written to their consoles so far.
func (s *System) Console() []Line {
	s.sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

// Errors is the errors that nobody caught in workers so far. A test that asks for
// them is not failed by them.
func (s *System) Errors() []Line {
	s.sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = true
	return slices.Clone(s.errors)
}

// sync waits until what workers have said before now has been heard.
func (s *System) sync() {
	mark, back := bus.NewID(), make(chan struct{})
	s.mu.Lock()
	s.marks[mark] = back
	s.mu.Unlock()
	err := bus.WorkerLog.Publish(s.conn, bus.Params{"scope": markScope, "level": "debug"}, schemas.Log{Scope: markScope, Level: "debug", Text: mark, At: time.Now()})
	if err != nil {
		s.t.Errorf("asterismtest: %v", err)
		return
	}
	select {
	case <-back:
	case <-time.After(Patience):
		s.t.Errorf("asterismtest: the test's own message did not come back within %s", Patience)
	}
}

// markScope is where the test sends messages to itself.
const markScope = "https://marks.invalid/"

// Caches is the caches of an origin (the site's own by default), as the Cache API
// has them: the URLs of each cache's entries by the cache's name, in their order.
func (s *System) Caches(origin ...string) map[string][]string {
	s.t.Helper()
	of := s.URL
	if len(origin) > 0 {
		of = origin[0]
	}
	ctx, cancel := within()
	defer cancel()
	found, err := s.caches(ctx, of)
	s.must(err)
	return found
}

func (s *System) caches(ctx context.Context, origin string) (map[string][]string, error) {
	store := caches.New(s.conn, s.config.Caches, 0, s.log).Origin(origin)
	all, err := store.Caches(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string][]string{}
	for _, c := range all {
		entries, err := store.All(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		urls := []string{}
		for _, e := range entries {
			urls = append(urls, e.Request.URL)
		}
		found[c.Name] = urls
	}
	return found, nil
}
