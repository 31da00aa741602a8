package main

import (
	"io"

	"asterism/wpt/verdict"
)

func (o options) compare(w io.Writer, results []verdict.Result) error {
	return nil
}
