package schemas

import (
	"encoding/json"
	"strings"
)

// jsonKind is a JSON type, in words.
type jsonKind string

const (
	str      jsonKind = "a string"
	number   jsonKind = "a number"
	boolean  jsonKind = "true or false"
	object   jsonKind = "an object"
	array    jsonKind = "an array"
	null     jsonKind = "null"
	anything jsonKind = "a value"
)

// kind is the JSON type of the value at hand.
func (c *checker) kind() jsonKind {
	switch c.data[c.at] {
	case '"':
		return str
	case '{':
		return object
	case '[':
		return array
	case 't', 'f':
		return boolean
	case 'n':
		return null
	default:
		return number
	}
}

// null moves past a null if there is one.
func (c *checker) null() bool {
	c.space()
	if c.data[c.at] != 'n' {
		return false
	}
	c.at += len("null")
	return true
}

// space moves to the next character that is not white space.
func (c *checker) space() {
	for c.at < len(c.data) && strings.IndexByte(" \t\r\n", c.data[c.at]) >= 0 {
		c.at++
	}
}

// key reads the string at hand.
func (c *checker) key() string {
	from := c.at
	c.string()
	raw := c.data[from:c.at]
	if plain := string(raw[1 : len(raw)-1]); !strings.ContainsRune(plain, '\\') {
		return plain
	}
	var s string
	_ = json.Unmarshal(raw, &s) // well-formed, as the whole text is
	return s
}

// string moves past the string at hand.
func (c *checker) string() {
	for c.at++; c.data[c.at] != '"'; c.at++ {
		if c.data[c.at] == '\\' {
			c.at++
		}
	}
	c.at++
}

// skip moves past the value at hand.
func (c *checker) skip() {
	depth := 0
	for c.space(); ; {
		switch c.data[c.at] {
		case '"':
			c.string()
		case '{', '[':
			depth++
			c.at++
		case '}', ']':
			depth--
			c.at++
		default: // a number, a literal, or what stands between values
			c.at++
			for depth == 0 && c.at < len(c.data) && strings.IndexByte(",]} \t\r\n", c.data[c.at]) < 0 {
				c.at++
			}
		}
		if depth == 0 {
			return
		}
	}
}
