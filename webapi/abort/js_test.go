package abort_test

import (
	"context"
	"embed"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/events"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
}

func TestContexts(t *testing.T) {
	env := jstest.New(t, install)
	parent, cancel := context.WithCancel(t.Context())
	var signal *abort.Signal
	var ctx context.Context
	aborted := make(chan string, 1)
	env.Do(func(r *js.Realm) {
		signal, _ = abort.FromContext(r, parent)
		ctx = signal.Context()
		signal.OnAbort(func() { aborted <- signal.Reason().String() })
		stop := signal.OnAbort(func() { t.Error("a stopped algorithm ran") })
		stop()
	})
	if ctx.Err() != nil {
		t.Fatal("the context ended before the signal")
	}
	cancel()
	<-ctx.Done()
	if got := <-aborted; got != "AbortError: the operation was aborted" {
		t.Errorf("reason = %q", got)
	}
	env.Do(func(r *js.Realm) {
		if !signal.Aborted() || abort.Any(r, signal).Context().Err() == nil {
			t.Error("the signal, or one that depends on it, is not aborted")
		}
	})
}
