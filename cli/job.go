package cli

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// jobWait is how long a command waits for its job: a constellation that takes
// over needs seconds, an install handler as long as an event may take.
const jobWait = 90 * time.Second

// run schedules the job as a client of its own and waits for its result.
func run(ctx context.Context, conn *bus.Conn, job schemas.Job) (schemas.ClientMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, jobWait)
	defer cancel()
	job.ID, job.Client = bus.NewID(), bus.NewID()
	results := make(chan schemas.ClientMessage, 1)
	sub, err := bus.ToClient.Subscribe(conn, bus.Params{"client": job.Client}, func(m schemas.ClientMessage, _ bus.Params) {
		if m.Kind == schemas.ClientJob && m.Job == job.ID {
			select {
			case results <- m:
			default: // delivered again
			}
		}
	})
	if err != nil {
		return schemas.ClientMessage{}, err
	}
	defer sub.Stop()
	if err := conn.Flush(); err != nil {
		return schemas.ClientMessage{}, err
	}
	if err := bus.Jobs.Publish(ctx, conn, bus.Params{"scope": job.Scope}, job.ID, job); err != nil {
		return schemas.ClientMessage{}, err
	}
	select {
	case m := <-results:
		if m.Error != nil {
			return m, exception(m.Error)
		}
		return m, nil
	case <-ctx.Done():
		if context.Cause(ctx) == context.DeadlineExceeded {
			return schemas.ClientMessage{}, fmt.Errorf("no constellation ran the job within %s: the job stays queued (is `asterism constellation` running?)", jobWait)
		}
		return schemas.ClientMessage{}, ctx.Err()
	}
}

// exception words an error as the script would have seen it.
func exception(e *schemas.Error) error {
	if e.Exception != "" {
		return fmt.Errorf("%s: %s", e.Exception, e.Message)
	}
	return e
}

// webURL parses an absolute http or https URL.
func webURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%q is not a URL: %w", raw, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("%q is not a full URL: write it as http://localhost:8080/sw.js", raw)
	}
	u.Fragment = ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// origin is the URL's scheme, host and port, as the registry writes it.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
