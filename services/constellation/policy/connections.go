package policy

import (
	"fmt"
	"strings"

	"asterism/webapi/weburl"
)

// Connections is the operator's list of who may connect to whom, by
// navigator.connect. The zero value lets everybody try.
type Connections struct {
	allowed [][2]string // the caller's origin and the target's; "*": any
}

// NewConnections reads settings such as "https://shop.example>https://stats.example"
// and "*>https://fonts.example". An empty list allows all; "none" nothing.
func NewConnections(list []string) (*Connections, error) {
	p := &Connections{}
	for _, item := range list {
		if item == "none" {
			p.allowed = append(p.allowed, [2]string{"none", "none"})
			continue
		}
		from, to, found := strings.Cut(item, ">")
		if !found {
			return nil, fmt.Errorf("%q is not of the form CALLER>TARGET, with origins or *", item)
		}
		var pair [2]string
		for i, side := range []string{from, to} {
			pair[i] = strings.TrimSpace(side)
			if pair[i] == "*" || i == 0 && pair[i] == "null" {
				continue
			}
			u, err := weburl.Parse(pair[i])
			if err != nil || u.Origin() == "null" {
				return nil, fmt.Errorf("%q: %q is no origin", item, pair[i])
			}
			pair[i] = u.Origin()
		}
		p.allowed = append(p.allowed, pair)
	}
	return p, nil
}

// Allow says whether an origin may ask for connections to another one.
func (p *Connections) Allow(caller, target string) bool {
	if len(p.allowed) == 0 || caller == target {
		return true
	}
	for _, pair := range p.allowed {
		if (pair[0] == "*" || pair[0] == caller) && (pair[1] == "*" || pair[1] == target) {
			return true
		}
	}
	return false
}
