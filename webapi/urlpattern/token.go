package urlpattern

import (
	"fmt"
	"unicode"
)

// tokenKind is a token's type.
//
// https://urlpattern.spec.whatwg.org/#token-type
type tokenKind uint8

const (
	tokenInvalid tokenKind = iota
	tokenOpen
	tokenClose
	tokenRegexp
	tokenName
	tokenChar
	tokenEscaped
	tokenModifier // ? or +
	tokenAsterisk
	tokenEnd
)

// token is one lexical token; index counts code points of the input.
type token struct {
	kind  tokenKind
	index int
	value string
}

// tokenizer is https://urlpattern.spec.whatwg.org/#tokenizer
type tokenizer struct {
	input       []rune
	strict      bool
	tokens      []token
	index, next int
	c           rune
	err         error
}

// tokenize splits a pattern string. A lenient run never fails: what is wrong becomes
// invalid tokens.
//
// https://urlpattern.spec.whatwg.org/#tokenize
func tokenize(input string, strict bool) ([]token, error) {
	t := &tokenizer{input: []rune(input), strict: strict}
	for t.index < len(t.input) && t.err == nil { // 4
		t.seek(t.index)
		switch t.c {
		case '*':
			t.single(tokenAsterisk)
		case '+', '?':
			t.single(tokenModifier)
		case '\\':
			if t.index == len(t.input)-1 {
				t.fail(t.next, t.index)
				continue
			}
			escaped := t.next
			t.seek(escaped)
			t.add(tokenEscaped, t.next, escaped, t.next-escaped)
		case '{':
			t.single(tokenOpen)
		case '}':
			t.single(tokenClose)
		case ':':
			t.name()
		case '(':
			t.regexp()
		default:
			t.single(tokenChar)
		}
	}
	t.add(tokenEnd, t.index, t.index, 0) // 5
	return t.tokens, t.err
}

func (t *tokenizer) seek(i int) {
	t.c = t.input[i]
	t.next = i + 1
}

func (t *tokenizer) add(kind tokenKind, next, value, length int) {
	t.tokens = append(t.tokens, token{kind, t.index, string(t.input[value : value+length])})
	t.index = next
}

func (t *tokenizer) single(kind tokenKind) { t.add(kind, t.next, t.index, t.next-t.index) }

// fail is https://urlpattern.spec.whatwg.org/#process-a-tokenizing-error
func (t *tokenizer) fail(next, value int) {
	if t.strict {
		t.err = fmt.Errorf("the pattern is malformed at character %d", t.index)
		return
	}
	t.add(tokenInvalid, next, value, next-value)
}

func (t *tokenizer) name() {
	start := t.next
	p := start
	for p < len(t.input) {
		t.seek(p)
		if !validName(t.c, p == start) {
			break
		}
		p = t.next
	}
	if p <= start {
		t.fail(start, t.index)
		return
	}
	t.add(tokenName, p, start, p-start)
}

func (t *tokenizer) regexp() {
	start := t.next
	p, depth := start, 1
	for p < len(t.input) {
		t.seek(p)
		if t.c > 0x7F || p == start && t.c == '?' {
			t.fail(start, t.index)
			return
		}
		if t.c == '\\' {
			if p == len(t.input)-1 || t.input[p+1] > 0x7F {
				t.fail(start, t.index)
				return
			}
			p += 2
			continue
		}
		if t.c == ')' {
			depth--
			if depth == 0 {
				p = t.next
				break
			}
		} else if t.c == '(' {
			depth++
			if p == len(t.input)-1 || t.input[p+1] != '?' { // no capturing groups inside
				t.fail(start, t.index)
				return
			}
		}
		p = t.next
	}
	if depth != 0 || p-start-1 == 0 {
		t.fail(start, t.index)
		return
	}
	t.add(tokenRegexp, p, start, p-start-1)
}

// validName is https://urlpattern.spec.whatwg.org/#is-a-valid-name-code-point
func validName(c rune, first bool) bool {
	if c == '$' || c == '_' || unicode.In(c, unicode.L, unicode.Nl, unicode.Other_ID_Start) {
		return true
	}
	return !first && (c == 0x200C || c == 0x200D || unicode.In(c, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue))
}
