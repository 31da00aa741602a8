package webworker

import (
	"asterism/js"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

// LocationClass is the interface WorkerLocation: the parts of the script's URL.
//
// https://html.spec.whatwg.org/multipage/workers.html#worker-locations
var LocationClass = &js.Class[*weburl.URL]{
	Name: "WorkerLocation",
	Attrs: []js.Attr[*weburl.URL]{
		part("href", (*weburl.URL).Href),
		part("origin", (*weburl.URL).Origin),
		part("protocol", (*weburl.URL).Protocol),
		part("host", (*weburl.URL).Host),
		part("hostname", (*weburl.URL).Hostname),
		part("port", (*weburl.URL).Port),
		part("pathname", (*weburl.URL).Pathname),
		part("search", (*weburl.URL).Search),
		part("hash", (*weburl.URL).Hash),
	},
	Methods: []js.Method[*weburl.URL]{{Name: "toString", Call: func(u *weburl.URL, c js.Call) goja.Value {
		return c.VM.ToValue(u.Href())
	}}},
}

func part(name string, get func(*weburl.URL) string) js.Attr[*weburl.URL] {
	return js.Attr[*weburl.URL]{Name: name, Get: func(u *weburl.URL, c js.Call) goja.Value {
		return c.VM.ToValue(get(u))
	}}
}
