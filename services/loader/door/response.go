package door

import (
	"net/http"
	"strconv"
)

// Response is what the lane writes. Fields must be valid and must not frame the
// message; their order stays.
type Response struct {
	Status int
	Fields []Field
	Length int64 // Content-Length; -1: none
	Body   []byte
}

// append writes the response to dst as net/http does. closing: the connection
// ends after it.
func (p *Response) append(dst []byte, date string, closing bool) []byte {
	dst = append(dst, "HTTP/1.1 "...)
	dst = strconv.AppendInt(dst, int64(p.Status), 10)
	dst = append(dst, ' ')
	if text := http.StatusText(p.Status); text != "" {
		dst = append(dst, text...)
	} else {
		dst = append(dst, "status code "...)
		dst = strconv.AppendInt(dst, int64(p.Status), 10)
	}
	dst = append(dst, "\r\n"...)
	dated := false
	for i := range p.Fields {
		dst = appendField(dst, p.Fields[i].Name, p.Fields[i].Value)
		dated = dated || p.Fields[i].Name == "Date"
	}
	if !dated {
		dst = appendField(dst, "Date", date)
	}
	if p.Length >= 0 {
		dst = append(dst, "Content-Length: "...)
		dst = strconv.AppendInt(dst, p.Length, 10)
		dst = append(dst, "\r\n"...)
	}
	if closing {
		dst = appendField(dst, "Connection", "close")
	}
	dst = append(dst, "\r\n"...)
	return append(dst, p.Body...)
}

func appendField(dst []byte, name, value string) []byte {
	dst = append(dst, name...)
	dst = append(dst, ": "...)
	dst = append(dst, value...)
	return append(dst, "\r\n"...)
}
