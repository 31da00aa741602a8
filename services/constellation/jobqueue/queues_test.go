package jobqueue

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"asterism/schemas"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// receipt records how a delivery ended.
type receipt struct {
	mu   sync.Mutex
	ends []string
}

func (r *receipt) Ack() error { return r.add("ack") }

func (r *receipt) Nak(d time.Duration) error { return r.add("nak " + d.String()) }

func (r *receipt) add(s string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends = append(r.ends, s)
	return nil
}

func job(id, scope, script string) schemas.Job {
	return schemas.Job{ID: id, Type: schemas.JobRegister, Scope: scope, ScriptURL: script, Client: "client-" + id}
}

// Jobs of a scope run one at a time in order; scopes do not wait for each other.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var log []string
		running := map[string]int{}
		q := New(func(j *Job) error {
			mu.Lock()
			log = append(log, j.ID)
			running[j.Scope]++
			if running[j.Scope] > 1 {
				t.Error("two jobs of a scope at once")
			}
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			running[j.Scope]--
			mu.Unlock()
			return nil
		})
		start := time.Now()
		for i := range 3 {
			q.Schedule(job(fmt.Sprint("a", i), "a", fmt.Sprint(i)), 1, &receipt{})
			q.Schedule(job(fmt.Sprint("b", i), "b", fmt.Sprint(i)), 1, &receipt{})
		}
		q.Wait()
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("took %v, want 3s", took)
		}
		a := slices.DeleteFunc(slices.Clone(log), func(s string) bool { return s[0] != 'a' })
		if !slices.Equal(a, []string{"a0", "a1", "a2"}) || len(log) != 6 {
			t.Errorf("ran %v", log)
		}
	})
}

func TestEquivalentJobsJoin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ran [][]string
		var q *Queues
		q = New(func(j *Job) error {
			time.Sleep(time.Second)
			clients := q.Clients(j)
			var ids []string
			for _, e := range q.Settle(j) {
				ids = append(ids, e.ID)
			}
			if q.Settle(j) != nil {
				t.Error("settled twice")
			}
			if len(clients) != len(ids) {
				t.Errorf("clients %v of %v", clients, ids)
			}
			ran = append(ran, ids)
			time.Sleep(time.Second)
			return nil
		})
		receipts := make([]*receipt, 5)
		for i := range receipts {
			receipts[i] = &receipt{}
		}
		q.Schedule(job("1", "s", "x"), 1, receipts[0])
		q.Schedule(job("2", "s", "x"), 1, receipts[1]) // joins 1, which runs
		q.Schedule(job("3", "s", "y"), 1, receipts[2])
		q.Schedule(job("4", "s", "x"), 1, receipts[3]) // 3 is the last one now
		time.Sleep(3500 * time.Millisecond)            // 3 has settled and ends
		q.Schedule(job("5", "s", "y"), 1, receipts[4])
		q.Wait()
		if got := fmt.Sprint(ran); got != "[[1 2] [3] [4] [5]]" {
			t.Errorf("ran %s", got)
		}
		for i, r := range receipts {
			if !slices.Equal(r.ends, []string{"ack"}) {
				t.Errorf("delivery %d: %v", i+1, r.ends)
			}
		}
	})
}

func TestRetry(t *testing.T) {
	q := New(func(*Job) error { return errors.New("we stop") })
	a, b := &receipt{}, &receipt{}
	q.Schedule(job("1", "s", "x"), 1, a)
	q.Schedule(job("2", "s", "y"), 1, b)
	q.Wait()
	if !slices.Equal(a.ends, []string{"nak 0s"}) || !slices.Equal(b.ends, a.ends) {
		t.Errorf("%v, %v", a.ends, b.ends)
	}
}

func TestEquivalent(t *testing.T) {
	base := schemas.Job{Type: schemas.JobRegister, ScriptURL: "x", WorkerType: "classic", UpdateViaCache: "all", Origin: "o"}
	for name, change := range map[string]func(*schemas.Job){
		"type":   func(j *schemas.Job) { j.Type = schemas.JobUpdate },
		"script": func(j *schemas.Job) { j.ScriptURL = "y" },
		"worker": func(j *schemas.Job) { j.WorkerType = "module" },
		"cache":  func(j *schemas.Job) { j.UpdateViaCache = "none" },
		"origin": func(j *schemas.Job) { j.Origin = "p" },
		"force":  func(j *schemas.Job) { j.Force = true },
	} {
		other := base
		change(&other)
		if Equivalent(base, other) {
			t.Errorf("equivalent despite another %s", name)
		}
	}
	other := base
	other.ID, other.Client = "2", "c"
	un := schemas.Job{Type: schemas.JobUnregister}
	if !Equivalent(base, other) || !Equivalent(un, schemas.Job{Type: schemas.JobUnregister, ScriptURL: "z"}) {
		t.Error("not equivalent")
	}
}
