package weburl

import "asterism/js"

// Install exposes URL and URLSearchParams.
func Install(r *js.Realm) {
	r.Attach(classKey{}, URLClass)
	r.Expose(URLClass)
	r.Expose(ParamsClass)
}
