package urlpattern

import (
	"errors"
	"strconv"

	"asterism/webapi/weburl"
)

// partKind is a part's type.
//
// https://urlpattern.spec.whatwg.org/#part-type
type partKind uint8

const (
	fixedText partKind = iota
	customRegexp
	segmentWildcard
	fullWildcard
)

// part is one piece of a parsed pattern string. modifier is "", "?", "*" or "+".
//
// https://urlpattern.spec.whatwg.org/#part
type part struct {
	kind                 partKind
	value, modifier      string
	name, prefix, suffix string
}

// options says how segments are told apart.
//
// https://urlpattern.spec.whatwg.org/#options
type options struct {
	delimiter, prefix string // one ASCII character, or none
	ignoreCase        bool
}

// parser is https://urlpattern.spec.whatwg.org/#pattern-parser
type parser struct {
	tokens  []token
	encode  weburl.Canonical
	options options
	parts   []part
	pending string
	index   int
	numeric int // the next automatic name
}

var errMalformed = errors.New("the pattern is malformed")

// parse parses a pattern string.
//
// https://urlpattern.spec.whatwg.org/#parse-a-pattern-string
func parse(input string, o options, encode weburl.Canonical) ([]part, error) {
	tokens, err := tokenize(input, true)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, encode: encode, options: o}
	for p.index < len(p.tokens) {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	return p.parts, nil
}

func (p *parser) step() error {
	char := p.take(tokenChar)
	name := p.take(tokenName)
	group := p.takeGroup(name)
	if name != nil || group != nil {
		prefix := ""
		if char != nil {
			prefix = char.value
		}
		if prefix != "" && prefix != p.options.prefix {
			p.pending += prefix
			prefix = ""
		}
		if err := p.flush(); err != nil {
			return err
		}
		return p.add(prefix, name, group, "", p.takeModifier())
	}
	fixed := char
	if fixed == nil {
		fixed = p.take(tokenEscaped)
	}
	if fixed != nil {
		p.pending += fixed.value
		return nil
	}
	if p.take(tokenOpen) != nil {
		prefix := p.text()
		name = p.take(tokenName)
		group = p.takeGroup(name)
		suffix := p.text()
		if p.take(tokenClose) == nil {
			return errMalformed
		}
		return p.add(prefix, name, group, suffix, p.takeModifier())
	}
	if err := p.flush(); err != nil {
		return err
	}
	if p.take(tokenEnd) == nil {
		return errMalformed
	}
	return nil
}

// take consumes the next token if it is of a kind.
func (p *parser) take(kind tokenKind) *token {
	if p.index >= len(p.tokens) || p.tokens[p.index].kind != kind {
		return nil
	}
	p.index++
	return &p.tokens[p.index-1]
}

// takeGroup is https://urlpattern.spec.whatwg.org/#try-to-consume-a-regexp-or-wildcard-token
func (p *parser) takeGroup(name *token) *token {
	t := p.take(tokenRegexp)
	if name == nil && t == nil {
		t = p.take(tokenAsterisk)
	}
	return t
}

func (p *parser) takeModifier() string {
	t := p.take(tokenModifier)
	if t == nil {
		t = p.take(tokenAsterisk)
	}
	if t == nil {
		return ""
	}
	return t.value
}

func (p *parser) text() string {
	s := ""
	for {
		t := p.take(tokenChar)
		if t == nil {
			t = p.take(tokenEscaped)
		}
		if t == nil {
			return s
		}
		s += t.value
	}
}

// flush is https://urlpattern.spec.whatwg.org/#maybe-add-a-part-from-the-pending-fixed-value
func (p *parser) flush() error {
	if p.pending == "" {
		return nil
	}
	value, err := p.encode(p.pending)
	p.pending = ""
	p.parts = append(p.parts, part{kind: fixedText, value: value})
	return err
}

// add is https://urlpattern.spec.whatwg.org/#add-a-part
func (p *parser) add(prefix string, name, group *token, suffix, modifier string) error {
	if name == nil && group == nil && modifier == "" { // 3
		p.pending += prefix
		return nil
	}
	if err := p.flush(); err != nil { // 4
		return err
	}
	if name == nil && group == nil { // 5
		if prefix == "" {
			return nil
		}
		value, err := p.encode(prefix)
		p.parts = append(p.parts, part{kind: fixedText, value: value, modifier: modifier})
		return err
	}
	q := part{kind: customRegexp, modifier: modifier}
	segment := segmentRegexp(p.options)
	switch { // 6 – 12
	case group == nil:
		q.kind = segmentWildcard
	case group.kind == tokenAsterisk || group.value == wildcardRegexp:
		q.kind = fullWildcard
	case group.value == segment:
		q.kind = segmentWildcard
	default:
		q.value = group.value
	}
	if name != nil { // 14
		q.name = name.value
	} else { // 15
		q.name = strconv.Itoa(p.numeric)
		p.numeric++
	}
	for _, other := range p.parts { // 16
		if other.name == q.name {
			return errors.New("the pattern uses the name " + q.name + " twice")
		}
	}
	var err error
	if q.prefix, err = p.encode(prefix); err != nil { // 17
		return err
	}
	if q.suffix, err = p.encode(suffix); err != nil { // 18
		return err
	}
	p.parts = append(p.parts, q)
	return nil
}
