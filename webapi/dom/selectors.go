package dom

import (
	"fmt"

	"github.com/andybalholm/cascadia"
)

// selector compiles s; the error is a *TreeError named SyntaxError.
func selector(s string) (m cascadia.SelectorGroup, err error) {
	defer func() { // cascadia indexes past the end of some malformed input
		if r := recover(); r != nil {
			m, err = nil, fmt.Errorf("%v", r)
		}
		if err != nil {
			err = &TreeError{"SyntaxError", fmt.Sprintf("'%s' is not a valid selector (%v)", s, err)}
		}
	}()
	return cascadia.ParseGroup(s)
}

// Query is the first element below n that matches the selector, or nil.
func (n *Node) Query(s string) (*Node, error) {
	m, err := selector(s)
	if err != nil {
		return nil, err
	}
	return of(cascadia.Query(&n.h, m)), nil
}

// QueryAll is every element below n that matches, in tree order.
func (n *Node) QueryAll(s string) ([]*Node, error) {
	m, err := selector(s)
	if err != nil {
		return nil, err
	}
	hs := cascadia.QueryAll(&n.h, m)
	out := make([]*Node, len(hs))
	for i, h := range hs {
		out[i] = of(h)
	}
	return out, nil
}

// Matches says whether n itself matches.
func (n *Node) Matches(s string) (bool, error) {
	m, err := selector(s)
	if err != nil {
		return false, err
	}
	return m.Match(&n.h), nil
}

// Closest is the nearest of n and its ancestors that matches, or nil.
func (n *Node) Closest(s string) (*Node, error) {
	m, err := selector(s)
	if err != nil {
		return nil, err
	}
	for c := n; c != nil && c.Kind() == ElementKind; c = c.Parent() {
		if m.Match(&c.h) {
			return c, nil
		}
	}
	return nil, nil
}
