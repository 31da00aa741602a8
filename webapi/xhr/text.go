package xhr

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/encoding"
	"asterism/webapi/fetch"
	"asterism/webapi/mimetype"
)

// overrideMimeType is https://xhr.spec.whatwg.org/#the-overridemimetype()-method
func (x *request) overrideMimeType(c js.Call) goja.Value {
	mime := c.String(c.Arg(0), "mime")
	if x.state >= loading { // 1
		x.fail(c, "InvalidStateError", "the type cannot be overridden once the response arrives")
	}
	t, ok := mimetype.Parse(mime) // 2
	if !ok {                      // 3
		t = mimetype.Type{Type: "application", Subtype: "octet-stream"}
	}
	x.override = &t
	return goja.Undefined()
}

// responseMIME is https://xhr.spec.whatwg.org/#response-mime-type
func (x *request) responseMIME() mimetype.Type {
	if t, ok := fetch.MIMEType(x.visible); ok {
		return t
	}
	return mimetype.Type{Type: "text", Subtype: "xml"}
}

// finalType is https://xhr.spec.whatwg.org/#final-mime-type
func (x *request) finalType() mimetype.Type {
	if x.override != nil {
		return *x.override
	}
	return x.responseMIME()
}

// finalEncoding is a label, "" for null.
//
// https://xhr.spec.whatwg.org/#final-charset
func (x *request) finalEncoding() string {
	t := x.responseMIME()
	label, has := t.Param("charset")
	if x.override != nil {
		if over, ok := x.override.Param("charset"); ok {
			label, has = over, true
		}
	}
	if !has {
		return ""
	}
	if _, _, err := encoding.Lookup(label); err != nil {
		return ""
	}
	return label
}

// text is https://xhr.spec.whatwg.org/#text-response
func (x *request) text() string {
	if x.response == nil || x.response.Body == nil { // 1
		return ""
	}
	label := x.finalEncoding()                                       // 2
	if label == "" && x.responseType == "" && isXML(x.finalType()) { // 3
		label = xmlEncoding(x.received)
	}
	return decode(x.received, label) // 4, 5
}

// document is what a document response is; nil: there is none.
//
// https://xhr.spec.whatwg.org/#document-response
func (x *request) document() goja.Value {
	d := x.realm.opts.Documents
	if d == nil || x.response.Body == nil { // 1
		return nil
	}
	t := x.finalType() // 2
	html, xml := t.Essence() == "text/html", isXML(t)
	if !html && !xml || html && x.responseType == "" { // 3, 4
		return nil
	}
	label := x.finalEncoding() // 5.1
	switch {
	case label != "":
	case html:
		label = d.Encoding(x.received[:min(len(x.received), 1024)]) // 5.2
	default:
		label = xmlEncoding(x.received)
	}
	v := d.Parse(decode(x.received, label), t.Essence(), x.responseURL()) // 5.4, 6
	if v == nil || goja.IsNull(v) {
		return nil
	}
	return v
}

// isXML is https://mimesniff.spec.whatwg.org/#xml-mime-type
func isXML(t mimetype.Type) bool {
	return strings.HasSuffix(t.Subtype, "+xml") || t.Essence() == "text/xml" || t.Essence() == "application/xml"
}

var declaration = regexp.MustCompile(`^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// xmlEncoding is the encoding that an XML declaration names; "": none.
func xmlEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("<\x00?\x00")):
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\x00<\x00?")):
		return "utf-16be"
	}
	m := declaration.FindSubmatch(data[:min(len(data), 1024)])
	if m == nil {
		return ""
	}
	if _, _, err := encoding.Lookup(string(m[1])); err != nil {
		return ""
	}
	return string(m[1])
}

// decode is https://encoding.spec.whatwg.org/#decode
func decode(data []byte, label string) string {
	if label == "" {
		label = "utf-8"
	}
	return encoding.Decode(data, label)
}

// utf8 is https://encoding.spec.whatwg.org/#utf-8-decode
func utf8(data []byte) string {
	return encoding.Decode(append([]byte("\xEF\xBB\xBF"), bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))...), "utf-8")
}
