package scripthost

import "testing"

// Documents of an origin share local storage; those of a window share session
// storage. The others hear of changes.
func TestStorage(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": "<script>var heard = []; onstorage = (e) => heard.push([e.key, e.oldValue, e.newValue, e.url, e.storageArea === localStorage]); localStorage.length; sessionStorage.length</script>"})
	d, e := w.open("/"), w.open("/in")
	w.want(d.Client, "frame({src: '/in'}).then((f) => { window.f = f; localStorage.setItem('a', 1); sessionStorage.setItem('s', 2); return [f.contentWindow.localStorage.getItem('a'), f.contentWindow.sessionStorage.getItem('s')].join() })", `"1,2"`)
	w.want(d.Client, "localStorage.setItem('a', 1); localStorage.setItem('a', 3); localStorage.removeItem('none'); localStorage.removeItem('a'); localStorage.clear(); localStorage.setItem('b', 4); localStorage.clear(); localStorage.length", "0")
	const url = `"http://localhost/",true]`
	heard := `["a",null,"1",` + url + `,["a","1","3",` + url + `,["a","3",null,` + url + `,["b",null,"4",` + url + `,[null,null,null,` + url
	w.until("the other page has heard", func() bool { return w.eval(e.Client, "heard") == "["+heard+"]" })
	w.want(d.Client, "f.contentWindow.heard.length", "6")
	w.want(e.Client, "sessionStorage.getItem('s')", "null")
	w.want(d.Client, "thrown(() => localStorage.setItem('k', 'x'.repeat(5 << 19)))", `"QuotaExceededError"`)
	w.want(d.Client, "localStorage.setItem('k', 'x'.repeat((5 << 19) - 1)); thrown(() => localStorage.setItem('l', ''))", `"QuotaExceededError"`)
	w.want(d.Client, "localStorage.removeItem('k'); thrown(() => localStorage.setItem('l', ''))", `"nothing"`)
	w.want(e.Client, "[localStorage.key(0), localStorage.key(1), localStorage.length].join()", `"l,,1"`)
	w.want(d.Client, "frame({src: 'http://other.localhost/in'}).then((o) => { o.remove(); localStorage.clear(); f.remove(); return 'gone' })", `"gone"`)
	w.want(d.Client, "Promise.all([message(window), frame({sandbox: 'allow-scripts', srcdoc: '<script>try { localStorage } catch (e) { parent.postMessage(e.name, \"*\") }</script>'})]).then(([m]) => m.data)", `"SecurityError"`)
	w.want(d.Client, "var x = new StorageEvent('storage', {key: 'k', storageArea: localStorage}); [x.key, x.oldValue, x.url, x.storageArea === localStorage].join()", `"k,,,true"`)
}
