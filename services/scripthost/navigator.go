package scripthost

import (
	"runtime"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/weburl"
)

const userAgent = "Mozilla/5.0 (compatible; asterism/" + version + ")"

func constant(name string, value any) js.Attr[*document] {
	return js.Attr[*document]{Name: name, Get: func(_ *document, c js.Call) goja.Value { return c.VM.ToValue(value) }}
}

// navigatorClass is Navigator.
//
// https://html.spec.whatwg.org/#the-navigator-object
var navigatorClass = &js.Class[*document]{
	Name: "Navigator",
	Attrs: []js.Attr[*document]{
		constant("userAgent", userAgent), constant("appCodeName", "Mozilla"), constant("appName", "Netscape"),
		constant("appVersion", userAgent[len("Mozilla/"):]), constant("product", "Gecko"), constant("platform", ""),
		constant("vendor", ""), constant("language", "en"), constant("onLine", true), constant("cookieEnabled", true),
		constant("webdriver", true), constant("maxTouchPoints", 0),
		{Name: "hardwareConcurrency", Get: func(_ *document, c js.Call) goja.Value { return c.VM.ToValue(runtime.NumCPU()) }},
		{Name: "languages", Get: func(_ *document, c js.Call) goja.Value {
			return events.FrozenArray(c.Realm, []goja.Value{c.VM.ToValue("en")})
		}},
	},
}

// navigatorWorkers is the part of Navigator that secure contexts have.
//
// https://w3c.github.io/ServiceWorker/#navigator-serviceworker
var navigatorWorkers = &js.Partial[*document]{
	Attrs: []js.Attr[*document]{{Name: "serviceWorker", Get: func(d *document, c js.Call) goja.Value {
		if d.container == nil {
			c.Throw(c.DOMException("SecurityError", "a document of an opaque origin has no service workers"))
		}
		return d.container.Object()
	}}},
}

// secure says whether a document at url is a secure context: https, or a
// loopback host.
//
// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
func secure(url string) bool {
	u, err := weburl.Parse(url)
	return err == nil && weburl.Trustworthy(u)
}

// secure says whether a document of url is a secure context here.
func (s *Service) secure(url string) bool {
	return secure(url) || slices.Contains(s.cfg.TrustedOrigins, originOf(url))
}
