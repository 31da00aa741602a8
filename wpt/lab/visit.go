package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/wpt/verdict"
)

// Times after which nobody waits for a page any more. testharness.js gives up
// by itself after 10 and 60 seconds.
const (
	waitShort = 16 * time.Second
	waitLong  = 66 * time.Second
)

// waitFor is how long a page may take.
func waitFor(long bool) time.Duration {
	if long {
		return waitLong
	}
	return waitShort
}

// maxLog is how many console lines of a page are kept.
const maxLog = 200

// visit opens url and collects what the page reports until it is done, or ctx
// ends.
func visit(ctx context.Context, conn *bus.Conn, url string) (r verdict.Result) {
	lines := make(chan schemas.Log, 1<<14)
	console := bus.NewID()
	sub, err := bus.DocumentLog.Subscribe(conn, bus.Params{"console": console}, func(l schemas.Log, _ bus.Params) {
		select {
		case lines <- l:
		case <-ctx.Done():
		}
	})
	if err != nil {
		return verdict.Result{Status: verdict.Crash, Message: err.Error()}
	}
	defer sub.Stop()
	opened := make(chan error, 1)
	go func() {
		// Its answer comes after the load event, which may be late or never.
		_, err := bus.Open.Do(ctx, conn, nil, schemas.OpenDocument{URL: url, Console: console})
		opened <- err
	}()
	var report report
	for {
		select {
		case l := <-lines:
			if report.take(l.Text) {
				return report.result
			}
			if !strings.HasPrefix(l.Text, prefix) && len(report.result.Log) < maxLog {
				report.result.Log = append(report.result.Log, l.Level+" "+l.Text)
			}
		case err := <-opened:
			if err != nil && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
				report.result.Message = fmt.Sprintf("the page did not open: %v", err)
				report.result.Status = verdict.Error
				return report.result
			}
			opened = nil
		case <-ctx.Done():
			report.result.Status = verdict.Timeout
			if !report.begun {
				report.result.Message = "testharness.js never began"
			}
			return report.result
		}
	}
}

// prefix marks the lines of report.js.
const prefix = "asterism-wpt "

// report puts a page's lines together.
type report struct {
	result verdict.Result
	begun  bool
	all    []verdict.Subtest // what the end repeats
}

// take reads a line; true when the page is done.
func (p *report) take(line string) bool {
	rest, ours := strings.CutPrefix(line, prefix)
	if !ours {
		return false
	}
	kind, text, _ := strings.Cut(rest, " ")
	switch kind {
	case "begin":
		p.begun = true
	case "test":
		var s verdict.Subtest
		if json.Unmarshal([]byte(text), &s) == nil {
			p.result.Subtests = append(p.result.Subtests, s)
		}
	case "tests":
		var some []verdict.Subtest
		if json.Unmarshal([]byte(text), &some) == nil {
			p.all = append(p.all, some...)
		}
	case "end":
		var end struct {
			Status, Message string
			Count           int
		}
		if err := json.Unmarshal([]byte(text), &end); err != nil {
			return false
		}
		p.result.Status, p.result.Message = end.Status, end.Message
		if len(p.all) == end.Count {
			p.result.Subtests = p.all
		}
		return true
	}
	return false
}
