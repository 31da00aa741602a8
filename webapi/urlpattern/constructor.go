package urlpattern

// shape is a state of the constructor string parser.
//
// https://urlpattern.spec.whatwg.org/#constructor-string-parser-state
type shape uint8

const (
	atInit shape = iota
	atProtocol
	atAuthority
	atUsername
	atPassword
	atHostname
	atPort
	atPathname
	atSearch
	atHash
	atDone
)

// memberOf is the member of the result that a state fills.
var memberOf = map[shape]member{
	atProtocol: protocol, atUsername: username, atPassword: password, atHostname: hostname,
	atPort: port, atPathname: pathname, atSearch: search, atHash: hash,
}

// stringParser is https://urlpattern.spec.whatwg.org/#constructor-string-parser
type stringParser struct {
	input            []rune
	tokens           []token
	result           Init
	start            int // of the component
	index, increment int
	depth            int // of groups
	brackets         int // of an IPv6 address
	special          bool
	state            shape
	js               Compiler
}

// parseString is https://urlpattern.spec.whatwg.org/#parse-a-constructor-string
func parseString(input string, js Compiler) (Init, error) {
	tokens, err := tokenize(input, false)
	if err != nil {
		return Init{}, err
	}
	p := &stringParser{input: []rune(input), tokens: tokens, js: js}
	for p.index < len(p.tokens) { // 2
		p.increment = 1
		if p.tokens[p.index].kind == tokenEnd && p.end() {
			break
		}
		if p.tokens[p.index].kind != tokenEnd || p.increment != 0 {
			if err := p.step(); err != nil {
				return Init{}, err
			}
		}
		p.index += p.increment
	}
	if p.result.has(hostname) && !p.result.has(port) { // 3
		p.result.set(port, "")
	}
	return p.result, nil
}

// end is step 2.2, at the end of the input; true: done.
func (p *stringParser) end() bool {
	switch p.state {
	case atInit:
		p.rewind()
		switch {
		case p.is('#'):
			p.change(atHash, 1)
		case p.searchPrefix():
			p.change(atSearch, 1)
		default:
			p.change(atPathname, 0)
		}
		return false
	case atAuthority:
		p.rewind()
		p.state = atHostname
		return false
	}
	p.change(atDone, 0)
	return true
}

// step is steps 2.3 to 2.5.
func (p *stringParser) step() error {
	switch kind := p.tokens[p.index].kind; {
	case kind == tokenOpen: // 2.3
		p.depth++
		return nil
	case p.depth > 0 && kind == tokenClose: // 2.4
		p.depth--
	case p.depth > 0:
		return nil
	}
	switch p.state { // 2.5
	case atInit:
		if p.is(':') {
			p.rewind()
			p.state = atProtocol
		}
	case atProtocol:
		return p.protocol()
	case atAuthority:
		switch {
		case p.is('@'):
			p.rewind()
			p.state = atUsername
		case p.is('/'), p.searchPrefix(), p.is('#'):
			p.rewind()
			p.state = atHostname
		}
	case atUsername:
		switch {
		case p.is(':'):
			p.change(atPassword, 1)
		case p.is('@'):
			p.change(atHostname, 1)
		}
	case atPassword:
		if p.is('@') {
			p.change(atHostname, 1)
		}
	case atHostname:
		switch {
		case p.is('['):
			p.brackets++
		case p.is(']'):
			p.brackets--
		case p.is(':') && p.brackets == 0:
			p.change(atPort, 1)
		default:
			p.tail(atHostname)
		}
	default:
		p.tail(p.state)
	}
	return nil
}

// tail looks for what ends a component from the hostname on.
func (p *stringParser) tail(from shape) {
	switch {
	case from < atPathname && p.is('/'):
		p.change(atPathname, 0)
	case from < atSearch && p.searchPrefix():
		p.change(atSearch, 1)
	case from < atHash && p.is('#'):
		p.change(atHash, 1)
	}
}

func (p *stringParser) protocol() error {
	if !p.is(':') {
		return nil
	}
	c, err := compileProtocol(p.component(), p.js)
	if err != nil {
		return err
	}
	p.special = c.matchesSpecial()
	next, skip := atPathname, 1
	switch {
	case p.char(p.index+1, '/') && p.char(p.index+2, '/'):
		next, skip = atAuthority, 3
	case p.special:
		next = atAuthority
	}
	p.change(next, skip)
	return nil
}

// change is https://urlpattern.spec.whatwg.org/#change-state
func (p *stringParser) change(to shape, skip int) {
	from := p.state
	if m, ok := memberOf[from]; ok { // 1
		p.result.set(m, p.component())
	}
	if from != atInit && to != atDone { // 2
		if from <= atPassword && to >= atPort && !p.result.has(hostname) {
			p.result.set(hostname, "")
		}
		if from <= atPort && to >= atSearch && !p.result.has(pathname) {
			path := ""
			if p.special {
				path = "/"
			}
			p.result.set(pathname, path)
		}
		if from <= atPathname && to == atHash && !p.result.has(search) {
			p.result.set(search, "")
		}
	}
	p.state = to // 3
	p.index += skip
	p.start = p.index
	p.increment = 0
}

func (p *stringParser) rewind() { p.index, p.increment = p.start, 0 }

func (p *stringParser) token(i int) token {
	if i < len(p.tokens) {
		return p.tokens[i]
	}
	return p.tokens[len(p.tokens)-1]
}

// char is https://urlpattern.spec.whatwg.org/#is-a-non-special-pattern-char
func (p *stringParser) char(i int, c byte) bool {
	t := p.token(i)
	return t.value == string(c) && (t.kind == tokenChar || t.kind == tokenEscaped || t.kind == tokenInvalid)
}

func (p *stringParser) is(c byte) bool { return p.char(p.index, c) }

// searchPrefix is https://urlpattern.spec.whatwg.org/#is-a-search-prefix
func (p *stringParser) searchPrefix() bool {
	if p.is('?') {
		return true
	}
	if p.token(p.index).value != "?" {
		return false
	}
	if p.index == 0 {
		return true
	}
	switch p.token(p.index - 1).kind {
	case tokenName, tokenRegexp, tokenClose, tokenAsterisk:
		return false
	}
	return true
}

// component is https://urlpattern.spec.whatwg.org/#make-a-component-string
func (p *stringParser) component() string {
	return string(p.input[p.token(p.start).index:p.token(p.index).index])
}
