package serviceworker

import (
	"strings"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

// register is navigator.serviceWorker.register(): the client's part of Start
// Register; the rest is a job.
//
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-register
// https://w3c.github.io/ServiceWorker/#start-register-algorithm
func register(k *Container, c js.Call) goja.Value {
	scriptArg := c.USVString(c.Arg(0), "scriptURL")
	options := c.Dict(c.Arg(1), "options")
	var scopeArg *string
	if v := c.Member(options, "scope"); v != nil {
		s := c.USVString(v, "scope")
		scopeArg = &s
	}
	workerType, cache := "classic", "imports"
	if v := c.Member(options, "type"); v != nil {
		workerType = c.Enum(v, "type", "classic", "module")
	}
	if v := c.Member(options, "updateViaCache"); v != nil {
		cache = c.Enum(v, "updateViaCache", "imports", "all", "none")
	}
	base, err := weburl.Parse(k.host.Base())
	if err != nil {
		c.Throw(c.TypeError("register: the document has no base URL"))
	}
	script, err := weburl.ParseRef(scriptArg, base) // register, 4
	if err != nil {                                 // Start Register, 1
		c.Throw(c.TypeError("register: the script URL '%s' does not parse", scriptArg))
	}
	checkWorkerURL(c, "script", script) // 2 to 4
	var scope *weburl.URL
	if scopeArg != nil {
		scope, err = weburl.ParseRef(*scopeArg, base) // register, 6
	} else {
		scope, err = weburl.ParseRef("./", script) // 5
	}
	if err != nil { // 6
		c.Throw(c.TypeError("register: the scope '%s' does not parse", *scopeArg))
	}
	checkWorkerURL(c, "scope", scope) // 7 to 9
	// 10 to 15: the job. The checks of origins are the job's (Register, 1 to 3).
	promise, resolve, reject := c.Promise()
	k.host.Register(schemas.Job{
		Type: schemas.JobRegister, Scope: scope.WithoutFragment(), ScriptURL: script.WithoutFragment(),
		WorkerType: workerType, UpdateViaCache: cache,
	}, func(reg schemas.Registration, err error) {
		if err != nil {
			reject(exception(k.realm, err))
			return
		}
		resolve(k.objects.Registration(reg))
	})
	return c.VM.ToValue(promise)
}

// checkWorkerURL throws what Start Register says of a scheme or path.
func checkWorkerURL(c js.Call, what string, u *weburl.URL) {
	if s := u.Scheme(); s != "http" && s != "https" {
		c.Throw(c.TypeError("register: the %s URL's scheme is %s: it must be http or https", what, s))
	}
	path := strings.ToLower(u.Pathname())
	if strings.Contains(path, "%2f") || strings.Contains(path, "%5c") {
		c.Throw(c.TypeError("register: the %s URL's path must not contain %%2f or %%5c", what))
	}
}

// getRegistration is
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-getRegistration
func getRegistration(k *Container, c js.Call) goja.Value {
	text := ""
	if v := c.Arg(0); !goja.IsUndefined(v) {
		text = c.USVString(v, "clientURL")
	}
	base, err := weburl.Parse(k.host.Base())
	var u *weburl.URL
	if err == nil {
		u, err = weburl.ParseRef(text, base) // 3
	}
	if err != nil { // 4
		c.Throw(c.TypeError("getRegistration: '%s' is not a valid URL", text))
	}
	if u.Origin() != k.host.Origin() { // 6
		c.Throw(c.DOMException("SecurityError", "getRegistration: %s is of another origin", u.Href()))
	}
	promise, resolve, reject := c.Promise()                                        // 7
	k.host.Match(u.WithoutFragment(), func(reg *schemas.Registration, err error) { // 5, 8.1
		switch {
		case err != nil:
			reject(exception(k.realm, err))
		case reg == nil:
			resolve(goja.Undefined()) // 8.2.1
		default:
			resolve(k.objects.Registration(*reg)) // 8.2.2
		}
	})
	return c.VM.ToValue(promise)
}

// getRegistrations is
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-getRegistrations
func getRegistrations(k *Container, c js.Call) goja.Value {
	promise, resolve, reject := c.Promise()
	k.host.Registrations(func(found []schemas.Registration, err error) {
		if err != nil {
			reject(exception(k.realm, err))
			return
		}
		list := make([]goja.Value, len(found))
		for i, reg := range found {
			list[i] = k.objects.Registration(reg)
		}
		resolve(events.FrozenArray(k.realm, list))
	})
	return c.VM.ToValue(promise)
}
