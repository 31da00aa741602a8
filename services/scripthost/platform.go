package scripthost

import (
	"asterism/bus/features"
	"asterism/bus/sockets"
	"asterism/webapi/fetch"
	"asterism/webapi/platform"
)

// platform is what every global scope of a scripthost has.
func (e *environment) platform(baseURL string) platform.Config {
	c := platform.Config{
		Host: e, Blobs: e.s.blobs, Secure: e.isSecure(),
		Fetch:    fetch.Options{BaseURL: baseURL, Origin: e.origin, BodyLimit: int64(e.s.cfg.MaxBody)},
		Messages: e.s.ports.Of(e.origin),
		Sockets:  sockets.New(e.s.conn, e.origin),
		Features: features.New(e.s.conn, e.origin, e.loop.Blocked), Client: e.id,
	}
	if c.Secure {
		c.Caches = e.s.caches.Origin(e.origin)
		c.Databases = e.s.databases.Origin(e.origin)
	}
	return c
}
