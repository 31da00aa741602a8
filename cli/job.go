package cli

import (
	"context"
	"fmt"
	"net/url"

	"asterism/bus"
	"asterism/internal/operate"
	"asterism/schemas"
)

// run schedules the job as a client of its own and waits for its result.
func run(ctx context.Context, conn *bus.Conn, job schemas.Job) (schemas.ClientMessage, error) {
	return operate.Run(ctx, conn, job)
}

// webURL parses an absolute http or https URL.
func webURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%q is not a URL: %w", raw, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("%q is not a full URL such as http://localhost:8080/sw.js", raw)
	}
	u.Fragment = ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// origin is the URL's scheme, host and port, as the registry writes it.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
