package loader

import (
	"asterism/bus"
	"asterism/schemas"
)

// aborts is the aborts of fetch events.
func (w *world) aborts() <-chan schemas.Abort {
	w.t.Helper()
	ch := make(chan schemas.Abort, 100)
	sub, err := bus.Abort.Subscribe(w.conn, nil, func(a schemas.Abort, _ bus.Params) { ch <- a })
	if err == nil {
		err = w.conn.Flush()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = sub.Stop() })
	return ch
}
