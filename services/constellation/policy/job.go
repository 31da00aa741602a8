package policy

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/weburl"
)

// StartRegister is the checks of Start Register. The client makes them too; a
// job from elsewhere may not have. It returns the script and scope URLs without
// fragments; an empty scope is the script's folder.
//
// https://w3c.github.io/ServiceWorker/#start-register-algorithm
func StartRegister(j schemas.Job) (script, scope *weburl.URL, err error) {
	// 1 to 4. The script URL.
	if script, err = checked("script", j.ScriptURL, nil); err != nil {
		return nil, nil, err
	}
	// 5. Without a scope it is the folder of the script.
	text, base := j.Scope, (*weburl.URL)(nil)
	if text == "" {
		text, base = "./", script
	}
	// 6 to 9. The scope URL.
	if scope, err = checked("scope", text, base); err != nil {
		return nil, nil, err
	}
	if j.WorkerType != "" && j.WorkerType != "classic" && j.WorkerType != "module" {
		return nil, nil, typeError("the worker type %q is neither classic nor module", j.WorkerType)
	}
	switch j.UpdateViaCache {
	case "", "imports", "all", "none":
	default:
		return nil, nil, typeError("updateViaCache %q is not one of imports, all, none", j.UpdateViaCache)
	}
	return script, scope, nil
}

// checked parses a URL of a job and refuses what no registration may have.
func checked(what, text string, base *weburl.URL) (*weburl.URL, error) {
	u, err := weburl.ParseRef(text, base)
	if err != nil {
		return nil, typeError("the %s URL is not valid: %s", what, err.Error())
	}
	u.SetHash("")
	if !u.HTTP() {
		return nil, typeError("the %s URL %s is not an http or https URL", what, u)
	}
	path := strings.ToLower(u.Pathname())
	for _, escape := range []string{"%2f", "%5c"} {
		if strings.Contains(path, escape) {
			return nil, typeError("the path of the %s URL %s has an escaped slash (%s): write it without", what, u, escape)
		}
	}
	return u, nil
}

// Register is steps 1 to 3 of Register: the script's origin must be trustworthy,
// and script and scope of the same origin as whoever asks.
//
// https://w3c.github.io/ServiceWorker/#register-algorithm
func (t *Trust) Register(j schemas.Job, script, scope *weburl.URL) error {
	// 1. Trustworthy.
	if !t.Trustworthy(script) {
		return securityError("%s is not a secure origin: use https, or list it in CONSTELLATION_TRUSTED_ORIGINS", script.Origin())
	}
	// 2, 3. Same origin. The job's referrer is the client's creation URL; a job
	// without a client has an origin only.
	from, err := origin(j)
	if err != nil {
		return err
	}
	if script.Origin() != from {
		return securityError("the script %s is not of the origin %s that registers it: serve it from there", script, from)
	}
	if scope.Origin() != from {
		return securityError("the scope %s is not of the origin %s that registers it", scope, from)
	}
	return nil
}

// origin is the origin of whoever scheduled the job.
func origin(j schemas.Job) (string, error) {
	text := j.Referrer
	if text == "" {
		text = j.Origin
	}
	u, err := weburl.Parse(text)
	if err != nil {
		return "", securityError("the job does not say which origin asks: set its origin or referrer")
	}
	if j.Origin != "" && j.Origin != u.Origin() {
		return "", securityError("the job's referrer %s is not of its origin %s", u, j.Origin)
	}
	return u.Origin(), nil
}

// SameOrigin refuses an update or unregister job of another origin.
func SameOrigin(j schemas.Job, scope *weburl.URL) error {
	from, err := origin(j)
	if err != nil {
		return err
	}
	if scope.Origin() != from {
		return securityError("the scope %s is not of the origin %s that asks", scope, from)
	}
	return nil
}

// Scope parses the scope of an update or unregister job.
func Scope(j schemas.Job) (*weburl.URL, error) { return checked("scope", j.Scope, nil) }
