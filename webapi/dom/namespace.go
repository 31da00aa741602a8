package dom

import (
	"strings"

	"asterism/js"
	"github.com/dop251/goja"
)

const (
	htmlNamespace = "http://www.w3.org/1999/xhtml"
	svgNamespace  = "http://www.w3.org/2000/svg"
	mathNamespace = "http://www.w3.org/1998/Math/MathML"

	// none stands for the null namespace in a tree, where "" is HTML's.
	none = "-"
)

// inTree is a namespace as the tree keeps it, which is as x/net/html does.
func inTree(namespace string) string {
	switch namespace {
	case htmlNamespace:
		return ""
	case svgNamespace:
		return "svg"
	case mathNamespace:
		return "math"
	case "":
		return none
	}
	return namespace
}

// namespaceURI is the inverse of inTree; "" is null.
func namespaceURI(ns string) string {
	switch ns {
	case "svg":
		return svgNamespace
	case "math":
		return mathNamespace
	case "":
		return htmlNamespace
	case none:
		return ""
	}
	return ns
}

// elementNS makes an unattached element of a namespace, "" for none.
func (d *Document) elementNS(namespace, prefix, local string) *Node {
	n := d.element(local, inTree(namespace))
	n.prefix = prefix
	return n
}

// nullable is a string, or null for "".
func nullable(vm *goja.Runtime, s string) goja.Value {
	if s == "" {
		return goja.Null()
	}
	return vm.ToValue(s)
}

// extractName validates and splits the first two arguments, a namespace or null
// and a qualified name.
//
// https://dom.spec.whatwg.org/#validate-and-extract
func extractName(c js.Call) (namespace, prefix, local string) {
	if v := c.Arg(0); !goja.IsNull(v) && !goja.IsUndefined(v) {
		namespace = c.String(v, "namespace")
	}
	name := c.String(c.Arg(1), "qualifiedName")
	local = name // 2, 3
	if before, after, ok := strings.Cut(name, ":"); ok {
		prefix, local = before, after
		if prefix == "" {
			c.Throw(c.DOMException("InvalidCharacterError", "'%s' has an empty prefix", name))
		}
	}
	if !validElementName(local) { // 5.2, 7, 8
		c.Throw(c.DOMException("InvalidCharacterError", "'%s' is not a valid name", name))
	}
	if prefix != "" && namespace == "" || // 9
		prefix == "xml" && namespace != xmlNamespace || // 10
		(prefix == "xmlns" || name == "xmlns") != (namespace == xmlnsNamespace) { // 11, 12
		c.Throw(c.DOMException("NamespaceError", "'%s' does not go with the namespace '%s'", name, namespace))
	}
	return namespace, prefix, local
}
