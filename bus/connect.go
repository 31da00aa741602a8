package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	dialTimeout    = 2 * time.Second        // one attempt
	retryWait      = 250 * time.Millisecond // between attempts
	waitingLog     = 3 * time.Second        // between log lines while waiting
	pingInterval   = 5 * time.Second        // a silent link is noticed after two of these
	reconnectBytes = 8 << 20                // published while the server is away
)

// Connect blocks until a server answers (it says so in the log while it waits),
// ctx ends, or the server is unfit (older than 2.14, no JetStream, wrong
// credentials): those are errors that say what to do.
func Connect(ctx context.Context, cfg Config, name string, log *slog.Logger) (*Conn, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	var opts []nats.Option
	if cfg.Creds != "" {
		opts = append(opts, nats.UserCredentials(cfg.Creds))
	}
	return connect(ctx, cfg, name, log, opts...)
}

func connect(ctx context.Context, cfg Config, name string, log *slog.Logger, opts ...nats.Option) (*Conn, error) {
	where := redact(cfg.URL)
	wait := waiting{log: log.With("url", where)}
	for {
		c, err := dial(ctx, cfg, name, log, opts)
		if err == nil {
			return c, nil
		}
		if final := unfit(err, where); final != nil {
			return nil, final
		}
		wait.say(err)
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("NATS at %s did not answer: %w (last: %s)", where, context.Cause(ctx), reason(err))
		case <-time.After(retryWait):
		}
	}
}

// dial makes one attempt.
func dial(ctx context.Context, cfg Config, name string, log *slog.Logger, opts []nats.Option) (*Conn, error) {
	c := &Conn{cfg: cfg, log: log, name: name, done: make(chan struct{})}
	c.slots.init(nats.NewInbox())
	nc, err := nats.Connect(cfg.URL, append(c.options(redact(cfg.URL)), opts...)...)
	if err != nil {
		return nil, err
	}
	c.nc = nc
	if err := c.inspect(ctx); err != nil {
		nc.Close()
		return nil, err
	}
	return c, nil
}

// options are the same for every connection.
func (c *Conn) options(where string) []nats.Option {
	return []nats.Option{
		nats.ClosedHandler(c.onClosed),
		nats.Name(c.name),
		nats.Timeout(dialTimeout),
		nats.DrainTimeout(closeTimeout),
		nats.MaxReconnects(-1),
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectWait(retryWait),
		nats.ReconnectJitter(retryWait, retryWait),
		nats.ReconnectBufSize(reconnectBytes),
		nats.PingInterval(pingInterval),
		nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(c.onDisconnect(where)),
		nats.ReconnectHandler(c.onReconnect),
		nats.ErrorHandler(c.onAsyncError),
	}
}

// inspect checks that the server can do what asterism needs.
func (c *Conn) inspect(ctx context.Context) error {
	if have := c.nc.ConnectedServerVersion(); !atLeast(have, VersionRequired) {
		return &oldServer{have}
	}
	js, err := jetstream.New(c.nc)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	if _, err := js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("JetStream: %w", err)
	}
	c.js = js
	c.link.set(true)
	return nil
}

// unfit turns an error that waiting does not cure into one that says what to
// do; others are nil.
func unfit(err error, where string) error {
	var old *oldServer
	switch {
	case errors.As(err, &old):
		return fmt.Errorf("NATS at %s is version %s; asterism needs %s or later: upgrade nats-server", where, old.version, VersionRequired)
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return fmt.Errorf("NATS at %s has no JetStream: start nats-server with -js (and enable it for this account): %w", where, err)
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked),
		errors.Is(err, nats.ErrAccountAuthExpired), errors.Is(err, nats.ErrPermissionViolation):
		return fmt.Errorf("NATS at %s refuses these credentials: check NATS_CREDS, or the user in NATS_URL: %w", where, err)
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		return fmt.Errorf("NATS_CREDS: %w", err)
	case errors.Is(err, nats.ErrNkeysNotSupported), errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return fmt.Errorf("NATS at %s: %w: check NATS_URL and NATS_CREDS", where, err)
	default:
		return nil
	}
}

// waiting says now and then that NATS does not answer.
type waiting struct {
	log   *slog.Logger
	since time.Time
	said  time.Time
}

func (w *waiting) say(err error) {
	now := time.Now()
	if w.since.IsZero() {
		w.since = now
	}
	if now.Sub(w.said) < waitingLog {
		return
	}
	w.said = now
	w.log.Warn("waiting for NATS", "for", now.Sub(w.since).Round(time.Second), "reason", reason(err))
}

// reason is an error in a few words.
func reason(err error) string {
	if errors.Is(err, nats.ErrNoServers) {
		return "no server answers there"
	}
	return err.Error()
}

// redact leaves passwords and tokens out of a list of URLs.
func redact(urls string) string {
	list := strings.Split(urls, ",")
	for i, u := range list {
		u = strings.TrimSpace(u)
		scheme, rest, ok := strings.Cut(u, "://")
		if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
			u = scheme + "://" + rest[at+1:]
		}
		list[i] = u
	}
	return strings.Join(list, ",")
}
