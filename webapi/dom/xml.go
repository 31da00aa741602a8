package dom

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// xmlDepth is how deep elements of an XML document may nest.
const xmlDepth = 512

// Namespaces that prefixes mean without a declaration.
const (
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNamespace = "http://www.w3.org/2000/xmlns/"
)

var errMalformed = errors.New("the XML is not well-formed")

// loadXML parses a whole XML document into d. An error leaves d as far as it got.
//
// https://html.spec.whatwg.org/#xml-parser
func (d *Document) loadXML(src string) error {
	r := xml.NewDecoder(strings.NewReader(src))
	r.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	p := &xmlParser{doc: d, at: &d.Node}
	for {
		t, err := r.RawToken()
		if err == io.EOF {
			if d.Element() == nil || len(p.open) > 0 {
				return errMalformed
			}
			d.ReadyState = "complete"
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.token(t); err != nil {
			return err
		}
	}
}

// xmlParser builds a tree of tokens.
type xmlParser struct {
	doc  *Document
	at   *Node
	open []xmlScope
}

// xmlScope is an open element: its name as written and the prefixes it declares.
type xmlScope struct {
	name     string
	prefixes map[string]string
}

func (p *xmlParser) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		if len(p.open) == 0 || p.open[len(p.open)-1].name != qualified(t.Name) {
			return errMalformed
		}
		p.open, p.at = p.open[:len(p.open)-1], p.at.Parent()
	case xml.CharData:
		switch {
		case len(p.open) > 0:
			if last := p.at.Last(); last != nil && last.Kind() == TextKind {
				last.h.Data += string(t)
			} else {
				p.at.h.AppendChild(&p.doc.text(string(t)).h)
			}
		case strings.Trim(string(t), "\uFEFF \t\r\n") != "":
			return errMalformed
		}
	case xml.Comment:
		p.at.h.AppendChild(&p.doc.comment(string(t)).h)
	case xml.Directive:
		if name, ok := strings.CutPrefix(string(t), "DOCTYPE"); ok && len(p.open) == 0 {
			fields := strings.FieldsFunc(name, func(r rune) bool { return isSpace(r) || r == '[' })
			if len(fields) == 0 {
				return errMalformed
			}
			n := &Node{doc: p.doc}
			n.h = html.Node{Type: html.DoctypeNode, Data: fields[0]}
			p.at.h.AppendChild(&n.h)
		}
	}
	return nil
}

func (p *xmlParser) start(t xml.StartElement) error {
	if len(p.open) == 0 && p.doc.Element() != nil || len(p.open) >= xmlDepth {
		return errMalformed
	}
	scope := xmlScope{name: qualified(t.Name), prefixes: map[string]string{}}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns":
			scope.prefixes[a.Name.Local] = a.Value
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			scope.prefixes[""] = a.Value
		}
	}
	p.open = append(p.open, scope)
	namespace, ok := p.lookup(t.Name.Space)
	if !ok {
		return errMalformed
	}
	n := p.doc.elementNS(namespace, t.Name.Space, t.Name.Local)
	n.started = true // scripts of such a document do not run
	for _, a := range t.Attr {
		attr := html.Attribute{Key: qualified(a.Name), Val: a.Value}
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns":
			attr.Namespace = xmlnsNamespace
		case a.Name.Space != "":
			if attr.Namespace, ok = p.lookup(a.Name.Space); !ok {
				return errMalformed
			}
		}
		for _, other := range n.h.Attr {
			if other.Key == attr.Key {
				return errMalformed
			}
		}
		n.h.Attr = append(n.h.Attr, attr)
	}
	p.at.h.AppendChild(&n.h)
	p.at = n
	return nil
}

// lookup is the namespace of a prefix.
func (p *xmlParser) lookup(prefix string) (namespace string, ok bool) {
	switch prefix {
	case "xml":
		return xmlNamespace, true
	case "xmlns":
		return xmlnsNamespace, true
	}
	for i := len(p.open) - 1; i >= 0; i-- {
		if namespace, ok = p.open[i].prefixes[prefix]; ok {
			return namespace, true
		}
	}
	return "", prefix == ""
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
