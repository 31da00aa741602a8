package formdata

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"

	"asterism/webapi/blob"
)

// Encode writes multipart/form-data.
//
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
func (d *Data) Encode() (body []byte, boundary string) {
	boundary = "----asterism" + rand.Text()
	var b bytes.Buffer
	for _, e := range d.Entries {
		b.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escape(breaks(e.Name)) + `"`)
		if e.File == nil {
			b.WriteString("\r\n\r\n" + breaks(e.Value) + "\r\n")
			continue
		}
		typ := e.File.Type
		if typ == "" {
			typ = "application/octet-stream"
		}
		b.WriteString("; filename=\"" + escape(e.File.Name) + "\"\r\nContent-Type: " + typ + "\r\n\r\n")
		b.Write(e.File.Bytes)
		b.WriteString("\r\n")
	}
	b.WriteString("--" + boundary + "--\r\n")
	return b.Bytes(), boundary
}

// breaks makes every line break CR LF.
func breaks(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.ReplaceAll(s, "\n", "\r\n")
}

func escape(s string) string {
	return strings.NewReplacer("\n", "%0A", "\r", "%0D", `"`, "%22").Replace(s)
}

var errMultipart = errors.New("the body is not multipart/form-data with the boundary its Content-Type names")

// ParseMultipart reads multipart/form-data.
//
// https://www.rfc-editor.org/rfc/rfc7578 and https://fetch.spec.whatwg.org/#dom-body-formdata
func ParseMultipart(body []byte, boundary string) (*Data, error) {
	delimiter := []byte("--" + boundary)
	if boundary == "" {
		return nil, errMultipart
	}
	start := bytes.Index(body, delimiter)
	if start < 0 || start > 0 && !bytes.HasSuffix(body[:start], []byte("\r\n")) {
		return nil, errMultipart
	}
	body = body[start+len(delimiter):]
	d := new(Data)
	for {
		if bytes.HasPrefix(body, []byte("--")) {
			return d, nil
		}
		body = bytes.TrimLeft(body, " \t")
		rest, ok := bytes.CutPrefix(body, []byte("\r\n"))
		if !ok {
			return nil, errMultipart
		}
		e, rest, err := parsePart(rest, delimiter)
		if err != nil {
			return nil, err
		}
		d.Entries, body = append(d.Entries, e), rest
	}
}

// parsePart takes one part and the delimiter after it off body.
func parsePart(body, delimiter []byte) (e Entry, rest []byte, err error) {
	typ, disposition := "text/plain", ""
	for {
		line, after, ok := bytes.Cut(body, []byte("\r\n"))
		if !ok {
			return e, nil, errMultipart
		}
		body = after
		if len(line) == 0 {
			break
		}
		name, value, ok := strings.Cut(string(line), ":")
		if !ok {
			return e, nil, errMultipart
		}
		switch value = strings.Trim(value, " \t"); strings.ToLower(name) {
		case "content-disposition":
			disposition = value
		case "content-type":
			typ = value
		}
	}
	content, rest, ok := bytes.Cut(body, append([]byte("\r\n"), delimiter...))
	if !ok {
		if rest, ok = bytes.CutPrefix(body, delimiter); !ok { // an empty part without its line break
			return e, nil, errMultipart
		}
		content = nil
	}
	name, ok := attribute(disposition, "name")
	if !ok || !strings.HasPrefix(strings.ToLower(disposition), "form-data") {
		return e, nil, errMultipart
	}
	e.Name = utf8Text(unescape(name))
	if file, ok := attribute(disposition, "filename"); ok {
		e.File = &blob.File{Blob: blob.Blob{Bytes: bytes.Clone(content), Type: typ}, Name: utf8Text(unescape(file))}
	} else {
		e.Value = utf8Text(string(content))
	}
	return e, rest, nil
}

// attribute is a quoted parameter of a Content-Disposition.
func attribute(disposition, name string) (string, bool) {
	for rest := disposition; ; {
		_, after, ok := strings.Cut(rest, ";")
		if !ok {
			return "", false
		}
		key, value, ok := strings.Cut(strings.TrimLeft(after, " \t"), "=")
		if !ok {
			return "", false
		}
		var found string
		if quoted, isQuoted := strings.CutPrefix(value, `"`); isQuoted {
			if found, rest, ok = strings.Cut(quoted, `"`); !ok {
				return "", false
			}
		} else {
			end := strings.IndexByte(value, ';')
			if end < 0 {
				end = len(value)
			}
			found, rest = strings.Trim(value[:end], " \t"), value[end:]
		}
		if strings.EqualFold(strings.Trim(key, " \t"), name) {
			return found, true
		}
	}
}

func unescape(s string) string {
	return strings.NewReplacer("%0A", "\n", "%0D", "\r", "%22", `"`).Replace(s)
}

func utf8Text(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
