package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"
	"asterism/webapi/urlpattern"

	"github.com/dop251/goja"
)

const (
	// maxConditions and maxNesting bound all of a worker's conditions, nested
	// ones included.
	maxConditions = 1024
	maxNesting    = 10
)

// routesOf converts and verifies (RouterRule or sequence<RouterRule>).
func routesOf(c js.Call, v goja.Value, base string) (rules []schemas.Route) {
	o, isObject := v.(*goja.Object)
	if isObject {
		if iterator := o.GetSymbol(goja.SymIterator); iterator != nil && !goja.IsUndefined(iterator) && !goja.IsNull(iterator) {
			c.VM.ForOf(v, func(item goja.Value) bool {
				if len(rules) == maxConditions {
					c.Throw(c.TypeError("addRoutes(): more than %d rules", maxConditions))
				}
				rules = append(rules, routeOf(c, item, base))
				return true
			})
			return rules
		}
	}
	return []schemas.Route{routeOf(c, v, base)}
}

// routeOf converts a RouterRule.
//
// https://w3c.github.io/ServiceWorker/#dictdef-routerrule
func routeOf(c js.Call, v goja.Value, base string) (rule schemas.Route) {
	d := c.Dict(v, "rule")
	condition := c.Member(d, "condition")
	if condition == nil {
		c.Throw(c.TypeError("addRoutes(): a rule needs a condition"))
	}
	rule.Condition = conditionOf(c, condition, base, maxNesting)
	source := c.Member(d, "source")
	if source == nil {
		c.Throw(c.TypeError("addRoutes(): a rule needs a source"))
	}
	if o, isObject := source.(*goja.Object); isObject {
		rule.Source.Kind = schemas.RouteCache
		if name := c.Member(o, "cacheName"); name != nil {
			rule.Source.Cache = new(c.String(name, "source.cacheName"))
			return rule
		}
		c.Throw(c.TypeError("addRoutes(): a source is a string, or an object with a cacheName"))
	}
	rule.Source.Kind = schemas.RouteKind(c.Enum(source, "source", "cache", "fetch-event", "network", "race-network-and-fetch-handler"))
	return rule
}

// conditionOf converts a RouterCondition and verifies it; depth is how deep it
// may nest.
//
// https://w3c.github.io/ServiceWorker/#verify-router-rule-algorithm
func conditionOf(c js.Call, v goja.Value, base string, depth int) (out schemas.RouteCondition) {
	if depth == 0 { // what Check Router Registration Limit would refuse
		c.Throw(c.TypeError("addRoutes(): conditions nest too deep: %d levels are allowed", maxNesting))
	}
	d := c.Dict(v, "condition")
	given := 0
	member := func(name string, convert func(goja.Value)) {
		if v := c.Member(d, name); v != nil {
			given++
			convert(v)
		}
	}
	member("not", func(v goja.Value) { // 8
		inner := conditionOf(c, v, base, depth-1)
		out.Not = &inner
	})
	member("or", func(v goja.Value) { // 7
		out.Or = []schemas.RouteCondition{}
		c.VM.ForOf(v, func(item goja.Value) bool {
			if len(out.Or) == maxConditions {
				c.Throw(c.TypeError("addRoutes(): more than %d conditions", maxConditions))
			}
			out.Or = append(out.Or, conditionOf(c, item, base, depth-1))
			return true
		})
	})
	alone := given
	member("requestDestination", func(v goja.Value) { // 5
		out.Destination = new(c.Enum(v, "requestDestination", destinations...))
	})
	member("requestMethod", func(v goja.Value) { // 3
		method := c.ByteString(v, "requestMethod")
		if !fetch.ValidMethod(method) || fetch.ForbiddenMethod(method) {
			c.Throw(c.TypeError("addRoutes(): a request cannot have the method %q", method))
		}
		out.Method = fetch.NormalizeMethod(method)
	})
	member("requestMode", func(v goja.Value) { // 4
		out.Mode = c.Enum(v, "requestMode", "navigate", "same-origin", "no-cors", "cors")
	})
	member("runningStatus", func(v goja.Value) { // 6
		out.Running = c.Enum(v, "runningStatus", "running", "not-running")
	})
	member("urlPattern", func(v goja.Value) { // 2
		pattern, err := urlpattern.Build(c, v, base)
		if err != nil {
			c.Throw(c.TypeError("addRoutes(): %s", err.Error()))
		}
		if pattern.Custom() {
			c.Throw(c.TypeError("addRoutes(): a urlPattern cannot have regular expressions of its own"))
		}
		out.URL = new(schemas.URLPattern(pattern.Strings()))
	})
	switch {
	case given == 0: // 9
		c.Throw(c.TypeError("addRoutes(): a condition that is empty"))
	case alone > 0 && given > 1: // 7.1, 8.1
		c.Throw(c.TypeError(`addRoutes(): "or" and "not" stand alone in a condition`))
	}
	return out
}

// destinations is https://fetch.spec.whatwg.org/#requestdestination
var destinations = []string{"", "audio", "audioworklet", "document", "embed", "font", "frame", "iframe", "image", "json",
	"manifest", "object", "paintworklet", "report", "script", "sharedworker", "style", "text", "track", "video", "worker", "xslt"}

// tooMany is Check Router Registration Limit, its answer reversed.
//
// https://w3c.github.io/ServiceWorker/#check-router-registration-limit-algorithm
func tooMany(rules []schemas.Route) bool {
	left := maxConditions
	for i := range rules {
		if exceeds(&rules[i].Condition, &left, maxNesting) {
			return true
		}
	}
	return false
}

// exceeds is Count Router Inner Conditions.
//
// https://w3c.github.io/ServiceWorker/#count-router-inner-conditions-algorithm
func exceeds(condition *schemas.RouteCondition, left *int, depth int) bool {
	*left--                       // 1
	if *left == 0 || depth == 0 { // 2
		return true
	}
	for i := range condition.Or { // 3
		if exceeds(&condition.Or[i], left, depth-1) {
			return true
		}
	}
	return condition.Not != nil && exceeds(condition.Not, left, depth-1) // 4
}
