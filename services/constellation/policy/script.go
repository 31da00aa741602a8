package policy

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/weburl"
)

// Language is what a script is written in.
type Language int

const (
	JavaScript Language = iota
	TypeScript
)

// javascript is the essences of JavaScript MIME types.
//
// https://mimesniff.spec.whatwg.org/#javascript-mime-type
var javascript = map[string]bool{
	"application/ecmascript": true, "application/javascript": true, "application/x-ecmascript": true,
	"application/x-javascript": true, "text/ecmascript": true, "text/javascript": true, "text/javascript1.0": true,
	"text/javascript1.1": true, "text/javascript1.2": true, "text/javascript1.3": true, "text/javascript1.4": true,
	"text/javascript1.5": true, "text/jscript": true, "text/livescript": true, "text/x-ecmascript": true, "text/x-javascript": true,
}

// MIME is the MIME type check of Update's fetch hook. Beyond the specification
// it takes TypeScript, also under the type that web servers commonly give files
// that end in .ts.
//
// https://w3c.github.io/ServiceWorker/#update-algorithm
func MIME(script *weburl.URL, headers schemas.HeaderBlock) (Language, error) {
	value, ok := headers.Get("Content-Type")
	essence, _, _ := strings.Cut(value, ";")
	essence = strings.ToLower(strings.Trim(essence, "\t\n\r "))
	path := strings.ToLower(script.Pathname())
	typescript := strings.HasSuffix(path, ".ts") || strings.HasSuffix(path, ".mts") || strings.HasSuffix(path, ".tsx")
	switch {
	case essence == "text/typescript", essence == "application/typescript", essence == "text/x-typescript",
		typescript && (essence == "video/mp2t" || essence == "video/vnd.dlna.mpeg-tts" || javascript[essence]):
		return TypeScript, nil
	case javascript[essence]:
		return JavaScript, nil
	case !ok:
		return 0, securityError("the script %s came without a Content-Type: have its server send text/javascript", script)
	}
	return 0, securityError("the script %s has the type %q: have its server send Content-Type: text/javascript", script, essence)
}

// Path is the path restriction: a scope must begin with the folder of the
// script, or with what the script's Service-Worker-Allowed header says.
//
// https://w3c.github.io/ServiceWorker/#path-restriction
func Path(script, scope *weburl.URL, headers schemas.HeaderBlock) error {
	allowed, ok := headers.Get("Service-Worker-Allowed")
	limit := ""
	if !ok {
		folder, err := weburl.ParseRef("./", script)
		if err != nil {
			return typeError("the folder of the script %s is not a URL", script)
		}
		limit = folder.Pathname()
	} else {
		max, err := weburl.ParseRef(latin1(allowed), script)
		if err != nil {
			return typeError("the Service-Worker-Allowed header %q of %s is not a valid URL", allowed, script)
		}
		if max.Origin() != script.Origin() {
			return securityError("the Service-Worker-Allowed header %q of %s names another origin: give a path such as /", allowed, script)
		}
		limit = max.Pathname()
	}
	if !strings.HasPrefix(scope.Pathname(), limit) {
		if ok {
			return securityError("the scope %s is not under %s, which the Service-Worker-Allowed header of %s allows: use a scope under it, or send a header that covers it", scope.Pathname(), limit, script)
		}
		return securityError("the scope %s is not under %s, the folder of the script: move the script, use a scope under its folder, or send the header Service-Worker-Allowed: %s with the script", scope.Pathname(), limit, scope.Pathname())
	}
	return nil
}

// latin1 is isomorphic decode.
func latin1(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return s
	}
	runes := make([]rune, len(s))
	for i := 0; i < len(s); i++ {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
