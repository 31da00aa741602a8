package cli

import (
	"errors"

	"asterism/app"
	"asterism/internal/configdoc"
)

// config prints the configuration as it is in effect.
type config struct{}

func (config) Help() string {
	return "What it prints is an env file: variables with their meaning above them, in sections by owner. A bad value is reported at the end."
}

func (config) Run(sh shell) error {
	cfg, loadErr := app.Load()
	sections, err := cfg.Sections()
	if err != nil {
		return err
	}
	if err := configdoc.Text(sh.out, sections); err != nil {
		return err
	}
	return errors.Join(loadErr, cfg.Validate())
}
