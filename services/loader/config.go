package loader

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"asterism/services/loader/egress"
	"asterism/services/loader/upstream"
)

// Values of LOADER_COOKIES; "" is none too.
const (
	cookiesNone      = "none"
	cookiesDocuments = "documents"
	cookiesAll       = "all"
)

// Config is the loader's part of the environment.
type Config struct {
	Listen       string `envconfig:"LOADER_LISTEN" default:":8080" desc:"address of the front door, host:port"`
	HealthListen string `envconfig:"LOADER_HEALTH_LISTEN" desc:"address of /livez and /readyz, host:port; empty: none"`
	TLSCert      string `envconfig:"LOADER_TLS_CERT" desc:"file with the front door's certificate chain (PEM); empty: no TLS"`
	TLSKey       string `envconfig:"LOADER_TLS_KEY" desc:"file with the certificate's private key (PEM)"`

	Origin         string   `envconfig:"LOADER_ORIGIN" desc:"the site's origin, such as https://shop.example: the origin of requests whose Host is a loopback name or has no upstream of its own; empty: always the Host field's"`
	Upstreams      []string `envconfig:"LOADER_UPSTREAMS" desc:"where the network is, as a list of origin=URL or origin=FOLDER; * as origin is the default for all others"`
	UpstreamHost   bool     `envconfig:"LOADER_UPSTREAM_HOST" default:"false" desc:"send the upstream URL's own host in the Host field rather than the origin's"`
	TrustForwarded bool     `envconfig:"LOADER_TRUST_FORWARDED" default:"false" desc:"believe X-Forwarded-For and X-Forwarded-Proto of clients: only behind another proxy"`
	EgressAllow    []string `envconfig:"LOADER_EGRESS_ALLOW" desc:"what fetches may reach besides the public internet, as a list of address, prefix, host, host:port; * for everything"`
	Resolve        []string `envconfig:"LOADER_RESOLVE" desc:"addresses of host names, asked before DNS, as a list of name=ADDRESS; *.name for all below it; name= for one that does not exist"`
	CAFile         string   `envconfig:"LOADER_CA_FILE" desc:"file with certificates (PEM) of authorities that fetches trust besides the system's"`

	MaxBody        int64 `envconfig:"LOADER_MAX_BODY" default:"0" desc:"largest request body in bytes; 0: no limit"`
	MaxHeaderBytes int   `envconfig:"LOADER_MAX_HEADER_BYTES" default:"1048576" desc:"largest request line and header together, in bytes"`

	Cookies       string `envconfig:"LOADER_COOKIES" default:"documents" desc:"whose fetches have a cookie store, in this loader's memory: none, documents, or all, which lets a worker's own fetches keep cookies too: only where a worker serves one user"`
	ClearSiteData bool   `envconfig:"LOADER_CLEAR_SITE_DATA" default:"true" desc:"whether the header Clear-Site-Data: \"storage\" of a response to a document drops its origin's registrations, as in a browser; responses through the front door never do"`
	CacheSize     int64  `envconfig:"LOADER_CACHE_SIZE" default:"67108864" desc:"how much the HTTP cache of fetches may hold, in bytes; 0: no cache"`

	RouteMemory int64 `envconfig:"LOADER_ROUTE_MEMORY" default:"67108864" desc:"bytes of cached responses (Cache API) kept in memory for static routes with the source \"cache\""`

	CacheHeuristics bool `envconfig:"LOADER_CACHE_HEURISTICS" default:"false" desc:"let the HTTP cache guess, as browsers do, how long a response without Cache-Control and Expires is fresh; otherwise such a response is asked about each time"`

	WorkerTimeout   time.Duration `envconfig:"LOADER_WORKER_TIMEOUT" default:"60s" desc:"how long a worker may take to answer a request"`
	ActivationWait  time.Duration `envconfig:"LOADER_ACTIVATION_WAIT" default:"10s" desc:"how long a request waits for a worker that is activating"`
	ManagerWait     time.Duration `envconfig:"LOADER_MANAGER_WAIT" default:"5s" desc:"how long a request waits when no manager runs or NATS is away"`
	ConnectTimeout  time.Duration `envconfig:"LOADER_CONNECT_TIMEOUT" default:"10s" desc:"how long connecting to an upstream or to the internet may take"`
	UpstreamTimeout time.Duration `envconfig:"LOADER_UPSTREAM_TIMEOUT" default:"30s" desc:"how long an upstream may take until its response header"`
	HeaderTimeout   time.Duration `envconfig:"LOADER_HEADER_TIMEOUT" default:"10s" desc:"how long a client may take to send a request's header"`
	IdleTimeout     time.Duration `envconfig:"LOADER_IDLE_TIMEOUT" default:"2m" desc:"how long an idle client connection is kept"`
	DrainTimeout    time.Duration `envconfig:"LOADER_DRAIN_TIMEOUT" default:"10s" desc:"how long requests under way may go on when the loader stops"`

	// Listener, when set, is the front door instead of Listen.
	Listener net.Listener `ignored:"true"`
	// Network, when set, takes a transport of fetches to the internet and gives
	// the one to use: for a program that runs a loader inside itself.
	Network func(*http.Transport) http.RoundTripper `ignored:"true"`
	// Version is the build's, for the membership and the services protocol.
	Version string `ignored:"true"`
}

// Validate says what is wrong, and what to write instead.
func (c Config) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.Listener == nil {
		if _, _, err := net.SplitHostPort(c.Listen); err != nil {
			bad("LOADER_LISTEN: %q is not host:port; write :8080 for all addresses or 127.0.0.1:8080 for this machine only", c.Listen)
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		bad("LOADER_TLS_CERT and LOADER_TLS_KEY: set both or neither")
	}
	if c.Origin != "" {
		if _, err := upstream.Origin(c.Origin); err != nil {
			bad("LOADER_ORIGIN: %w", err)
		}
	}
	if _, err := upstream.Parse(c.Upstreams); err != nil {
		bad("LOADER_UPSTREAMS: %w", err)
	}
	if _, err := egress.Parse(c.EgressAllow); err != nil {
		bad("LOADER_EGRESS_ALLOW: %w", err)
	}
	if _, err := egress.ParseNames(c.Resolve); err != nil {
		bad("LOADER_RESOLVE: %w", err)
	}
	if c.MaxBody < 0 {
		bad("LOADER_MAX_BODY: %d is negative; 0 means no limit", c.MaxBody)
	}
	if c.CacheSize < 0 {
		bad("LOADER_CACHE_SIZE: %d is negative; 0 means no cache", c.CacheSize)
	}
	if c.RouteMemory < 0 {
		bad("LOADER_ROUTE_MEMORY: %d is negative; 0 means none", c.RouteMemory)
	}
	switch c.Cookies {
	case "", cookiesNone, cookiesDocuments, cookiesAll:
	default:
		bad("LOADER_COOKIES: %q is none of none, documents and all", c.Cookies)
	}
	if c.MaxHeaderBytes < 4<<10 {
		bad("LOADER_MAX_HEADER_BYTES: %d is too small for real requests; at least 4096", c.MaxHeaderBytes)
	}
	for name, d := range map[string]time.Duration{
		"LOADER_WORKER_TIMEOUT": c.WorkerTimeout, "LOADER_ACTIVATION_WAIT": c.ActivationWait, "LOADER_MANAGER_WAIT": c.ManagerWait,
		"LOADER_CONNECT_TIMEOUT": c.ConnectTimeout, "LOADER_UPSTREAM_TIMEOUT": c.UpstreamTimeout, "LOADER_HEADER_TIMEOUT": c.HeaderTimeout,
		"LOADER_IDLE_TIMEOUT": c.IdleTimeout, "LOADER_DRAIN_TIMEOUT": c.DrainTimeout,
	} {
		if d <= 0 {
			bad("%s: %s is not a positive duration such as 30s", name, d)
		}
	}
	return errors.Join(errs...)
}
