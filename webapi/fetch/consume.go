package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/encoding"
	"asterism/webapi/formdata"
	"asterism/webapi/mimetype"
	"asterism/webapi/streams"
)

// bodied is the native value of a Request or Response.
type bodied interface {
	content() *payload
	headerList() *Headers
}

// bodyAttrs and bodyMethods are the Body mixin.
//
// https://fetch.spec.whatwg.org/#body-mixin
func bodyAttrs[T bodied]() []js.Attr[T] {
	return []js.Attr[T]{
		{Name: "body", Get: func(t T, c js.Call) goja.Value {
			if t.content().null() {
				return goja.Null()
			}
			return t.content().readable(c.Realm).Object()
		}},
		{Name: "bodyUsed", Get: func(t T, c js.Call) goja.Value { return c.VM.ToValue(t.content().used()) }},
	}
}

func bodyMethods[T bodied]() []js.Method[T] {
	consumer := func(name string, convert func(x *realm, h *Headers, data []byte) goja.Value) js.Method[T] {
		return js.Method[T]{Name: name, Async: true, Call: func(t T, c js.Call) goja.Value {
			return realmOf(c.Realm).consume(t, convert)
		}}
	}
	return []js.Method[T]{
		consumer("arrayBuffer", func(x *realm, _ *Headers, data []byte) goja.Value { return x.ArrayBuffer(data) }),
		consumer("blob", func(x *realm, h *Headers, data []byte) goja.Value {
			b := &blob.Blob{Bytes: data}
			if t, ok := MIMEType(h); ok {
				b.Type = t.String()
			}
			return blob.New(x.Realm, b)
		}),
		consumer("bytes", func(x *realm, _ *Headers, data []byte) goja.Value { return x.Uint8Array(data) }),
		consumer("formData", (*realm).form),
		consumer("json", func(x *realm, _ *Headers, data []byte) goja.Value { return x.fromJSON(decode(data)) }),
		consumer("text", func(x *realm, _ *Headers, data []byte) goja.Value { return x.VM.ToValue(decode(data)) }),
	}
}

// consume is consume body: it returns a promise, or the value itself when it
// is there already.
//
// https://fetch.spec.whatwg.org/#concept-body-consume-body
func (x *realm) consume(t bodied, convert func(*realm, *Headers, []byte) goja.Value) goja.Value {
	p, headers := t.content(), t.headerList()
	if p.stream != nil && p.stream.Errored() && p.signal != nil && p.signal.Aborted() {
		x.Throw(p.signal.Reason()) // as often as it is asked for, unlike the standard's TypeError
	}
	if p.unusable() { // 1
		x.Throw(x.TypeError("the body was read already, or is locked to a reader"))
	}
	if p.null() { // 5
		return convert(x, headers, nil)
	}
	body, ok := p.take() // 6, fully read
	switch {
	case !ok:
		return p.stream.Collect(x.opts.BodyLimit, func(data []byte) goja.Value { return convert(x, headers, data) })
	case !body.streamed():
		return convert(x, headers, bytes.Clone(body.Bytes))
	}
	return x.consumeReader(p, body, func(data []byte) goja.Value { return convert(x, headers, data) })
}

var errTooLong = errors.New("the body is too long to hold in memory")

// consumeReader reads a stream of Go's on a goroutine of its own.
func (x *realm) consumeReader(p *payload, body *Body, convert func([]byte) goja.Value) goja.Value {
	promise, resolve, reject := x.Promise()
	reader, limit := body.reader(), x.opts.BodyLimit
	p.reading = reader
	untie := streams.CloseWith(x.Realm, reader)
	go func() {
		defer untie()
		data, err := readAll(reader, body.Length, limit)
		reader.Close()
		x.Loop.Post(func() {
			p.reading = nil
			_ = x.Do(func() {
				if err != nil {
					reject(x.consumeError(p, err))
					return
				}
				var v goja.Value
				if thrown := x.VM.Try(func() { v = convert(data) }); thrown != nil {
					reject(thrown.Value())
					return
				}
				resolve(v)
			})
		})
	}()
	return x.VM.ToValue(promise)
}

func (x *realm) consumeError(p *payload, err error) goja.Value {
	if errors.Is(err, errTooLong) {
		return x.RangeError("%s", err.Error())
	}
	return p.describe(x.Realm, err)
}

// readAll reads to the end; length is a hint (-1: none), limit 0 is none.
func readAll(r io.Reader, length, limit int64) ([]byte, error) {
	if limit > 0 {
		if length > limit {
			return nil, fmt.Errorf("%w: %d bytes, and at most %d are allowed", errTooLong, length, limit)
		}
		r = io.LimitReader(r, limit+1)
	}
	var b bytes.Buffer
	if length > 0 && length < 1<<24 {
		b.Grow(int(length) + bytes.MinRead)
	}
	n, err := b.ReadFrom(r)
	if err == nil && limit > 0 && n > limit {
		err = fmt.Errorf("%w: at most %d bytes are allowed", errTooLong, limit)
	}
	return b.Bytes(), err
}

// decode is https://encoding.spec.whatwg.org/#utf-8-decode
func decode(data []byte) string {
	d, err := encoding.NewDecoder("utf-8", false, false)
	if err != nil {
		return string(data)
	}
	text, _ := d.Decode(data, false)
	return text
}

// form is the steps of formData().
//
// https://fetch.spec.whatwg.org/#dom-body-formdata
func (x *realm) form(h *Headers, data []byte) goja.Value {
	t, _ := MIMEType(h)
	switch t.Essence() {
	case "multipart/form-data":
		boundary, _ := t.Param("boundary")
		d, err := formdata.ParseMultipart(data, boundary)
		if err != nil {
			x.Throw(x.TypeError("%s", err.Error()))
		}
		return formdata.New(x.Realm, d)
	case "application/x-www-form-urlencoded":
		return formdata.New(x.Realm, formdata.ParseURLEncoded(data))
	}
	x.Throw(x.TypeError("the body's Content-Type is neither multipart/form-data nor application/x-www-form-urlencoded"))
	return nil
}

// MIMEType extracts the MIME type of a header list.
//
// https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
func MIMEType(h *Headers) (mimetype.Type, bool) {
	var t mimetype.Type
	var charset string
	found, hasCharset := false, false
	value, ok := h.Get("content-type") // 4
	if !ok {                           // 5
		return t, false
	}
	for _, value := range splitValue(value) { // 6
		next, ok := mimetype.Parse(value)
		if !ok || next.Essence() == "*/*" {
			continue
		}
		same := found && next.Essence() == t.Essence()
		if c, has := next.Param("charset"); !same {
			charset, hasCharset = c, has
		} else if !has && hasCharset {
			next.Params = append(next.Params, mimetype.Param{Name: "charset", Value: charset})
		}
		t, found = next, true
	}
	return t, found // 7, 8
}
