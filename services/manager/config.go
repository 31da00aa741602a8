package manager

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/bus/caches"
)

// Config is the manager's part of the environment.
type Config struct {
	ID           string `envconfig:"MANAGER_ID" desc:"name of this manager on the bus, one subject token; default: a generated one"`
	HealthListen string `envconfig:"MANAGER_HEALTH_LISTEN" desc:"address of /livez and /readyz, such as :9002; empty: none"`

	TurnTimeout      time.Duration `envconfig:"MANAGER_TURN_TIMEOUT" default:"1s" desc:"longest time a script may run without returning to its event loop"`
	EventTimeout     time.Duration `envconfig:"MANAGER_EVENT_TIMEOUT" default:"25s" desc:"longest time an event may take to be answered"`
	WaitTimeout      time.Duration `envconfig:"MANAGER_WAIT_TIMEOUT" default:"5m" desc:"longest time waitUntil may keep a worker running after that"`
	LifecycleTimeout time.Duration `envconfig:"MANAGER_LIFECYCLE_TIMEOUT" default:"60s" desc:"longest time an install or activate event may take, waitUntil included"`
	IdleTimeout      time.Duration `envconfig:"MANAGER_IDLE_TIMEOUT" default:"30s" desc:"a worker without events for this long is stopped"`
	ClaimAfter       time.Duration `envconfig:"MANAGER_CLAIM_AFTER" default:"200ms" desc:"an answer slower than this is announced to the asker, who then watches this manager"`
	DrainTimeout     time.Duration `envconfig:"MANAGER_DRAIN_TIMEOUT" default:"20s" desc:"how long a stopping manager waits for events in flight"`

	MaxWorkers      int           `envconfig:"MANAGER_MAX_WORKERS" default:"2000" desc:"workers running at once; more are sent to another manager"`
	MaxEvents       int           `envconfig:"MANAGER_MAX_EVENTS" default:"10000" desc:"events in flight at once in all workers"`
	MaxWorkerEvents int           `envconfig:"MANAGER_MAX_WORKER_EVENTS" default:"2000" desc:"events in flight at once in one worker"`
	MaxFetches      int           `envconfig:"MANAGER_MAX_FETCHES" default:"1000" desc:"network fetches under way at once in one worker"`
	MaxBody         int           `envconfig:"MANAGER_MAX_BODY" default:"134217728" desc:"bytes of one body a script may read into memory"`
	MaxScript       int           `envconfig:"MANAGER_MAX_SCRIPT" default:"16777216" desc:"bytes of one imported script"`
	MaxMessage      int           `envconfig:"MANAGER_MAX_MESSAGE" default:"786432" desc:"bytes of one posted message, serialized"`
	Stack           int           `envconfig:"MANAGER_STACK" default:"1000" desc:"call depth of a script"`
	CacheMemory     int           `envconfig:"MANAGER_CACHE_MEMORY" default:"67108864" desc:"bytes of cached responses (Cache API) kept in memory"`
	Caches          caches.Config `ignored:"true"` // every process of a cluster has the same
	Programs        int           `envconfig:"MANAGER_PROGRAMS" default:"1000" desc:"compiled scripts kept"`

	QuarantineBreaks int           `envconfig:"MANAGER_QUARANTINE_BREAKS" default:"5" desc:"a worker that breaks limits or crashes this often within MANAGER_QUARANTINE_WINDOW is refused"`
	QuarantineWindow time.Duration `envconfig:"MANAGER_QUARANTINE_WINDOW" default:"1m" desc:"see MANAGER_QUARANTINE_BREAKS"`
	QuarantineTime   time.Duration `envconfig:"MANAGER_QUARANTINE_TIME" default:"1m" desc:"for how long"`
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
	bad(!strings.ContainsAny(c.ID, ".*> \t\r\n"), "MANAGER_ID", "one subject token: no dots, spaces, * or >")
	positive := func(d time.Duration, name string) { bad(d > 0, name, "a duration above 0, such as 5s") }
	positive(c.TurnTimeout, "MANAGER_TURN_TIMEOUT")
	positive(c.EventTimeout, "MANAGER_EVENT_TIMEOUT")
	positive(c.WaitTimeout, "MANAGER_WAIT_TIMEOUT")
	positive(c.LifecycleTimeout, "MANAGER_LIFECYCLE_TIMEOUT")
	positive(c.IdleTimeout, "MANAGER_IDLE_TIMEOUT")
	positive(c.ClaimAfter, "MANAGER_CLAIM_AFTER")
	positive(c.DrainTimeout, "MANAGER_DRAIN_TIMEOUT")
	positive(c.QuarantineWindow, "MANAGER_QUARANTINE_WINDOW")
	positive(c.QuarantineTime, "MANAGER_QUARANTINE_TIME")
	count := func(n int, name string) { bad(n > 0, name, "a number above 0") }
	count(c.MaxWorkers, "MANAGER_MAX_WORKERS")
	count(c.MaxEvents, "MANAGER_MAX_EVENTS")
	count(c.MaxWorkerEvents, "MANAGER_MAX_WORKER_EVENTS")
	count(c.MaxFetches, "MANAGER_MAX_FETCHES")
	count(c.MaxBody, "MANAGER_MAX_BODY")
	count(c.MaxScript, "MANAGER_MAX_SCRIPT")
	count(c.MaxMessage, "MANAGER_MAX_MESSAGE")
	bad(c.CacheMemory >= 0, "MANAGER_CACHE_MEMORY", "a number of bytes, 0 for none")
	count(c.Programs, "MANAGER_PROGRAMS")
	count(c.QuarantineBreaks, "MANAGER_QUARANTINE_BREAKS")
	bad(c.Stack >= 100 && c.Stack <= 5000, "MANAGER_STACK", "between 100 and 5000")
	return errors.Join(append(errs, c.Caches.Validate())...)
}
