package cli

import (
	"errors"
	"fmt"
	"strings"

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
	for i, part := range cfg.Parts() {
		rows, err := configdoc.Rows(part.Config)
		if err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
		if i > 0 {
			sh.printf("\n")
		}
		sh.printf("### %s\n", part.Name)
		for _, row := range rows {
			sh.printf("\n%s", comment(row.Desc))
			if row.Changed {
				sh.printf("# default: %s\n", row.Default)
			}
			sh.printf("%s=%s\n", row.Name, row.Value)
		}
	}
	return errors.Join(loadErr, cfg.Validate())
}

// commentWidth is where comment lines are broken.
const commentWidth = 96

// comment is the text as comment lines.
func comment(text string) string {
	var out strings.Builder
	line := "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > commentWidth {
			out.WriteString(line + "\n")
			line = "#"
		}
		line += " " + word
	}
	if line != "#" {
		out.WriteString(line + "\n")
	}
	return out.String()
}
