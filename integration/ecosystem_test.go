//go:build ecosystem

package integration

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asterism/integration/ecosystem"
)

// visit is one request and what it has to give.
type visit struct {
	method, path, body, contentType string
	status                          int
	want                            string // in the body
	header, value                   string // in the headers
}

// applications are the workers, each with its visits in order.
var applications = map[string]struct {
	script string // if not sw.js
	module bool
	visits []visit
}{
	"hono": {visits: []visit{
		{path: "nowhere", status: 404, want: "there is no /hono/nowhere here"}, // Hono lets a 404 go to the network
		{path: "page/Ada", status: 200, want: "<h1>Hello Ada</h1><li>a</li><li>b</li>", header: "Content-Type", value: "text/html"},
		{path: "post/12?q=x", status: 200, want: `{"id":12,"q":"x"}`, header: "X-Frame-Options", value: "SAMEORIGIN"},
		{path: "post/x", status: 404},
		{path: "cookie", status: 200, want: `{"seen":null}`, header: "Set-Cookie", value: "seen=yes; Path=/hono"},
		{path: "teapot", status: 418, want: "short and stout"},
		{path: "stream", status: 200, want: "one two three"},
		{method: "POST", path: "form", body: "a=1&b=2", contentType: "application/x-www-form-urlencoded", status: 200, want: `{"a":"1","b":"2"}`},
		{method: "POST", path: "valid", body: `{"n":21}`, contentType: "application/json", status: 200, want: `{"twice":42}`},
		{method: "POST", path: "valid", body: `{}`, contentType: "application/json", status: 400, want: "no number"},
	}},
	"itty": {visits: []visit{
		{path: "hi/Ada", status: 200, want: `{"hi":"Ada","cookies":{}}`},
		{path: "table", status: 200, want: "a,b\n1,2", header: "Content-Type", value: "text/csv"},
		{path: "file.txt?a=1", status: 200, want: `{"ext":"txt","a":"1"}`},
		{path: "teapot", status: 418, want: "short and stout"},
		{path: "crash", status: 500, want: "Cannot read"},
		{path: "none", status: 404, want: "Not Found"},
		{method: "POST", path: "echo", body: `[1]`, contentType: "application/json", status: 200, want: `{"got":[1]}`},
	}},
	"typescript": {module: true, visits: []visit{
		{path: "?name=Ada&times=2", status: 200, want: "Hello, Ada!!!\nHello, Ada!!!\n", header: "X-Module", value: "/typescript/sw.js"},
		{path: "?name=A", status: 400, want: "name"},
	}},
	"modules": {script: "sw.ts", module: true, visits: []visit{
		{path: "", status: 200, want: `{"greeting":"Hello, modules!!!","visits":1,"here":"/modules/sw.ts","lib":"/modules/lib/counter.ts"}`},
	}},
	"workbox": {visits: []visit{
		{path: "index.html", status: 200, want: "from Workbox's precache"},
		{path: "app.css", status: 200, want: "teal"},
		{path: "precached.txt", status: 200, want: "precached"},
	}},
	"workbox-parts": {visits: []visit{
		{path: "precached.txt", status: 200, want: "precached"},
		{path: "first.txt", status: 200, want: "first"},
		{path: "first.txt", status: 200, want: "first"},
		{path: "stale.txt", status: 200, want: "stale"},
		{path: "computed?x=1", status: 200, want: "computed ?x=1 GET"},
		{path: "index.html", status: 200, want: "Workbox"},
	}},
	"sw-toolbox": {visits: []visit{
		{path: "hello/Ada", status: 200, want: "hello Ada"},
		{path: "sw.js", status: 200, want: "importScripts"},
	}},
	"msw": {visits: []visit{ // without a page that mocks, everything passes through
		{path: "sw.js", status: 200, want: "Mock Service Worker"},
	}},
}

func TestEcosystem(t *testing.T) {
	dist, err := ecosystem.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	libraries, err := os.ReadDir(filepath.Join(dist, "packages"))
	if err != nil {
		t.Fatal(err)
	}
	each(t, setup{site: dist}, func(t *testing.T, s *system) {
		for name, app := range applications {
			t.Run(name, func(t *testing.T) {
				script := app.script
				if script == "" {
					script = "sw.js"
				}
				args := []string{"register", s.origin + "/" + name + "/" + script}
				if app.module {
					args = append(args, "--type", "module")
				}
				s.must(args...)
				for _, v := range app.visits {
					s.visit(t, "/"+name+"/", v)
				}
			})
		}
		for _, library := range libraries {
			t.Run("packages/"+library.Name(), func(t *testing.T) {
				s.register("/packages/"+library.Name()+"/sw.js", "")
				s.visit(t, "/packages/"+library.Name()+"/", visit{status: 200})
			})
		}
	})
}

// visit makes one request and looks at the answer.
func (s *system) visit(t *testing.T, base string, v visit) {
	t.Helper()
	if v.method == "" {
		v.method = "GET"
	}
	q, err := http.NewRequestWithContext(t.Context(), v.method, s.origin+base+v.path, strings.NewReader(v.body))
	if err != nil {
		t.Fatal(err)
	}
	if v.contentType != "" {
		q.Header.Set("Content-Type", v.contentType)
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != v.status || !strings.Contains(string(body), v.want) {
		t.Errorf("%s %s%s: %d %s, want %d %q", v.method, base, v.path, res.StatusCode, body, v.status, v.want)
	}
	if v.header != "" && !strings.Contains(strings.Join(res.Header.Values(v.header), ","), v.value) {
		t.Errorf("%s%s: %s is %q, want %q", base, v.path, v.header, res.Header.Values(v.header), v.value)
	}
}
