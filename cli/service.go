package cli

import (
	"strings"

	"github.com/alecthomas/kong"

	"asterism/app"
)

// service runs one of the four services against an external NATS.
type service struct{}

func (service) Help() string {
	return "Configuration comes from the environment: see `asterism config`."
}

func (service) Run(sh shell, command *kong.Context) error {
	name := strings.Fields(command.Command())[0]
	cfg, err := app.Load()
	if err != nil {
		return err
	}
	return app.Run(sh.ctx, app.Plan{
		Targets: []string{name},
		Config:  cfg,
		Ready: func(r app.Running) {
			sh.log.With("service", name).Info("ready", "nats", r.NATS, "nats_version", r.Version, "took", r.Took)
		},
	}, sh.log)
}
