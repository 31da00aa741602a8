package webworker

import (
	"runtime"
	"strings"

	"asterism/js"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// Navigator is the WorkerNavigator object's value.
type Navigator struct {
	Base      *Base
	languages goja.Value // the frozen array, once asked for
}

// NavigatorClass is the interface WorkerNavigator, as far as a server has
// something to say: NavigatorID, NavigatorLanguage, NavigatorOnLine and
// NavigatorConcurrentHardware.
//
// https://html.spec.whatwg.org/multipage/workers.html#the-workernavigator-object
var NavigatorClass = &js.Class[*Navigator]{
	Name: "WorkerNavigator",
	Attrs: []js.Attr[*Navigator]{
		constant("appCodeName", "Mozilla"),
		constant("appName", "Netscape"),
		constant("product", "Gecko"),
		constant("platform", ""),
		{Name: "appVersion", Get: func(n *Navigator, c js.Call) goja.Value { return c.VM.ToValue(appVersion(n.Base.cfg.UserAgent)) }},
		{Name: "userAgent", Get: func(n *Navigator, c js.Call) goja.Value { return c.VM.ToValue(n.Base.cfg.UserAgent) }},
		constant("language", "en"),
		{Name: "languages", Get: func(n *Navigator, c js.Call) goja.Value {
			if n.languages == nil {
				n.languages = events.FrozenArray(c.Realm, []goja.Value{c.VM.ToValue("en")})
			}
			return n.languages
		}},
		constant("onLine", true),
		{Name: "hardwareConcurrency", Get: func(_ *Navigator, c js.Call) goja.Value { return c.VM.ToValue(runtime.NumCPU()) }},
	},
}

func constant(name string, value any) js.Attr[*Navigator] {
	return js.Attr[*Navigator]{Name: name, Get: func(_ *Navigator, c js.Call) goja.Value { return c.VM.ToValue(value) }}
}

// appVersion is "5.0 (" and so on: what follows "Mozilla/" in such a user agent.
func appVersion(userAgent string) string {
	if version, ok := strings.CutPrefix(userAgent, "Mozilla/"); ok {
		return version
	}
	return "5.0 (" + userAgent + ")"
}
