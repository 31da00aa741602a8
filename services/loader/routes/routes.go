// Package routes evaluates a worker's static routes: which requests they are
// for, and where the responses of these come from. A table is compiled once and
// asked for every request, so the common conditions cost a comparison.
//
// https://w3c.github.io/ServiceWorker/#get-router-source-algorithm
package routes

import (
	"fmt"

	"asterism/schemas"
)

// Table is a worker's static routes, compiled. It is immutable.
type Table struct {
	rules []rule
	// Running: a condition asks whether the worker runs.
	Running bool
}

type rule struct {
	condition condition
	source    schemas.RouteSource
}

// Query is a request to find a route for.
type Query struct {
	URL         string // serialized, http or https
	Method      string
	Mode        string // "" is "no-cors"
	Destination string
	Running     bool // the worker runs

	parts parts
	split bool
}

// Compile makes a table; nil of no routes. The error is a pattern that is none.
func Compile(routes []schemas.Route) (*Table, error) {
	if len(routes) == 0 {
		return nil, nil
	}
	t := &Table{rules: make([]rule, len(routes))}
	for i := range routes {
		c, err := t.compile(&routes[i].Condition)
		if err != nil {
			return nil, fmt.Errorf("route %d: %w", i, err)
		}
		t.rules[i] = rule{c, routes[i].Source}
	}
	return t, nil
}

// Match is the source of the first route for a request; false for none. A nil
// table has none.
func (t *Table) Match(q *Query) (schemas.RouteSource, bool) {
	if t == nil {
		return schemas.RouteSource{}, false
	}
	for i := range t.rules {
		if t.rules[i].condition.match(q) {
			return t.rules[i].source, true
		}
	}
	return schemas.RouteSource{}, false
}
