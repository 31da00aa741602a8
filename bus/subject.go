package bus

import (
	"fmt"
	"strings"
)

// Params fills the {placeholders} of a subject. "scope" takes a scope URL and
// becomes four tokens; every other value must be one valid token.
type Params map[string]string

// scopeTokens is how many tokens {scope} is.
const scopeTokens = 4

// fill writes the concrete subject of a template such as
// "sw.fetch.{scope}.{version}".
func fill(template string, p Params) (string, error) {
	return expand(template, p, false)
}

// pattern is fill where placeholders without a param are wildcards. A param
// "origin" narrows a missing {scope} to the scopes of one origin.
func pattern(template string, p Params) (string, error) {
	return expand(template, p, true)
}

func expand(template string, p Params, wild bool) (string, error) {
	var out strings.Builder
	for rest := template; ; {
		before, after, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		name, tail, _ := strings.Cut(after, "}")
		text, err := value(name, p, wild)
		if err != nil {
			return "", fmt.Errorf("bus: subject %s: %w", template, err)
		}
		out.WriteString(text)
		rest = tail
	}
}

// value is what stands for the placeholder {name}.
func value(name string, p Params, wild bool) (string, error) {
	v, given := p[name]
	switch {
	case given && name == "scope":
		return EncodeScope(v)
	case given:
		if err := checkToken(v); err != nil {
			return "", fmt.Errorf("{%s}: %.80q %w", name, v, err)
		}
		return v, nil
	case !wild:
		return "", fmt.Errorf("{%s} is missing", name)
	case name != "scope":
		return "*", nil
	}
	if origin, ok := p["origin"]; ok {
		tokens, err := encodeOrigin(origin)
		return tokens + ".*", err
	}
	return "*.*.*.*", nil
}

// parse reads the placeholders' values out of a concrete subject.
func parse(template, subject string) (Params, error) {
	want, got := strings.Split(template, "."), strings.Split(subject, ".")
	p := Params{}
	mismatch := fmt.Errorf("bus: subject %.200q is not of the form %s", subject, template)
	for _, w := range want {
		take := 1
		if w == "{scope}" {
			take = scopeTokens
		}
		if len(got) < take {
			return nil, mismatch
		}
		text := strings.Join(got[:take], ".")
		got = got[take:]
		name, isParam := strings.CutPrefix(w, "{")
		if !isParam {
			if w != text {
				return nil, mismatch
			}
			continue
		}
		if name = strings.TrimSuffix(name, "}"); name == "scope" {
			scope, err := DecodeScope(text)
			if err != nil {
				return nil, fmt.Errorf("bus: subject %.200q: %w", subject, err)
			}
			text = scope
		}
		p[name] = text
	}
	if len(got) > 0 {
		return nil, mismatch
	}
	return p, nil
}
