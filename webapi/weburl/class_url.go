package weburl

import (
	"asterism/js"

	"github.com/dop251/goja"
)

// classKey is where Install attaches URLClass.
type classKey struct{}

// urlObject is the native side of a URL object.
type urlObject struct {
	url *URL
	// params is made with the first touch of searchParams.
	params       *Params
	paramsObject *goja.Object
}

// URLClass is the URL class.
//
// https://url.spec.whatwg.org/#url-class
var URLClass = &js.Class[*urlObject]{
	Name:   "URL",
	Length: 1,
	New: func(c js.Call) *urlObject {
		u, err := parseArgs(c)
		if err != nil {
			c.Throw(c.TypeError("Failed to construct 'URL': %s", err.Error()))
		}
		return &urlObject{url: u}
	},
	Attrs: []js.Attr[*urlObject]{
		{Name: "href", Get: get((*URL).Href), Set: setHref},
		{Name: "origin", Get: get((*URL).Origin)},
		{Name: "protocol", Get: get((*URL).Protocol), Set: set((*URL).SetProtocol)},
		{Name: "username", Get: get((*URL).Username), Set: set((*URL).SetUsername)},
		{Name: "password", Get: get((*URL).Password), Set: set((*URL).SetPassword)},
		{Name: "host", Get: get((*URL).Host), Set: set((*URL).SetHost)},
		{Name: "hostname", Get: get((*URL).Hostname), Set: set((*URL).SetHostname)},
		{Name: "port", Get: get((*URL).Port), Set: set((*URL).SetPort)},
		{Name: "pathname", Get: get((*URL).Pathname), Set: set((*URL).SetPathname)},
		{Name: "search", Get: get((*URL).Search), Set: set((*URL).SetSearch)},
		{Name: "searchParams", Get: searchParams},
		{Name: "hash", Get: get((*URL).Hash), Set: set((*URL).SetHash)},
	},
	Methods: []js.Method[*urlObject]{
		{Name: "toString", Call: get((*URL).Href)},
		{Name: "toJSON", Call: get((*URL).Href)},
	},
	Static: []js.Function{
		{Name: "parse", Length: 1, Call: parseStatic},
		{Name: "canParse", Length: 1, Call: func(c js.Call) goja.Value {
			_, err := parseArgs(c)
			return c.VM.ToValue(err == nil)
		}},
	},
}

// Wrap makes a URL object of u, which it then owns.
func Wrap(r *js.Realm, u *URL) *goja.Object { return r.Wrap(URLClass, &urlObject{url: u}) }

// parseArgs parses (url, base) of a constructor or static.
func parseArgs(c js.Call) (*URL, error) {
	input := c.USVString(c.Arg(0), "url")
	if goja.IsUndefined(c.Arg(1)) {
		return Parse(input)
	}
	base, err := Parse(c.USVString(c.Arg(1), "base"))
	if err != nil {
		return nil, err
	}
	return ParseRef(input, base)
}

func parseStatic(c js.Call) goja.Value {
	u, err := parseArgs(c)
	if err != nil {
		return goja.Null()
	}
	// The class cannot name itself in its own declaration: Install attaches it.
	return c.Wrap(c.Slot(classKey{}).(js.Described), &urlObject{url: u})
}

func get(f func(*URL) string) func(*urlObject, js.Call) goja.Value {
	return func(o *urlObject, c js.Call) goja.Value { return c.VM.ToValue(f(o.url)) }
}

func set(f func(*URL, string)) func(*urlObject, js.Call, goja.Value) {
	return func(o *urlObject, c js.Call, v goja.Value) {
		f(o.url, c.USVString(v, "the value provided"))
		o.reload()
	}
}

func setHref(o *urlObject, c js.Call, v goja.Value) {
	if err := o.url.SetHref(c.USVString(v, "href")); err != nil {
		c.Throw(c.TypeError("Failed to set 'href' on 'URL': %s", err.Error()))
	}
	o.reload()
}

// reload brings the parameters in line after the URL was changed.
func (o *urlObject) reload() {
	if o.params != nil {
		o.params.Reload()
	}
}

func searchParams(o *urlObject, c js.Call) goja.Value {
	if o.paramsObject == nil {
		o.params = ParamsOf(o.url)
		o.paramsObject = c.Wrap(ParamsClass, o.params)
	}
	return o.paramsObject
}
