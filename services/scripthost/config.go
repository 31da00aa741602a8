package scripthost

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/bus/caches"
)

// Config is the scripthost's part of the environment.
type Config struct {
	ID           string `envconfig:"SCRIPTHOST_ID" desc:"name of this scripthost on the bus, one subject token; default: a generated one"`
	HealthListen string `envconfig:"SCRIPTHOST_HEALTH_LISTEN" desc:"address of /livez and /readyz, such as :9004; empty: none"`

	TurnTimeout time.Duration `envconfig:"SCRIPTHOST_TURN_TIMEOUT" default:"5s" desc:"longest time a script may run without returning to its event loop; its page is discarded then"`
	LoadTimeout time.Duration `envconfig:"SCRIPTHOST_LOAD_TIMEOUT" default:"30s" desc:"longest time from opening a URL to its load event; the page is discarded then"`

	TrustedOrigins []string `envconfig:"SCRIPTHOST_TRUSTED_ORIGINS" desc:"http origins whose documents are secure contexts as https ones are, separated by commas; set CONSTELLATION_TRUSTED_ORIGINS too for their workers"`

	Windows string `envconfig:"SCRIPTHOST_WINDOWS" default:"gesture" desc:"whether service workers may open and focus windows (Clients.openWindow, WindowClient.focus): gesture = within five seconds of a notificationclick event, always, or never"`

	MaxDocuments int           `envconfig:"SCRIPTHOST_MAX_DOCUMENTS" default:"200" desc:"documents open at once, iframes included"`
	MaxBody      int           `envconfig:"SCRIPTHOST_MAX_BODY" default:"33554432" desc:"bytes of one page or script"`
	CacheMemory  int           `envconfig:"SCRIPTHOST_CACHE_MEMORY" default:"16777216" desc:"bytes of cached responses (Cache API) kept in memory"`
	Caches       caches.Config `ignored:"true"` // every process of a cluster has the same
	Stack        int           `envconfig:"SCRIPTHOST_STACK" default:"1000" desc:"call depth of a script"`
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
	bad(!strings.ContainsAny(c.ID, ".*> \t\r\n"), "SCRIPTHOST_ID", "one subject token: no dots, spaces, * or >")
	bad(c.TurnTimeout > 0, "SCRIPTHOST_TURN_TIMEOUT", "a duration above 0, such as 5s")
	bad(c.LoadTimeout > 0, "SCRIPTHOST_LOAD_TIMEOUT", "a duration above 0, such as 30s")
	bad(c.Windows == "gesture" || c.Windows == "always" || c.Windows == "never", "SCRIPTHOST_WINDOWS", "gesture, always or never")
	bad(c.MaxDocuments > 0, "SCRIPTHOST_MAX_DOCUMENTS", "a number above 0")
	bad(c.MaxBody > 0, "SCRIPTHOST_MAX_BODY", "a number of bytes above 0")
	bad(c.CacheMemory >= 0, "SCRIPTHOST_CACHE_MEMORY", "a number of bytes, 0 for none")
	bad(c.Stack >= 100 && c.Stack <= 5000, "SCRIPTHOST_STACK", "between 100 and 5000")
	return errors.Join(append(errs, c.Caches.Validate())...)
}
