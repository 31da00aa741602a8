package scripthost

import "testing"

func TestDynamicImport(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/":         `<title>x</title><script type=module>import {n} from './m.js'; globalThis.first = n; globalThis.late = import('./m.js').then((m) => m.n + m.default)</script>`,
		"/m.js":     "//text/javascript\nexport const n = 4; export default 38;",
		"/bad.js":   "//text/javascript\nlet a = ;",
		"/throw.js": "//text/javascript\nthrow new RangeError('boo');",
	})
	d := w.open("/")
	w.want(d.Client, "late", "42")
	w.want(d.Client, "first", "4")
	w.want(d.Client, "Promise.all([import('/m.js'), import('/m.js')]).then(([a, b]) => a === b)", "true")
	w.want(d.Client, "import('/bad.js').catch((e) => e.name)", `"SyntaxError"`)
	w.want(d.Client, "import('/throw.js').catch((e) => e.name)", `"RangeError"`)
	w.want(d.Client, "import('/none.js').catch((e) => e.name)", `"TypeError"`)
	w.want(d.Client, "import('bare').catch((e) => e.name)", `"TypeError"`)
}
