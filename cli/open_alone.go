package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"asterism/app"
	"asterism/bus"
)

// alone visits the page in a system of its own, which ends with the visit: in
// this process, with nothing kept and no fixed port.
func (o open) alone(sh shell) error {
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer front.Close() // the loader closes it too: for the errors on the way
	cfg, home, err := o.system(front)
	if err != nil {
		return err
	}
	quiet := slog.New(atLeast{sh.log.Handler(), slog.LevelWarn})
	server, err := bus.StartServer(sh.ctx, bus.ServerConfig{Name: "asterism"}, quiet)
	if err != nil {
		return err
	}
	defer server.Stop()
	ctx, stop := context.WithCancel(context.WithoutCancel(sh.ctx))
	defer stop()
	visited := make(chan error, 1)
	visiting := false
	err = app.Run(ctx, app.Plan{Config: cfg, Server: server, Ready: func(r app.Running) {
		visiting = true
		go func() {
			defer stop()
			visited <- o.on(sh, target{Conn: r.Conn, origin: home})
		}()
	}}, quiet)
	if visiting {
		if failed := <-visited; failed != nil {
			return failed
		}
	}
	return err
}

// system is the configuration for --up, and the origin that it serves: that of the
// URL to open when it has one, else the front door's.
func (o open) system(front net.Listener) (app.Config, *url.URL, error) {
	cfg, err := app.Load()
	if err != nil {
		return cfg, nil, err
	}
	u := up{}
	switch info, err := os.Stat(o.Up); {
	case strings.Contains(o.Up, "://"):
		u.Upstream = o.Up
	case err != nil:
		return cfg, nil, fmt.Errorf("--up %s: there is no such folder, and it is not a URL", o.Up)
	case !info.IsDir():
		return cfg, nil, fmt.Errorf("--up %s: it is not a folder (to open %s, write --up %s /%s)", o.Up, filepath.Base(o.Up), filepath.Dir(o.Up), filepath.Base(o.Up))
	default:
		u.Folder = o.Up
	}
	origin, err := u.home(front.Addr())
	if err != nil {
		return cfg, nil, err
	}
	if !strings.HasPrefix(o.URL, "/") && o.URL != "" {
		page, err := webURL(o.URL)
		if err != nil {
			return cfg, nil, err
		}
		origin = page.Scheme + "://" + page.Host
	}
	home, err := url.Parse(origin)
	if err != nil {
		return cfg, nil, err
	}
	cfg.Loader.Listener, cfg.Loader.Origin = front, origin
	return cfg, home, u.upstreams(&cfg)
}

// atLeast passes on records of a level or above.
type atLeast struct {
	slog.Handler
	level slog.Level
}

func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= h.level && h.Handler.Enabled(ctx, l)
}

func (h atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{h.Handler.WithAttrs(attrs), h.level}
}

func (h atLeast) WithGroup(name string) slog.Handler {
	return atLeast{h.Handler.WithGroup(name), h.level}
}
