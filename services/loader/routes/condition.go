package routes

import "asterism/schemas"

// condition is a RouterCondition, compiled.
type condition struct {
	url         *pattern
	method      string
	mode        string
	destination *string
	running     string
	or          []condition
	hasOr       bool
	not         *condition
}

func (t *Table) compile(from *schemas.RouteCondition) (c condition, err error) {
	c = condition{method: from.Method, mode: from.Mode, destination: from.Destination, running: from.Running}
	t.Running = t.Running || c.running != ""
	if from.URL != nil {
		if c.url, err = newPattern(from.URL); err != nil {
			return c, err
		}
	}
	if from.Or != nil {
		c.hasOr, c.or = true, make([]condition, len(from.Or))
		for i := range from.Or {
			if c.or[i], err = t.compile(&from.Or[i]); err != nil {
				return c, err
			}
		}
	}
	if from.Not != nil {
		inner, err := t.compile(from.Not)
		if err != nil {
			return c, err
		}
		c.not = &inner
	}
	return c, nil
}

// match is Match Router Condition. The URL, which costs most, comes last; the
// order shows nowhere.
//
// https://w3c.github.io/ServiceWorker/#match-router-condition-algorithm
func (c *condition) match(q *Query) bool {
	if c.hasOr { // 1
		for i := range c.or {
			if c.or[i].match(q) {
				return true
			}
		}
		return false
	}
	if c.not != nil { // 2
		return !c.not.match(q)
	}
	mode := q.Mode
	if mode == "" {
		mode = "no-cors"
	}
	switch { // 3
	case c.method != "" && c.method != q.Method,
		c.mode != "" && c.mode != mode,
		c.destination != nil && *c.destination != q.Destination,
		c.running != "" && (c.running == "running") != q.Running:
		return false
	}
	return c.url == nil || c.url.match(q)
}
