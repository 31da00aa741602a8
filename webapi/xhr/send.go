package xhr

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/fetch"
	"asterism/webapi/mimetype"
	"asterism/webapi/weburl"
)

// send is https://xhr.spec.whatwg.org/#the-send()-method
func (x *request) send(c js.Call) goja.Value {
	x.mustBeOpened(c) // 1, 2
	var body *fetch.Body
	if v := c.Arg(0); !goja.IsUndefined(v) && !goja.IsNull(v) { // 4
		data := x.extract(c, v)
		if x.method != "GET" && x.method != "HEAD" { // 3
			body = &fetch.Body{Bytes: data, Length: int64(len(data))}
		}
	}
	x.uploadListened = len(x.upload.Types()) > 0 // 5
	q := &fetch.Request{                         // 6
		Method: x.method, URL: x.url.Href(), Headers: x.headers.Clone(fetch.GuardNone), Body: body,
		Mode: "cors", Credentials: "same-origin", Redirect: "follow", Referrer: "about:client",
		Preflight: x.uploadListened, Initiator: "xmlhttprequest", Blob: fetch.BlobAt(c.Realm, x.url),
	}
	if x.credentials {
		q.Credentials = "include"
	}
	x.uploaded = body == nil // 7, 9
	x.uploadLength = 0
	if body != nil {
		x.uploadLength = len(body.Bytes)
	}
	x.sent = true // 10
	if x.sync {   // 12
		x.wait(c, q)
		return goja.Undefined()
	}
	x.progress(x, "loadstart", 0, 0)     // 11.1
	if !x.uploaded && x.uploadListened { // 11.5
		x.progress(x.upload, "loadstart", 0, x.uploadLength)
	}
	if x.state != opened || !x.sent || x.call != nil { // 11.6; a listener may have sent it anew
		return goja.Undefined()
	}
	x.start(q) // 11.10, 11.12
	return goja.Undefined()
}

// extract is step 4: the bytes of a body; the headers learn its type. A GET's
// body is converted, and then not sent.
func (x *request) extract(c js.Call, v goja.Value) []byte {
	var data []byte
	var typ, text string
	isDocument := false
	if d := x.realm.opts.Documents; d != nil {
		text, typ, isDocument = d.Serialize(v)
	}
	if isDocument { // 4.2
		data, typ = []byte(text), typ+";charset=UTF-8"
	} else { // 4.3
		data, typ = fetch.ExtractBytes(c, v)
	}
	if x.method == "GET" || x.method == "HEAD" {
		return nil
	}
	author, has := x.headers.Get("Content-Type") // 4.4
	if !has {                                    // 4.6
		if typ != "" {
			x.headers.Put("Content-Type", typ)
		}
		return data
	}
	_, isParams := js.Native[*weburl.Params](c.Realm, v) // 4.5
	_, isObject := c.Platform(v)
	_, isBytes := c.BytesView(v)
	if isDocument || isParams || !isObject && !isBytes {
		x.headers.Put("Content-Type", inUTF8(author))
	}
	return data
}

// inUTF8 is a content type whose charset, if it has one, is UTF-8.
func inUTF8(contentType string) string {
	t, ok := mimetype.Parse(contentType)
	if !ok {
		return contentType
	}
	for i := range t.Params {
		if p := &t.Params[i]; p.Name == "charset" && !strings.EqualFold(p.Value, "UTF-8") {
			p.Value = "UTF-8"
			return t.String()
		}
	}
	return contentType
}
