package constellation

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/services/constellation/policy"
)

// Config is the constellation's part of the environment.
type Config struct {
	ID              string        `envconfig:"CONSTELLATION_ID" desc:"name of this constellation on the bus, one subject token; default: a generated one"`
	HealthListen    string        `envconfig:"CONSTELLATION_HEALTH_LISTEN" desc:"address of /livez and /readyz, such as :9001; empty: none"`
	TrustedOrigins  []string      `envconfig:"CONSTELLATION_TRUSTED_ORIGINS" desc:"http origins that may register workers as https ones do, such as http://shop.internal:8080, separated by commas; * for all"`
	FetchTimeout    time.Duration `envconfig:"CONSTELLATION_FETCH_TIMEOUT" default:"30s" desc:"longest time the fetch of one script may take"`
	LoaderWait      time.Duration `envconfig:"CONSTELLATION_LOADER_WAIT" default:"10s" desc:"how long the fetch of a script waits for a loader to appear when none runs"`
	StartTimeout    time.Duration `envconfig:"CONSTELLATION_START_TIMEOUT" default:"30s" desc:"longest time a new worker may take to be started and evaluated, the wait for a manager included"`
	InstallTimeout  time.Duration `envconfig:"CONSTELLATION_INSTALL_TIMEOUT" default:"90s" desc:"longest time an install event may take; then the version is redundant"`
	ActivateTimeout time.Duration `envconfig:"CONSTELLATION_ACTIVATE_TIMEOUT" default:"90s" desc:"longest time an activate event may take; then the version is activated all the same"`
	EventsWait      time.Duration `envconfig:"CONSTELLATION_EVENTS_WAIT" default:"1m" desc:"how long a version that may replace another waits for that one's pending events (messages, fetches of documents, …); then it does so all the same"`
	KeepVersions    int           `envconfig:"CONSTELLATION_KEEP_VERSIONS" default:"5" desc:"how many former versions of each registration are kept for asterism rollback"`
	MaxScript       int64         `envconfig:"CONSTELLATION_MAX_SCRIPT" default:"16777216" desc:"bytes of one script"`
	Sweep           time.Duration `envconfig:"CONSTELLATION_SWEEP" default:"15s" desc:"how often the constellation looks for what another one left half done"`
	Permissions     []string      `envconfig:"CONSTELLATION_PERMISSIONS" desc:"what origins may do, as a list of FEATURE=STATE or ORIGIN:FEATURE=STATE; features: push, notifications, background-sync, periodic-background-sync; states: granted, denied, prompt; what is not named is granted"`
	Connect         []string      `envconfig:"CONSTELLATION_CONNECT" desc:"who may ask for connections to whom with navigator.connect, as a list of CALLER>TARGET, where each is an origin or *; none: nobody to another origin; empty: everybody, and the target's worker decides"`
	PushURL         string        `envconfig:"CONSTELLATION_PUSH_URL" desc:"origin of push endpoints, such as https://push.example, which leads to a loader's front door; empty: the origin of each registration"`
	EventTimeout    time.Duration `envconfig:"CONSTELLATION_EVENT_TIMEOUT" default:"5m" desc:"longest time a functional event (push, sync, …) may take, its waitUntil included"`
	EventAttempts   int           `envconfig:"CONSTELLATION_EVENT_ATTEMPTS" default:"5" desc:"how often a functional event is fired whose promises reject, before it is a dead letter"`
	EventRetry      time.Duration `envconfig:"CONSTELLATION_EVENT_RETRY" default:"5s" desc:"wait before the second time; doubled each time"`
	SyncAttempts    int           `envconfig:"CONSTELLATION_SYNC_ATTEMPTS" default:"3" desc:"the same for sync events"`
	SyncRetry       time.Duration `envconfig:"CONSTELLATION_SYNC_RETRY" default:"5m" desc:"the same for sync events"`
	PeriodicSyncMin time.Duration `envconfig:"CONSTELLATION_PERIODIC_SYNC_MIN" default:"1m" desc:"least interval of periodic background sync"`
	CacheSweep      time.Duration `envconfig:"CONSTELLATION_CACHE_SWEEP" default:"1h" desc:"how often the caches are searched for what nothing refers to any more; such is kept for an hour, or for this long when that is shorter"`
}

// Validate checks the values; its error names each bad variable and what it
// may be.
func (c Config) Validate() error {
	var errs []error
	bad := func(ok bool, name, want string) {
		if !ok {
			errs = append(errs, fmt.Errorf("%s must be %s", name, want))
		}
	}
	bad(!strings.ContainsAny(c.ID, ".*> \t\r\n"), "CONSTELLATION_ID", "one subject token: no dots, spaces, * or >")
	for name, d := range map[string]time.Duration{
		"CONSTELLATION_FETCH_TIMEOUT": c.FetchTimeout, "CONSTELLATION_START_TIMEOUT": c.StartTimeout,
		"CONSTELLATION_LOADER_WAIT":     c.LoaderWait,
		"CONSTELLATION_INSTALL_TIMEOUT": c.InstallTimeout, "CONSTELLATION_ACTIVATE_TIMEOUT": c.ActivateTimeout,
		"CONSTELLATION_EVENT_TIMEOUT": c.EventTimeout, "CONSTELLATION_EVENT_RETRY": c.EventRetry,
		"CONSTELLATION_SYNC_RETRY": c.SyncRetry, "CONSTELLATION_PERIODIC_SYNC_MIN": c.PeriodicSyncMin,
		"CONSTELLATION_EVENTS_WAIT": c.EventsWait, "CONSTELLATION_SWEEP": c.Sweep, "CONSTELLATION_CACHE_SWEEP": c.CacheSweep,
	} {
		bad(d > 0, name, "a duration above 0, such as 30s")
	}
	bad(c.EventAttempts > 0, "CONSTELLATION_EVENT_ATTEMPTS", "a number above 0")
	bad(c.SyncAttempts > 0, "CONSTELLATION_SYNC_ATTEMPTS", "a number above 0")
	if _, err := c.functionalConfig(); err != nil {
		errs = append(errs, fmt.Errorf("CONSTELLATION_PERMISSIONS: %w", err))
	}
	bad(c.PushURL == "" || originOf(c.PushURL) == c.PushURL, "CONSTELLATION_PUSH_URL", "an origin such as https://push.example")
	bad(c.KeepVersions >= 0 && c.KeepVersions <= 100, "CONSTELLATION_KEEP_VERSIONS", "between 0 and 100")
	bad(c.MaxScript > 0, "CONSTELLATION_MAX_SCRIPT", "a number of bytes above 0")
	if _, err := policy.NewConnections(c.Connect); err != nil {
		errs = append(errs, fmt.Errorf("CONSTELLATION_CONNECT: %w", err))
	}
	if _, err := policy.NewTrust(c.TrustedOrigins); err != nil {
		errs = append(errs, fmt.Errorf("CONSTELLATION_TRUSTED_ORIGINS: %w", err))
	}
	return errors.Join(errs...)
}
