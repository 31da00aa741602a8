package js

import (
	"runtime"
	"testing"
	"time"
)

func TestFinalizationRegistry(t *testing.T) {
	l := NewLoop(LoopConfig{})
	r := NewRealm(l, RealmConfig{})
	var step func()
	began := time.Now()
	step = func() { // the collector decides when
		runtime.GC()
		if v := r.eval(t, `log.length >= 1 ? log.join() : ''`); v.String() != "" {
			if v.String() != "a" {
				t.Errorf("log %v", v)
			}
			l.Stop(nil)
			return
		}
		if time.Since(began) > 10*time.Second {
			t.Error("no callback")
			l.Stop(nil)
			return
		}
		l.Schedule(time.Millisecond, step)
	}
	l.Post(func() {
		r.eval(t, `globalThis.log = []; globalThis.registry = new FinalizationRegistry((held) => log.push(held));
			(() => { registry.register({}, 'a'); registry.register({}, 'b', registry); })();
			globalThis.kept = {}; registry.register(kept, 'c');
			if (!registry.unregister(registry) || registry.unregister(registry)) throw new Error('unregister');`)
		l.Schedule(time.Millisecond, step)
	})
	if err := l.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}
