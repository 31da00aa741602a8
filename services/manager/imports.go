package manager

import (
	"context"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"asterism/schemas"
	"asterism/webapi/dataurl"

	"github.com/dop251/goja"
)

// imports is a worker's script resource map: the scripts it imported, by URL.
// It belongs to the worker's loop.
//
// https://w3c.github.io/ServiceWorker/#dfn-script-resource-map
type imports struct {
	w *worker
	// hashes are the scripts known, by URL: those stored with the registration,
	// and those fetched since; "" for one that an update could not get.
	hashes map[string]string
	// taken are those that were used since the worker started.
	taken map[string]string
}

func newImports(w *worker) *imports {
	m := &imports{w: w, hashes: map[string]string{}, taken: map[string]string{}}
	maps.Copy(m.hashes, w.self.Imports)
	return m
}

// used is a copy of the scripts used, URL to hash; nil for none.
func (m *imports) used() map[string]string {
	if len(m.taken) == 0 {
		return nil
	}
	return maps.Clone(m.taken)
}

// load gives a script to run: the stored one, or, while the worker is being
// installed, the one fetched now.
//
// https://w3c.github.io/ServiceWorker/#importscripts
func (m *imports) load(ctx context.Context, url string) (*goja.Program, error) {
	hash, ok := m.hashes[url]
	if !ok {
		// Step 4: a worker that is installed imports nothing new.
		if s := m.w.current(); s != schemas.StateParsed && s != schemas.StateInstalling {
			return nil, fmt.Errorf("the worker is installed, and did not import this script before it was")
		}
		var err error
		if hash, err = m.fetch(ctx, url); err != nil {
			return nil, err
		}
		m.hashes[url] = hash
	}
	if hash == "" {
		return nil, fmt.Errorf("it could not be had when the registration was updated")
	}
	m.taken[url] = hash
	return m.w.s.programs.get(ctx, hash, url, true)
}

// fetch gets a script from the network, or a data: URL, and stores it.
func (m *imports) fetch(ctx context.Context, url string) (hash string, err error) {
	w := m.w
	if strings.HasPrefix(url, "data:") {
		kind, source, ok := dataurl.Process(url)
		if !ok {
			return "", fmt.Errorf("the data: URL does not parse")
		}
		if !javaScript(kind.String()) {
			return "", fmt.Errorf("its type is %q, not one of JavaScript's", kind.String())
		}
		return w.s.scripts.Put(ctx, source)
	}
	q := schemas.Request{Method: "GET", URL: url, Mode: "no-cors", Credentials: "same-origin",
		Destination: "script", Referrer: w.self.ScriptURL, ReferrerPolicy: w.policy.referrer, Redirect: "follow"}
	if originOf(url) != w.origin {
		q.Credentials = "include"
	}
	if w.uncached() {
		q.Cache = "no-cache"
	}
	if err := w.admit(url, "script", []string{url}); err != nil {
		return "", err
	}
	began := time.Now()
	reply, err := w.net(ctx, &q, nil)
	if err != nil {
		return "", err
	}
	p := &reply.Response
	w.timed(url, "script", began, p)
	if err := w.admit(url, "script", p.URLs); err != nil {
		return "", err
	}
	if p.Status < 200 || p.Status > 299 {
		return "", fmt.Errorf("the server answered %d", p.Status)
	}
	kind, _ := p.Headers.Get("Content-Type")
	if !javaScript(kind) {
		return "", fmt.Errorf("its Content-Type is %q, not one of JavaScript's", kind)
	}
	source, err := m.read(ctx, p.Body)
	if err != nil {
		return "", err
	}
	return w.s.scripts.Put(ctx, source)
}

// read reads a script's body whole.
func (m *imports) read(ctx context.Context, b schemas.Body) ([]byte, error) {
	limit := m.w.s.cfg.MaxScript
	source := b.Inline
	if b.Kind == schemas.BodyStream {
		from, err := m.w.s.conn.OpenBody(ctx, b.Stream)
		if err != nil {
			return nil, err
		}
		defer from.Close()
		if source, err = io.ReadAll(io.LimitReader(from, int64(limit)+1)); err != nil {
			return nil, fmt.Errorf("its body was cut short: %w", err)
		}
	}
	if len(source) > limit {
		return nil, fmt.Errorf("it is longer than %d bytes", limit)
	}
	return source, nil
}

// uncached: scripts are fetched past the HTTP cache.
func (w *worker) uncached() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.reg.UpdateViaCache == "none"
}

// current is the state of the worker's version as the registry has it.
func (w *worker) current() schemas.State {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state
}

// javaScript reports whether a Content-Type is one of JavaScript's (or
// TypeScript's, which is lowered).
//
// https://mimesniff.spec.whatwg.org/#javascript-mime-type
func javaScript(contentType string) bool {
	essence, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(essence)) {
	case "application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript",
		"text/ecmascript", "text/javascript", "text/javascript1.0", "text/javascript1.1", "text/javascript1.2",
		"text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript", "text/livescript",
		"text/x-ecmascript", "text/x-javascript", "text/typescript", "application/typescript":
		return true
	}
	return false
}
