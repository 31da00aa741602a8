package door

import (
	"net/http"
	"sync/atomic"
	"time"
)

// clock gives the Date field's value, which changes once a second.
type clock struct{ last atomic.Pointer[second] }

type second struct {
	unix int64
	text string
}

func (c *clock) date(now time.Time) string {
	if s := c.last.Load(); s != nil && s.unix == now.Unix() {
		return s.text
	}
	s := &second{now.Unix(), now.UTC().Format(http.TimeFormat)}
	c.last.Store(s)
	return s.text
}
