package constellation

import "sync"

// locks is a mutex per key. The zero value is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]*keyLock
}

type keyLock struct {
	sync.Mutex
	users int
}

// lock locks a key and returns what unlocks it.
func (l *locks) lock(key string) (unlock func()) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*keyLock{}
	}
	k := l.held[key]
	if k == nil {
		k = &keyLock{}
		l.held[key] = k
	}
	k.users++
	l.mu.Unlock()
	k.Lock()
	return func() {
		k.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if k.users--; k.users == 0 {
			delete(l.held, key)
		}
	}
}

// tally counts by key. The zero value is ready.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

// add counts one more of key; the result counts it off.
func (t *tally) add(key string) (done func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n == nil {
		t.n = map[string]int{}
	}
	t.n[key]++
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.n[key]--; t.n[key] == 0 {
			delete(t.n, key)
		}
	})
}

// has is true while there is one of key.
func (t *tally) has(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n[key] > 0
}
