package cli

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"asterism/internal/visit"
)

// trace writes what happens in a visit for a person, one line each: what it is,
// then what there is to say of it.
//
//	request  200 GET /style.css   style, from the worker of /, 1.8 ms
//	warn     the oven is cold     /app.js:3:11
type trace struct {
	out     io.Writer
	origin  string // of the page: left out of URLs
	paint   paint
	silent  bool
	shown   bool              // a controller was shown
	scripts map[string]string // of workers, by version
}

// newTrace writes to stdout, or to stderr where stdout is for values.
func newTrace(sh shell, page *url.URL, aside, silent bool) *trace {
	t := &trace{out: sh.out, origin: origin(page), silent: silent, scripts: map[string]string{}}
	if aside {
		t.out = sh.err
	}
	t.paint = paint(isTerminal(t.out))
	return t
}

// hear writes one fact.
func (t *trace) hear(f visit.Fact) {
	switch {
	case t.silent:
	case f.Line != nil:
		t.console(f.Line, f.Uncaught)
	case f.Request != nil:
		t.request(f.Request)
	case f.Change != nil:
		t.scripts[f.Change.Version] = f.Change.Script
		t.line("worker", cyan, "%s %s", t.short(f.Change.Script), f.Change.State, "scope "+t.short(f.Change.Scope), f.Change.Reason)
	case f.Controlled && f.Controller != nil:
		t.shown = true
		t.line("control", cyan, "%s", t.short(cmp.Or(f.Controller.Script, t.scripts[f.Controller.Version], "a worker")), "scope "+t.short(f.Controller.Scope))
	case f.Controlled && t.shown:
		t.shown = false
		t.line("control", cyan, "none")
	case f.Loaded != "":
		t.line("loaded", green, "%s", t.short(f.Loaded))
	case f.Ended != "":
		t.line("error", red, "%s", "the page ended: "+f.Ended)
	}
}

func (t *trace) console(l *visit.Line, uncaught bool) {
	colour := plain
	switch {
	case uncaught || l.Level == "error":
		colour = red
	case l.Level == "warn":
		colour = yellow
	case l.Level == "debug":
		colour = faint
	}
	what := l.Level
	if uncaught {
		what = "error"
	}
	where := t.short(l.Source)
	if l.In == "worker" {
		where = strings.TrimSpace("in the worker of " + t.short(l.Where) + " " + where)
	}
	text := strings.ReplaceAll(strings.TrimRight(l.Text, "\n"), "\t", "  ")
	if uncaught { // with its stack
		text = strings.ReplaceAll(text, t.origin+"/", "/")
	}
	t.line(what, colour, "%s", strings.ReplaceAll(text, "\n", "\n       "), where)
}

func (t *trace) request(r *visit.Request) {
	colour, status := plain, strconv.Itoa(r.Status)
	switch {
	case r.Failed != "":
		colour, status = red, "---"
	case r.Status == 0:
		status = "(0)" // it is hidden from the page
	case r.Status >= 400:
		colour = yellow
	}
	by := map[string]string{"network": "from the network", "http-cache": "from the HTTP cache", "cache": "from a cache, by a static route"}[r.By]
	if r.Worker != nil {
		by = "from the worker of " + t.short(r.Worker.Scope)
	}
	to := ""
	if r.To != "" {
		to = "to " + t.short(r.To)
	}
	t.line("request", colour, "%s %s %s", status, r.Method, t.short(r.URL), cmp.Or(r.Destination, "fetch"), to, by, r.Failed, duration(time.Duration(r.Took)))
}

// line writes what, then format with as many of args as it has verbs, then the
// rest that is not empty, apart and faint.
func (t *trace) line(what string, c colour, format string, args ...any) {
	n := strings.Count(format, "%")
	var rest []string
	for _, more := range args[n:] {
		if s := fmt.Sprint(more); s != "" {
			rest = append(rest, s)
		}
	}
	text := fmt.Sprintf(format, args[:n]...)
	if len(rest) > 0 {
		first, others, several := strings.Cut(text, "\n")
		text = first + strings.Repeat(" ", max(2, 40-len(first))) + t.paint.with(faint, strings.Join(rest, ", "))
		if several {
			text += "\n" + others
		}
	}
	fmt.Fprintf(t.out, "%s %s\n", t.paint.with(c, fmt.Sprintf("%-8s", what)), text)
}

// short is a URL without the page's origin.
func (t *trace) short(u string) string {
	if path, ok := strings.CutPrefix(u, t.origin); ok && strings.HasPrefix(path, "/") {
		return path
	}
	return u
}

// duration is what a person wants to know of one.
func duration(d time.Duration) string {
	if d < 10*time.Millisecond {
		return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) + " ms"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
}
