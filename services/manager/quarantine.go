package manager

import (
	"sync"
	"time"
)

// quarantine remembers which workers broke limits or crashed, and says for how
// long one that keeps doing so is refused. Safe for concurrent use.
type quarantine struct {
	breaks int           // this many …
	window time.Duration // … within this long …
	hold   time.Duration // … refuse a worker for this long

	mu      sync.Mutex
	records map[workerKey]*record
}

// record is one worker's recent breaks, oldest first.
type record struct {
	at    []time.Time
	until time.Time // refused until then; zero: not refused
}

func newQuarantine(breaks int, window, hold time.Duration) *quarantine {
	return &quarantine{breaks: breaks, window: window, hold: hold, records: map[workerKey]*record{}}
}

// add notes one break at now and reports whether it put the worker into
// quarantine.
func (q *quarantine) add(k workerKey, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	r := q.records[k]
	if r == nil {
		r = &record{}
		q.records[k] = r
	}
	for len(r.at) > 0 && now.Sub(r.at[0]) > q.window {
		r.at = r.at[1:]
	}
	r.at = append(r.at, now)
	if len(r.at) < q.breaks {
		return false
	}
	r.at, r.until = nil, now.Add(q.hold)
	return true
}

// left is how long the worker is still refused; 0: not at all.
func (q *quarantine) left(k workerKey, now time.Time) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if r := q.records[k]; r != nil {
		return max(0, r.until.Sub(now))
	}
	return 0
}

// sweep forgets what no longer matters at now.
func (q *quarantine) sweep(now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for k, r := range q.records {
		if now.After(r.until) && (len(r.at) == 0 || now.Sub(r.at[len(r.at)-1]) > q.window) {
			delete(q.records, k)
		}
	}
}
