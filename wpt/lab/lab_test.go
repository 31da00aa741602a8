package lab

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"asterism/wpt/origin"
	"asterism/wpt/suite"
	"asterism/wpt/verdict"
)

// asChild makes this test binary a child that does what each page's path says.
const asChild = "ASTERISM_LAB_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(asChild) == "" {
		os.Exit(m.Run())
	}
	orders, replies := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	var setup Setup
	if orders.Decode(&setup) != nil {
		os.Exit(1)
	}
	for {
		var o order
		if err := orders.Decode(&o); err == io.EOF {
			os.Exit(0)
		}
		if o.Path == "/die" {
			fmt.Fprintln(os.Stderr, "starting up\nfatal error: out of everything")
			os.Exit(2)
		}
		_ = replies.Encode(reply{Result: verdict.Result{URL: o.Path, Status: verdict.OK, Message: o.URL}})
	}
}

// A page that takes its process down takes nobody else's result with it.
func TestPool(t *testing.T) {
	p := Pool{Network: &origin.Server{Ports: origin.Ports{HTTP: [2]int{80, 81}}}, Children: 2, Command: func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), asChild+"=1")
		return cmd
	}}
	var got []string
	p.Run(context.Background(), []suite.Test{{Path: "/1"}, {Path: "/die"}, {Path: "/2"}, {Path: "/die"}, {Path: "/3"}}, func(r verdict.Result) {
		got = append(got, r.URL+" "+r.Status)
		if r.Status == verdict.Crash && !strings.Contains(r.Message, "\nfatal error: out of everything") {
			t.Errorf("last words: %s", r.Message)
		}
		if r.URL == "/1" && r.Message != "http://web-platform.test:80/1" {
			t.Errorf("opened %s", r.Message)
		}
	})
	slices.Sort(got)
	if want := "/1 OK,/2 OK,/3 OK,/die CRASH,/die CRASH"; strings.Join(got, ",") != want {
		t.Errorf("got %q", got)
	}
}

func TestReport(t *testing.T) {
	var p report
	lines := []string{
		`hello`,
		`asterism-wpt begin {}`,
		`asterism-wpt test {"name": "b", "status": "PASS", "message": ""}`,
		`asterism-wpt nonsense`,
	}
	for _, line := range lines {
		if p.take(line) {
			t.Fatalf("done at %s", line)
		}
	}
	if !p.begun || len(p.result.Subtests) != 1 {
		t.Errorf("so far %+v", p)
	}
	p.take(`asterism-wpt tests [{"name": "a", "status": "NOTRUN"}, {"name": "b", "status": "PASS"}]`)
	if !p.take(`asterism-wpt end {"status": "TIMEOUT", "message": "late", "count": 2}`) {
		t.Fatal("not done")
	}
	if r := p.result; r.Status != "TIMEOUT" || r.Message != "late" || len(r.Subtests) != 2 || r.Subtests[0].Name != "a" {
		t.Errorf("%+v", r)
	}
}

func TestTail(t *testing.T) {
	var w tail
	for range 100 {
		fmt.Fprint(&w, strings.Repeat("x", lastWords))
	}
	fmt.Fprint(&w, "panic: why")
	if got := w.text(); got != "panic: why" {
		t.Errorf("%.50q", got)
	}
}
