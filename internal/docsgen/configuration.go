package main

import (
	"bytes"

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
	sections, err := new(app.Config).Sections()
	if err != nil {
		return nil, err
	}
	if err := configdoc.Markdown(b, sections); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
