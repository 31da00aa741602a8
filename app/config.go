package app

import (
	"errors"
	"fmt"

	"github.com/kelseyhightower/envconfig"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/internal/configdoc"
	"asterism/services/constellation"
	"asterism/services/loader"
	"asterism/services/manager"
	"asterism/services/scripthost"
)

// Config is the configuration of everything a process can run. Each part is
// owned by the package whose type it is.
type Config struct {
	Process       Process
	Bus           bus.Config
	Constellation constellation.Config
	Caches        caches.Config
	Manager       manager.Config
	Loader        loader.Config
	Scripthost    scripthost.Config
}

// Parts is the parts of c by name, in the order they are shown.
func (c *Config) Parts() []Part {
	return []Part{
		{Name: "process", Config: &c.Process},
		{Name: "bus", Config: &c.Bus},
		{Name: "constellation", Config: &c.Constellation},
		{Name: "caches", Config: &c.Caches},
		{Name: "manager", Config: &c.Manager},
		{Name: "loader", Config: &c.Loader},
		{Name: "scripthost", Config: &c.Scripthost},
	}
}

// Part is one owner's share of the configuration: a pointer to a struct with
// envconfig tags.
type Part struct {
	Name   string
	Config any
}

// Load reads the environment. The error names every variable that cannot be
// used.
func Load() (Config, error) {
	var c Config
	var errs []error
	for _, part := range c.Parts() {
		if err := envconfig.Process("", part.Config); err != nil {
			errs = append(errs, explain(err))
		}
	}
	return c, errors.Join(errs...)
}

func explain(err error) error {
	var parse *envconfig.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s=%q: want a %s: %w (see `asterism config`)", parse.KeyName, parse.Value, parse.TypeName, parse.Err)
	}
	return err
}

// Sections documents every part, with the values c has.
func (c *Config) Sections() ([]configdoc.Section, error) {
	var sections []configdoc.Section
	for _, part := range c.Parts() {
		rows, err := configdoc.Rows(part.Config)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.Name, err)
		}
		sections = append(sections, configdoc.Section{Title: part.Name, Rows: rows})
	}
	return sections, nil
}

// Validate reports every part's setting that cannot work.
func (c *Config) Validate() error {
	var errs []error
	for _, part := range c.Parts() {
		if v, ok := part.Config.(interface{ Validate() error }); ok {
			if err := v.Validate(); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", part.Name, err))
			}
		}
	}
	return errors.Join(errs...)
}
