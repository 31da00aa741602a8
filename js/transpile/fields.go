package transpile

import "bytes"

// importPrefix makes import(…), which goja does not parse, a call of js.ImportName.
const importPrefix = "__"

// quoteFields puts quotes around the names of class fields called get, set, async
// or static: goja takes those for modifiers and does not parse `get=1;` in a class
// body. And it renames import(…). src is esbuild's output, valid and without
// comments, so a small scanner is enough to know what is a class body.
//
// It also tells what was inserted where, for the source map.
func quoteFields(src []byte) ([]byte, []insert) {
	if !mayNeedQuotes(src) {
		return src, nil
	}
	s := scanner{src: src}
	var out []byte
	var inserts []insert
	copied, line, lineStart := 0, 0, 0
	for s.next() {
		importing := s.dynamicImport()
		if !importing && !s.fieldName() {
			continue
		}
		for at := copied; at < s.start; at++ {
			if src[at] == '\n' {
				line, lineStart = line+1, at+1
			}
		}
		if importing {
			inserts = append(inserts, insert{line: line, column: utf16Length(src[lineStart:s.start]) + 1, width: len(importPrefix)})
			out = append(out, src[copied:s.start]...)
			out = append(out, importPrefix...)
			copied = s.start
			continue
		}
		// The name itself keeps its mapping; what follows it is two further right.
		inserts = append(inserts, insert{line: line, column: utf16Length(src[lineStart:s.end]), width: 2})
		out = append(out, src[copied:s.start]...)
		out = append(out, '"')
		out = append(out, s.token()...)
		out = append(out, '"')
		copied = s.end
	}
	if out == nil {
		return src, nil
	}
	return append(out, src[copied:]...), inserts
}

// utf16Length is the length of text in the units source maps count columns in.
func utf16Length(text []byte) int {
	n := 0
	for _, r := range string(text) {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

func mayNeedQuotes(src []byte) bool {
	if bytes.Contains(src, []byte("import(")) {
		return true
	}
	if !bytes.Contains(src, []byte("class")) {
		return false
	}
	for _, name := range []string{"get", "set", "async", "static"} {
		for _, after := range []string{"=", ";", "}"} {
			if bytes.Contains(src, []byte(name+after)) {
				return true
			}
		}
	}
	return false
}

// dynamicImport reports whether the current token is the import of import(…).
func (s *scanner) dynamicImport() bool {
	if s.kind != word || string(s.token()) != "import" || s.end >= len(s.src) || s.src[s.end] != '(' {
		return false
	}
	return !s.memberStart && (s.start == 0 || s.src[s.start-1] != '.')
}

// fieldName reports whether the current token is such a name, at the place of a
// class member's name, and followed by what ends or initializes a field.
func (s *scanner) fieldName() bool {
	if s.kind != word || !s.memberStart {
		return false
	}
	switch string(s.token()) {
	case "get", "set", "async", "static":
	default:
		return false
	}
	i := s.end
	for i < len(s.src) && (s.src[i] == ' ' || s.src[i] == '\n') {
		i++
	}
	if i == len(s.src) {
		return false
	}
	switch s.src[i] {
	case ';', '}':
		return true
	case '=':
		return true
	}
	return false
}
