package schemas

// Route is a static route of a worker: which requests it is for, and where
// their responses come from.
//
// https://w3c.github.io/ServiceWorker/#dictdef-routerrule
type Route struct {
	Condition RouteCondition `json:"condition"`
	Source    RouteSource    `json:"source"`
}

// RouteCondition is what a request must be like for a route: all of what is
// given. Or and Not stand alone.
//
// https://w3c.github.io/ServiceWorker/#dictdef-routercondition
type RouteCondition struct {
	URL    *URLPattern `json:"url,omitempty"`
	Method string      `json:"method,omitempty"`
	Mode   string      `json:"mode,omitempty"`
	// Destination may be "", that of fetch(); nil: any.
	Destination *string `json:"destination,omitempty"`
	// Running is "running" or "not-running", of the worker.
	Running string `json:"running,omitempty"`
	// Or: at least one of these holds; so an empty list never does.
	Or  []RouteCondition `json:"or,omitzero"`
	Not *RouteCondition  `json:"not,omitempty"`
}

// URLPattern is a URL pattern by its components' pattern strings, without
// regular expressions of its author's.
//
// https://urlpattern.spec.whatwg.org/#url-pattern
type URLPattern struct {
	Protocol   string `json:"protocol"`
	Username   string `json:"username"`
	Password   string `json:"password"`
	Hostname   string `json:"hostname"`
	Port       string `json:"port"`
	Pathname   string `json:"pathname"`
	Search     string `json:"search"`
	Hash       string `json:"hash"`
	IgnoreCase bool   `json:"ignore_case,omitempty"`
}

// RouteKind is where a route's responses come from.
//
// https://w3c.github.io/ServiceWorker/#enumdef-routersourceenum
type RouteKind string

const (
	RouteCache   RouteKind = "cache"
	RouteFetch   RouteKind = "fetch-event"
	RouteNetwork RouteKind = "network"
	RouteRace    RouteKind = "race-network-and-fetch-handler"
)

// RouteSource is the source of a route.
type RouteSource struct {
	Kind RouteKind `json:"kind"`
	// Cache is, of a RouteCache, the only cache to look into; nil: all.
	Cache *string `json:"cache,omitempty"`
}

// NavigationPreload is the state of a registration's navigation preload.
//
// https://w3c.github.io/ServiceWorker/#navigation-preload-manager
type NavigationPreload struct {
	Enabled bool   `json:"enabled"`
	Header  string `json:"header"` // the value of Service-Worker-Navigation-Preload
}

// PreloadChange changes the navigation preload of a registration, which must
// have an active worker; what is nil stays. With nothing given it asks.
type PreloadChange struct {
	Scope        string  `json:"scope"`
	Registration string  `json:"registration"` // id
	Enabled      *bool   `json:"enabled,omitempty"`
	Header       *string `json:"header,omitempty"`
}

// Preload names a fetch that a loader has begun for a fetch event: its
// navigation preload, or the network's side of a race.
type Preload struct {
	ID string `json:"id"`
}
