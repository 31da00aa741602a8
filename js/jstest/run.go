package jstest

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"asterism/js"

	"github.com/dop251/goja"
)

// Config says how scripts run.
type Config struct {
	// Install puts what is under test into the realm of each script.
	Install func(r *js.Realm)
	// Pattern chooses files; "": testdata/*.js.
	Pattern string
	// Live runs on real time instead of in a synctest bubble.
	Live bool
	// Uncaught hears of uncaught exceptions and rejections; nil: they fail the test.
	Uncaught func(r *js.Realm, v goja.Value, rejection bool)
	// Turn is the loop's turn limit; 0: none.
	Turn time.Duration
}

// Script is one test file.
type Script struct{ Name, Source string }

// Run runs every script that matches the pattern as a subtest.
func Run(t *testing.T, cfg Config, files fs.FS) {
	t.Helper()
	pattern := cfg.Pattern
	if pattern == "" {
		pattern = "testdata/*.js"
	}
	names, err := fs.Glob(files, pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("jstest: no file matches %s: embed it with //go:embed", pattern)
	}
	for _, name := range names {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(strings.TrimPrefix(name, "testdata/"), ".js"), func(t *testing.T) {
			RunScript(t, cfg, Script{Name: name, Source: string(source)})
		})
	}
}

// RunScript runs one script; every test in it becomes a subtest of t.
func RunScript(t *testing.T, cfg Config, script Script) {
	t.Helper()
	var results []Result
	if cfg.Live {
		results = Results(t.Context(), cfg, script)
	} else {
		synctest.Test(t, func(t *testing.T) { results = Results(t.Context(), cfg, script) })
	}
	if len(results) == 0 {
		t.Error("the script has no tests")
	}
	for _, result := range results {
		t.Run(result.Name, func(t *testing.T) {
			if result.Problem != "" {
				t.Error(strings.TrimRight(result.Problem+"\n"+result.Stack, "\n"))
			}
		})
	}
}

// Result is how one test ended; Problem is empty when it passed.
type Result struct{ Name, Problem, Stack string }

//go:embed harness.js
var harnessSource string

// Results runs a script and tells how each of its tests ended, in order of
// completion. A problem of the script itself is a result named "(script)".
func Results(ctx context.Context, cfg Config, script Script) []Result {
	loop := js.NewLoop(js.LoopConfig{Turn: cfg.Turn})
	s := &session{cfg: cfg, loop: loop}
	s.realm = js.NewRealm(loop, js.RealmConfig{Uncaught: s.uncaught})
	loop.Post(func() { s.start(script) })
	if err := loop.Run(ctx); err != nil {
		s.problem(err)
	}
	return s.results
}

type session struct {
	cfg     Config
	loop    *js.Loop
	realm   *js.Realm
	results []Result
}

// start installs and runs everything, as one task.
func (s *session) start(script Script) {
	r := s.realm
	if s.cfg.Install != nil {
		s.cfg.Install(r)
	}
	harness, err := js.Compile("harness.js", harnessSource)
	if err != nil {
		s.abort(err)
		return
	}
	make, err := r.Run(harness)
	if err != nil {
		s.abort(err)
		return
	}
	fn, _ := goja.AssertFunction(make)
	loaded, err := r.Call(fn, goja.Undefined(), r.VM.GlobalObject(),
		r.Function(js.Function{Name: "report", Call: s.report}),
		r.Function(js.Function{Name: "after", Call: s.after}))
	if err != nil {
		s.abort(err)
		return
	}
	program, err := js.Compile(script.Name, script.Source)
	if err != nil {
		s.abort(err)
		return
	}
	if _, err := r.Run(program); err != nil {
		s.abort(err)
		return
	}
	end, _ := goja.AssertFunction(loaded)
	if _, err := r.Call(end, goja.Undefined()); err != nil {
		s.abort(err)
	}
}

// report(name, problem, stack): a test ended; name null: all did.
func (s *session) report(c js.Call) goja.Value {
	if goja.IsNull(c.Arg(0)) {
		s.loop.Post(func() { s.loop.Stop(nil) }) // after the rejections of this task
		return nil
	}
	result := Result{Name: c.Arg(0).String(), Problem: c.Arg(1).String()}
	if result.Problem != "" {
		result.Stack = c.Arg(2).String()
	}
	s.results = append(s.results, result)
	return nil
}

// after(fn, ms)
func (s *session) after(c js.Call) goja.Value {
	fn := c.Callback(c.Arg(0), "callback")
	s.loop.Schedule(time.Duration(c.Arg(1).ToFloat()*float64(time.Millisecond)), func() {
		if _, err := s.realm.Call(fn, goja.Undefined()); err != nil {
			s.problem(err)
		}
	})
	return nil
}

func (s *session) uncaught(v goja.Value, rejection bool) {
	if s.cfg.Uncaught != nil {
		s.cfg.Uncaught(s.realm, v, rejection)
		return
	}
	message, stack := s.realm.Describe(v)
	what := "uncaught exception: "
	if rejection {
		what = "unhandled rejection: "
	}
	s.results = append(s.results, Result{Name: "(script)", Problem: what + message, Stack: stack})
}

func (s *session) abort(err error) {
	s.problem(err)
	s.loop.Stop(nil)
}

func (s *session) problem(err error) {
	result := Result{Name: "(script)", Problem: fmt.Sprint(err)}
	if e, ok := err.(*js.Exception); ok {
		result.Stack = e.Stack
	}
	s.results = append(s.results, result)
}
