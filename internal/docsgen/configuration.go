package main

import (
	"bytes"
	"fmt"

	"asterism/app"
	"asterism/internal/configdoc"
)

// configurationPage is the reference page of every environment variable.
func configurationPage() ([]byte, error) {
	b := bytes.NewBufferString(`# Configuration

<!-- Written by go run ./internal/docsgen from the services' Config structs. Do not edit. -->

Everything is set in the environment. ` + "`asterism config`" + ` prints the same list with the values in effect.
Durations are written like ` + "`500ms`, `30s` or `5m`" + `.
`)
	var sections []configdoc.Section
	for _, part := range new(app.Config).Parts() {
		rows, err := configdoc.Rows(part.Config)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.Name, err)
		}
		sections = append(sections, configdoc.Section{Title: part.Name, Rows: rows})
	}
	if err := configdoc.Markdown(b, sections); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
