package transpile

// kind is what a token is, as far as the scanner cares.
type kind byte

const (
	none    kind = iota
	word         // identifier, keyword or number
	punct        // one character of punctuation
	closing      // ) or ]: a value ends here
	literal      // string, template, regular expression
)

// scanner walks the tokens of valid JavaScript, keeping track of which braces are
// class bodies. It is written for esbuild's output and does not handle comments.
type scanner struct {
	src        []byte
	start, end int // the current token
	kind       kind
	// memberStart: the token stands where a class member may begin.
	memberStart bool

	stack   []byte // open brackets: '(' '[' '{', 'c' for a class body, 't' for ${
	classes []int  // depths at which a class head waits for its body
}

func (s *scanner) token() []byte { return s.src[s.start:s.end] }

// next moves to the next token; false at the end.
func (s *scanner) next() bool {
	previous, before := s.kind, s.token()
	i := s.end
	for i < len(s.src) && (s.src[i] == ' ' || s.src[i] == '\n' || s.src[i] == '\t' || s.src[i] == '\r') {
		i++
	}
	if i >= len(s.src) {
		return false
	}
	s.memberStart = s.beginsMember(before)
	s.start = i
	switch c := s.src[i]; {
	case isWord(c):
		for i < len(s.src) && isWord(s.src[i]) {
			i++
		}
		s.end, s.kind = i, word
		if string(s.token()) == "class" && string(before) != "." {
			s.classes = append(s.classes, len(s.stack))
		}
	case c == '"' || c == '\'':
		s.end, s.kind = s.quoted(i+1, c), literal
	case c == '`':
		s.template(i + 1)
	case c == '/' && regexpMayFollow(previous, before):
		s.end, s.kind = s.regexp(i+1), literal
	default:
		s.end = i + 1
		s.bracket(c)
	}
	return true
}

// beginsMember: directly in a class body, after its brace, a semicolon, the end of
// a member, or the word static.
func (s *scanner) beginsMember(before []byte) bool {
	if len(s.stack) == 0 || s.stack[len(s.stack)-1] != 'c' {
		return false
	}
	switch string(before) {
	case "{", "}", ";":
		return true
	case "static":
		return s.memberStart
	}
	return false
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '#' || c == '\\' || c >= 0x80
}

// bracket takes one character of punctuation.
func (s *scanner) bracket(c byte) {
	s.kind = punct
	switch c {
	case '(', '[':
		s.stack = append(s.stack, c)
	case '{':
		if n := len(s.classes); n > 0 && s.classes[n-1] == len(s.stack) {
			s.classes = s.classes[:n-1]
			c = 'c'
		}
		s.stack = append(s.stack, c)
	case ')', ']', '}':
		if c != '}' {
			s.kind = closing
		}
		if len(s.stack) == 0 {
			return
		}
		top := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		if top == 't' { // the end of ${…}: the template goes on
			s.template(s.end)
		}
	}
}

// quoted gives the end of a string that began before i.
func (s *scanner) quoted(i int, quote byte) int {
	for ; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return len(s.src)
}

// template takes template characters up to the closing backtick or a ${.
func (s *scanner) template(i int) {
	s.kind = literal
	for ; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			i++
		case '`':
			s.end = i + 1
			return
		case '$':
			if i+1 < len(s.src) && s.src[i+1] == '{' {
				s.stack = append(s.stack, 't')
				s.end, s.kind = i+2, punct
				return
			}
		}
	}
	s.end = len(s.src)
}

// regexp gives the end of a regular expression literal whose body begins at i;
// its flags are taken as a word of their own.
func (s *scanner) regexp(i int) int {
	class := false
	for ; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return i + 1
			}
		}
	}
	return len(s.src)
}

// regexpMayFollow decides what a slash is by what stands before it. After `)` it is
// taken as a division: esbuild never prints a regular expression as the first thing
// after if (…), because such a statement does nothing useful; after `}` it is a
// regular expression, as a statement may begin there.
func regexpMayFollow(previous kind, before []byte) bool {
	switch previous {
	case closing, literal:
		return false
	case word:
		switch string(before) {
		case "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await", "yield", "instanceof":
			return true
		}
		return false
	case punct:
		return true
	}
	return true
}
