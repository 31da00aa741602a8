package indexeddb_test

import (
	"context"
	"sync"

	"asterism/schemas"
)

// memory is a host that keeps everything in memory.
type memory struct {
	mu        sync.Mutex
	databases map[string]*kept
}

type kept struct {
	turn    sync.Mutex
	head    *schemas.Database
	records map[int][]schemas.DatabaseRecord
}

func (m *memory) of(name []byte) *kept {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.databases == nil {
		m.databases = map[string]*kept{}
	}
	k := m.databases[string(name)]
	if k == nil {
		k = &kept{records: map[int][]schemas.DatabaseRecord{}}
		m.databases[string(name)] = k
	}
	return k
}

func (m *memory) List(context.Context) (all []schemas.Database, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.databases {
		if k.head != nil {
			all = append(all, *k.head)
		}
	}
	return all, nil
}

func (m *memory) Read(_ context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, error) {
	k := m.of(name)
	m.mu.Lock()
	defer m.mu.Unlock()
	return k.head, k.records, nil
}

func (m *memory) Begin(_ context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, interface {
	Commit(ctx context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error
	Abort(ctx context.Context) error
}, error) {
	k := m.of(name)
	k.turn.Lock()
	return k.head, k.records, &change{m, k}, nil
}

type change struct {
	m *memory
	k *kept
}

func (c *change) Commit(_ context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error {
	defer c.k.turn.Unlock()
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	next := map[int][]schemas.DatabaseRecord{}
	if head != nil {
		for id, records := range c.k.records {
			for _, r := range records {
				gone := false
				for _, p := range puts {
					gone = gone || p.Store == id && string(p.Key) == string(r.Key)
				}
				if !gone {
					next[id] = append(next[id], r)
				}
			}
		}
		for _, p := range puts {
			if p.Value != nil {
				next[p.Store] = append(next[p.Store], p)
			}
		}
	}
	c.k.head, c.k.records = head, next
	return nil
}

func (c *change) Abort(context.Context) error {
	c.k.turn.Unlock()
	return nil
}
