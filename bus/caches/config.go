package caches

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Config is what managers and scripthosts have in common about caches. Every
// process of a cluster wants the same. The zero value sets no limits.
type Config struct {
	Quota      int64         `envconfig:"CACHE_QUOTA" default:"1073741824" desc:"bytes one origin may keep in its caches; what goes beyond is a QuotaExceededError; 0: no limit"`
	TotalQuota int64         `envconfig:"CACHE_TOTAL_QUOTA" default:"10737418240" desc:"bytes all origins may keep together; beyond that whole origins are evicted, the least recently used first; 0: no limit"`
	Persistent []string      `envconfig:"CACHE_PERSISTENT" desc:"origins whose caches are never evicted, with commas between; navigator.storage.persist() grants it to these only; *: all"`
	Timeout    time.Duration `envconfig:"CACHE_TIMEOUT" default:"10s" desc:"longest time an operation on a cache waits for the store before its promise is rejected"`
}

// Validate says what to change.
func (c Config) Validate() error {
	var errs []error
	if c.Quota < 0 {
		errs = append(errs, fmt.Errorf("CACHE_QUOTA=%d must be a number of bytes, 0 for no limit", c.Quota))
	}
	if c.TotalQuota < 0 {
		errs = append(errs, fmt.Errorf("CACHE_TOTAL_QUOTA=%d must be a number of bytes, 0 for no limit", c.TotalQuota))
	}
	if c.Timeout < 0 {
		errs = append(errs, fmt.Errorf("CACHE_TIMEOUT=%s must be a duration above 0, such as 10s", c.Timeout))
	}
	for _, o := range c.Persistent {
		if o != "*" && (!strings.Contains(o, "://") || strings.HasSuffix(o, "/")) {
			errs = append(errs, fmt.Errorf("CACHE_PERSISTENT has %q: write origins like https://shop.example, or * for all", o))
		}
	}
	return errors.Join(errs...)
}

// timeout is never zero.
func (c Config) timeout() time.Duration {
	if c.Timeout == 0 {
		return 10 * time.Second
	}
	return c.Timeout
}

// persistent says whether an origin is never evicted.
func (c Config) persistent(origin string) bool {
	return slices.Contains(c.Persistent, origin) || slices.Contains(c.Persistent, "*")
}
