package js

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTasksRunInOrder(t *testing.T) {
	l := NewLoop(LoopConfig{})
	var got []int
	for i := range 5 {
		l.Post(func() {
			got = append(got, i)
			if i == 1 {
				l.Post(func() { got = append(got, 10); l.Stop(nil) })
			}
		})
	}
	if err := l.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 1, 2, 3, 4, 10}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if l.Post(func() {}) {
		t.Error("an ended loop takes tasks")
	}
	select {
	case <-l.Done():
	default:
		t.Error("not done")
	}
}

func TestPostFromManyGoroutines(t *testing.T) {
	l := NewLoop(LoopConfig{})
	count := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				l.Post(func() { count++ })
			}
		})
	}
	go func() { wg.Wait(); l.Post(func() { l.Stop(nil) }) }()
	if err := l.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if count != 8000 {
		t.Errorf("ran %d tasks", count)
	}
}

func TestTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLoop(LoopConfig{})
		var got []string
		start := l.Now()
		note := func(s string) func() {
			return func() { got = append(got, s+" "+l.Now().Sub(start).String()) }
		}
		l.Post(func() {
			l.Schedule(20*time.Millisecond, note("c"))
			l.Schedule(10*time.Millisecond, note("a"))
			dead := l.Schedule(10*time.Millisecond, note("cancelled"))
			l.Schedule(10*time.Millisecond, func() {
				note("b")()
				due.Cancel()
			})
			due = l.Schedule(10*time.Millisecond, note("cancelled when due"))
			l.Schedule(-time.Hour, note("now"))
			l.Schedule(time.Second, func() { l.Stop(nil) })
			dead.Cancel()
			dead.Cancel()
		})
		if err := l.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := []string{"now 0s", "a 10ms", "b 10ms", "c 20ms"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

var due *Timer

func TestStopCause(t *testing.T) {
	cause := errors.New("because")
	l := NewLoop(LoopConfig{})
	l.Stop(cause)
	l.Stop(errors.New("too late"))
	if err := l.Run(t.Context()); err != cause {
		t.Errorf("got %v", err)
	}
	if l.Context().Err() == nil {
		t.Error("the loop's context goes on")
	}
	l = NewLoop(LoopConfig{})
	ctx, cancel := context.WithCancelCause(t.Context())
	l.Post(func() { cancel(cause) })
	if err := l.Run(ctx); err != cause {
		t.Errorf("got %v", err)
	}
}

// Every way of running too long ends soon after the limit, with the reason.
func TestTurnLimit(t *testing.T) {
	for name, source := range map[string]string{
		"loop":               `for (;;);`,
		"caught":             `for (;;) { try { for (;;); } catch {} finally { for (;;); } }`,
		"promises":           `(function f() { Promise.resolve().then(f); })()`,
		"async":              `(async () => { for (;;) await 1; })()`,
		"growing array":      `const a = []; for (;;) a.push(a.length);`,
		"sort":               `[3, 2, 1].sort(() => { for (;;); })`,
		"getter":             `({get x() { for (;;); }}).x`,
		"generator":          `for (const x of (function* () { for (;;) yield 1; })());`,
		"regular expression": `for (;;) /(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaab');`,
	} {
		t.Run(name, func(t *testing.T) {
			l := NewLoop(LoopConfig{Turn: 20 * time.Millisecond})
			r := NewRealm(l, RealmConfig{})
			var inner error
			l.Post(func() { _, inner = r.try(source) })
			l.Post(func() { t.Error("the next task ran") })
			start := time.Now()
			err := l.Run(t.Context())
			var exceeded *TurnExceeded
			if !errors.As(err, &exceeded) || exceeded.Limit != 20*time.Millisecond {
				t.Errorf("got %v", err)
			}
			if !errors.As(inner, &exceeded) {
				t.Errorf("the call got %v", inner)
			}
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// Short tasks one after another are no long turn, and neither is waiting.
func TestTurnLimitIsPerTask(t *testing.T) {
	l := NewLoop(LoopConfig{Turn: 300 * time.Millisecond})
	r := NewRealm(l, RealmConfig{})
	deadline := time.Now().Add(700 * time.Millisecond)
	var again func()
	again = func() {
		if _, err := r.try(`for (let i = 0; i < 1000; i++);`); err != nil {
			t.Error(err)
		}
		if time.Now().Before(deadline) {
			l.Post(again)
			return
		}
		l.Blocked(func() { <-time.After(500 * time.Millisecond) })
		l.Stop(nil)
	}
	l.Post(again)
	if err := l.Run(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestStopInterrupts(t *testing.T) {
	l := NewLoop(LoopConfig{})
	r := NewRealm(l, RealmConfig{})
	cause := errors.New("idle")
	started := make(chan struct{})
	var inner error
	l.Post(func() {
		close(started)
		_, inner = r.try(`for (;;);`)
	})
	go func() { <-started; l.Stop(cause) }()
	if err := l.Run(t.Context()); err != cause {
		t.Errorf("got %v", err)
	}
	if !errors.Is(inner, ErrStopped) || !errors.Is(inner, cause) {
		t.Errorf("the call got %v", inner)
	}
	if _, err := NewRealm(l, RealmConfig{}).try(`1`); !errors.Is(err, ErrStopped) {
		t.Errorf("a realm on an ended loop runs: %v", err)
	}
}

// A panic in a task is the loop's end, not the process's.
func TestTaskPanics(t *testing.T) {
	l := NewLoop(LoopConfig{})
	l.Post(func() { panic("native bug") })
	err := l.Run(t.Context())
	var fault *EngineFault
	if !errors.As(err, &fault) || fault.Reason != "native bug" || fault.Stack == "" {
		t.Errorf("got %v", err)
	}
}

func BenchmarkTask(b *testing.B) {
	for name, turn := range map[string]time.Duration{"unlimited": 0, "limited": time.Second} {
		b.Run(name, func(b *testing.B) {
			l := NewLoop(LoopConfig{Turn: turn})
			n := 0
			var again func()
			again = func() {
				if n++; n < b.N {
					l.Post(again)
				} else {
					l.Stop(nil)
				}
			}
			l.Post(again)
			b.ReportAllocs()
			if err := l.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}
