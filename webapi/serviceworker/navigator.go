package serviceworker

import (
	"runtime"

	"asterism/js"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// navigator is the WorkerNavigator object's value.
type navigator struct {
	userAgent string
	languages goja.Value // the frozen array, once asked for
}

// navigatorClass is the interface WorkerNavigator, as far as a server has
// something to say: NavigatorID, NavigatorLanguage, NavigatorOnLine and
// NavigatorConcurrentHardware.
//
// https://html.spec.whatwg.org/multipage/workers.html#the-workernavigator-object
var navigatorClass = &js.Class[*navigator]{
	Name: "WorkerNavigator",
	Attrs: []js.Attr[*navigator]{
		constant("appCodeName", "Mozilla"),
		constant("appName", "Netscape"),
		constant("product", "Gecko"),
		constant("platform", ""),
		{Name: "appVersion", Get: func(n *navigator, c js.Call) goja.Value { return c.VM.ToValue("5.0 (" + n.userAgent + ")") }},
		{Name: "userAgent", Get: func(n *navigator, c js.Call) goja.Value { return c.VM.ToValue(n.userAgent) }},
		constant("language", "en"),
		{Name: "languages", Get: func(n *navigator, c js.Call) goja.Value {
			if n.languages == nil {
				n.languages = events.FrozenArray(c.Realm, []goja.Value{c.VM.ToValue("en")})
			}
			return n.languages
		}},
		constant("onLine", true),
		{Name: "hardwareConcurrency", Get: func(_ *navigator, c js.Call) goja.Value { return c.VM.ToValue(runtime.NumCPU()) }},
	},
}

func constant(name string, value any) js.Attr[*navigator] {
	return js.Attr[*navigator]{Name: name, Get: func(_ *navigator, c js.Call) goja.Value { return c.VM.ToValue(value) }}
}
