package transpile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"asterism/js"

	"github.com/dop251/goja"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// web is a fake network: URL to "type|body".
type web map[string]string

func (w web) fetch(_ context.Context, url string) ([]byte, string, error) {
	text, ok := w[url]
	if !ok {
		return nil, "", errors.New("404 Not Found")
	}
	kind, body, _ := strings.Cut(text, "|")
	return []byte(body), kind, nil
}

// run evaluates a program and gives the global `out` when its promises have run.
func run(t *testing.T, name string, program []byte) goja.Value {
	t.Helper()
	compiled, err := js.Compile(name, string(program))
	if err != nil {
		t.Fatalf("%v\n%s", err, program)
	}
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	if _, err := r.Run(compiled); err != nil {
		t.Fatalf("%v\n%s", err, program)
	}
	return r.VM.Get("out")
}

func TestClassic(t *testing.T) {
	for name, c := range map[string]struct {
		loader    Loader
		src, want string
	}{
		"async generator": {JS, `var out = ''; async function* g() { yield 1; yield await 2; } (async () => { for await (const x of g()) out += x; })();`, "12"},
		"for await":       {JS, `var out = ''; (async () => { for await (const x of [Promise.resolve(1), 2]) out += x; })();`, "12"},
		"method":          {JS, `var out = ''; class A { async *items() { yield 'a'; } } (async () => { for await (const x of new A().items()) out += x; })();`, "a"},
		"using":           {JS, `var out = ''; { using x = {[Symbol.dispose]() { out += 'd'; }}; out += 'b'; }`, "bd"},
		"typescript":      {TS, `enum E { A = 3 } interface I { a: number } var out: string = String((<I>{a: E.A}).a);`, "3"},
		"decorator":       {JS, `var out = ''; function d(v, c) { out += c.name; } class A { @d m() {} }`, "m"},
		"fields":          {JS, `class A { get = 1; set = 2; async = 3; static = 4; static get = 5; get x() { return this.get; } async y() {} static async *[Symbol.asyncIterator]() {} }; var a = new A, out = [a.get, a.set, a.async, a.static, A.get, a.x].join('')`, "123451"},
		"hashbang":        {JS, "#!/usr/bin/env node\nvar out = 1", "1"},
		"globals":         {JS, `var seen = 1; function out() {} out = (async function*() {}, typeof out + seen)`, "function1"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.loader == JS && !Needed([]byte(c.src)) {
				t.Error("Needed says no")
			}
			program, _, err := Classic([]byte(c.src), "http://x.example/a.js", c.loader)
			if err != nil {
				t.Fatal(err)
			}
			if got := run(t, "http://x.example/a.js", program).String(); got != c.want {
				t.Errorf("got %q, want %q\n%s", got, c.want, program)
			}
		})
	}
}

func TestNotNeeded(t *testing.T) {
	for _, src := range []string{
		``, `addEventListener('fetch', (e) => e.respondWith(new Response('hello')))`,
		`async function f() { await 1; for (const x of y) {} }`, `class A { get x() { return 1 } set x(v) {} static async f() {} async() {} get() {} }`,
		`const using = 1; importScripts('a.js'); x.import = 2; mail = 'a@b.example'`,
	} {
		if Needed([]byte(src)) {
			t.Errorf("Needed: %s", src)
		}
	}
}

func TestBundle(t *testing.T) {
	net := web{
		"https://x.example/lib/a.js":      `text/javascript|import data from './data.json' with {type: 'json'}; import {b} from '/b.ts?v=1'; export const url = import.meta.url; export default data.n + b; export const env = typeof import.meta.env;`,
		"https://x.example/b.ts?v=1":      `video/mp2t|export const b: number = 2; export const url: string = import.meta.url;`,
		"https://x.example/lib/data.json": `application/json; charset=utf-8|{"n": 40}`,
		"http://cdn.example/c.mjs":        "text/javascript;charset=utf-8|\ufeffexport * as self from './c.mjs'; export class C { get = 'got'; async *all() { yield 'c'; } }",
	}
	result, err := Bundle(t.Context(), "https://x.example/lib/sw.js", []byte(`
		import sum, {url} from './a.js';
		import {url as other} from '../b.ts?v=1';
		import {C, self} from 'http://cdn.example/c.mjs';
		globalThis.out = [sum, url, other, import.meta.url, new C().get, self.C === C].join(' ');
		(async () => { for await (const x of new C().all()) out += ' ' + x; })();
	`), net.fetch)
	if err != nil {
		t.Fatal(err)
	}
	want := "42 https://x.example/lib/a.js https://x.example/b.ts?v=1 https://x.example/lib/sw.js got true c"
	if got := run(t, "https://x.example/lib/sw.js", result.Program).String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := slices.Sorted(maps.Keys(result.Imports)), slices.Sorted(maps.Keys(net)); !slices.Equal(got, want) {
		t.Errorf("imports %v", got)
	}
}

// import() is whatever the realm makes of it; alone it is refused, as service
// workers want it.
func TestDynamicImport(t *testing.T) {
	result, err := Bundle(t.Context(), "https://x.example/sw.js", []byte(`
		class A { import() { return 'method' } } const o = {import: 1};
		globalThis.out = new A().import() + o.import; import('./a.js').catch((e) => out += e.name); import(out).catch(() => out += '!');`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, "https://x.example/sw.js", result.Program).String(); got != "method1TypeError!" {
		t.Error(got)
	}
}

func TestBundleExports(t *testing.T) {
	net := web{"https://x.example/b.js": "text/javascript|export let n = 1; export const up = () => n++;"}
	result, err := BundleExports(t.Context(), "https://x.example/a.js", []byte(`export * from './b.js'; export default 5; export function fail() { null.x }`), "text/javascript", net.fetch)
	if err != nil {
		t.Fatal(err)
	}
	program, err := js.Compile("https://x.example/a.js", string(result.Program))
	if err != nil {
		t.Fatalf("%v\n%s", err, result.Program)
	}
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	v, err := r.Run(program)
	if err != nil {
		t.Fatal(err)
	}
	r.VM.Set("ns", v)
	check, _ := js.Compile("check.js", `ns.up(); try { ns.fail() } catch (e) { var s = e.stack } ns.n + ns.default + /a\.js:1:/.test(s) + Object.keys(ns) + typeof __asterism_exports`)
	if v, err = r.Run(check); err != nil || v.String() != "8default,fail,n,upundefined" {
		t.Error(v, err)
	}
}

// An entry's URL may have any characters.
func TestEntryURL(t *testing.T) {
	net := web{"https://x.example/a.js?pipe=header(A,%20*)": "text/javascript|export const a = 1"}
	for _, entry := range []string{`data:text/javascript,import "https://x.example/a.js?pipe=header(A,%20*)"`, "https://x.example/dir*/[x]?.js", "blob:https://x.example/1-2"} {
		if _, err := Bundle(t.Context(), entry, []byte(`import {a} from 'https://x.example/a.js?pipe=header(A,%20*)'; self.b = a`), net.fetch); err != nil {
			t.Errorf("%s: %v", entry, err)
		}
	}
	if _, err := Bundle(t.Context(), "blob:https://x.example/1-2", []byte(`import './a.js'`), net.fetch); err == nil || !strings.Contains(err.Error(), "cannot be a base") {
		t.Error(err)
	}
}

func TestBundleErrors(t *testing.T) {
	net := web{
		"https://x.example/bad.js":  "text/javascript|\nlet a = ;",
		"https://x.example/page.js": "text/html|<p>",
		"https://x.example/d.json":  "application/json|{}",
		"https://x.example/bare.js": "text/javascript|export {default} from 'hono'",
		"https://x.example/j.js":    "application/json|{",
		"https://x.example/none.js": "text/javascript|export const a = 1",
	}
	for src, want := range map[string]string{
		"\nimport 'hono'":                               `https://x.example/sw.js:2:8: "hono" is a bare specifier`,
		`import './bad.js'`:                             `https://x.example/bad.js:2:9: Unexpected ";"`,
		` import './missing.js'`:                        `https://x.example/sw.js:1:9: cannot get https://x.example/missing.js: 404 Not Found`,
		`import './page.js'`:                            `"text/html", not JavaScript`,
		`import './d.json'`:                             `import it with {type: 'json'}`,
		`import './bare.js'`:                            `https://x.example/bare.js:1:23: "hono" is a bare`,
		`import j from './j.js' with {type: 'json'}`:    `https://x.example/j.js:1:2`,
		`import t from './none.js' with {type: 'json'}`: `not JSON`,
		`import c from './x.css' with {type: 'css'}`:    `modules of type "css" are not supported`,
		`import {nope} from './none.js'`:                `https://x.example/sw.js:1:9: No matching export`,
		`await 1`:                                       `https://x.example/sw.js:1:1: top-level await`,
		`import 'file:///etc/passwd'`:                   `only http:, https:`,
		`import 'data:text/javascript,1'`:               `cannot get data:text/javascript,1`,
		`const a = ((;`:                                 `https://x.example/sw.js:1:13`,
	} {
		_, err := Bundle(t.Context(), "https://x.example/sw.js", []byte(src), net.fetch)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", src, err, want)
		}
	}
	if _, err := Bundle(t.Context(), "sw.js", nil, net.fetch); err == nil {
		t.Error("a relative entry URL is accepted")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Bundle(cancelled, "https://x.example/sw.js", []byte(`import './none.js'`), net.fetch); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Exceptions name the original file, line and column, also behind a quoted field.
func TestPositions(t *testing.T) {
	net := web{"https://x.example/lib.ts": "text/typescript|// comment\nexport class A { get = 1; set = 2 }\ninterface I { a: string }\nexport function fail(): never {\n  throw new TypeError('boo');\n}\n"}
	result, err := Bundle(t.Context(), "https://x.example/sw.js", []byte("import {A, fail} from './lib.ts';\nnew A();\nfunction caller() {\n  fail();\n}\ncaller();"), net.fetch)
	if err != nil {
		t.Fatal(err)
	}
	program, err := js.Compile("https://x.example/sw.js", string(result.Program))
	if err != nil {
		t.Fatal(err)
	}
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	_, err = r.Run(program)
	var thrown *js.Exception
	if !errors.As(err, &thrown) {
		t.Fatal(err)
	}
	for _, want := range []string{"https://x.example/lib.ts:5:", "https://x.example/sw.js:4:", "https://x.example/sw.js:6:"} {
		if !strings.Contains(thrown.Stack, want) {
			t.Errorf("no %s in\n%s", want, thrown.Stack)
		}
	}
}

func TestHostileSources(t *testing.T) {
	for name, src := range map[string]string{
		"brackets": strings.Repeat("[", 1<<20),
		"prefix":   strings.Repeat("!", 1<<20) + "1",
		"calls":    strings.Repeat("f(", 1<<20),
		"huge":     strings.Repeat(" ", maxSource+1),
	} {
		if _, _, err := Classic([]byte(src), name, JS); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if _, err := Bundle(t.Context(), "https://x.example/sw.js", []byte(src), nil); err == nil {
			t.Errorf("%s: accepted in a bundle", name)
		}
	}
}

func TestQuoteFields(t *testing.T) {
	for src, want := range map[string]string{
		`class A{get=1;set;static async=2;static}get=3;`:                        `class A{"get"=1;"set";static "async"=2;"static"}get=3;`,
		`class A{get x(){return get=1}set y(v){set=v;}async=()=>{async=1;}}`:    `class A{get x(){return get=1}set y(v){set=v;}"async"=()=>{async=1;}}`,
		`class A extends f({get:1}){x={get,set:2};get=/[/}]get=/.test("get=")}`: `class A extends f({get:1}){x={get,set:2};"get"=/[/}]get=/.test("get=")}`,
		"class A{a=`${{get:1}.get}get=`;get=`}`}":                               "class A{a=`${{get:1}.get}get=`;\"get\"=`}`}",
		`class A extends class{get=1}{set=2}`:                                   `class A extends class{"get"=1}{"set"=2}`,
		`x.class={get};get=1`:                                                   `x.class={get};get=1`,
		`class A{static{get=1;}get=2}`:                                          `class A{static{get=1;}"get"=2}`,
		`class A{async*get(){}get(){}get get(){}}`:                              `class A{async*get(){}get(){}get get(){}}`,
	} {
		got, _ := quoteFields([]byte(src))
		if string(got) != want {
			t.Errorf("%s\ngot  %s\nwant %s", src, got, want)
		}
	}
}

func FuzzQuoteFields(f *testing.F) {
	f.Add([]byte("class A{get=1;a=`${{get:1}.get}get=`;set}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		out, inserts := quoteFields(src)
		if len(out) != len(src)+2*len(inserts) {
			t.Fatalf("%q → %q with %d insertions", src, out, len(inserts))
		}
	})
}

func FuzzShift(f *testing.F) {
	f.Add("AAAA,CAAC;;gCAEA,KAAK", 0, 3)
	f.Fuzz(func(t *testing.T, mappings string, line, column int) {
		shift(mappings, []insert{{line: line, column: column, width: 2}})
	})
}

func FuzzNeeded(f *testing.F) {
	f.Add([]byte("async function* g() {}"))
	f.Fuzz(func(t *testing.T, src []byte) { Needed(src) })
}

func ExampleClassic() {
	out, _, err := Classic([]byte("for await (;;);"), "https://x.example/sw.js", JS)
	fmt.Println(out, err)
	// Output: [] https://x.example/sw.js:1:12: Unexpected ";"
}
