package scripthost

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// decode makes a page of a response's bytes: HTML as it is in UTF-8, text in a
// <pre>, anything else empty.
func decode(body []byte, contentType string) (page, mime, encoding string) {
	mime = essence(contentType)
	if mime == "" {
		mime = "text/html"
	}
	enc, name, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], contentType)
	text := string(body)
	if name != "utf-8" {
		if decoded, err := enc.NewDecoder().Bytes(body); err == nil {
			text = string(decoded)
		}
	}
	text = strings.TrimPrefix(strings.ToValidUTF8(text, "\uFFFD"), "\uFEFF")
	encoding = strings.ToUpper(name)
	switch {
	case isHTML(mime):
		return text, mime, encoding
	case strings.HasPrefix(mime, "text/"), strings.HasSuffix(mime, "json"), strings.HasSuffix(mime, "javascript"):
		return "<!DOCTYPE html><html><head></head><body><pre>" + html.EscapeString(text) + "</pre></body></html>", mime, encoding
	}
	return "<!DOCTYPE html><html><head></head><body></body></html>", mime, encoding
}
