package js

import "time"

// Clock is where a loop gets its time; jstest has a fake one.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f, on any goroutine, once d has passed. stop reports
	// whether it kept f from being called.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// systemClock is the machine's clock, monotonic.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) func() bool {
	return time.AfterFunc(d, f).Stop
}
