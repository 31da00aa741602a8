package loader

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"asterism/schemas"
	"asterism/services/loader/cors"
	"asterism/services/loader/hygiene"
)

// reply describes a response to whoever asked for the fetch. Its body goes along
// when it is small, else it is offered; the flight ends with it.
func (f *fetcher) reply(flight *flight, c *course, resp *http.Response, rep *schemas.NetReply) error {
	out := &rep.Response
	out.Status = uint16(resp.StatusCode)
	out.StatusText = statusText(resp)
	out.Type = c.filter(resp)
	out.URLs = c.urls
	out.Headers = hygiene.AppendResponse(nil, resp.Header)
	if err := out.Headers.Check(); err != nil || len(out.Headers) > f.conn.MaxPayload()/2 {
		resp.Body.Close()
		return typeError(schemas.CodeLimit, "%s answered with more header fields than a bus message can carry", c.url.Host())
	}
	if c.q.Method == http.MethodHead || nullBody(resp.StatusCode) {
		drain(resp.Body)
		flight.end()
		return nil
	}
	if n := resp.ContentLength; n >= 0 && n <= inlineBody {
		defer resp.Body.Close()
		out.Body = schemas.Body{Kind: schemas.BodyInline, Inline: make([]byte, n)}
		if _, err := io.ReadFull(resp.Body, out.Body.Inline); err != nil {
			return networkError(c.url.Host(), cutShort(err))
		}
		flight.end()
		return nil
	}
	body := &sourceBody{ReadCloser: resp.Body, host: c.url.Host()}
	name, err := f.conn.OfferBody(flight.ctx, body, func(error) { flight.end() })
	if err != nil {
		resp.Body.Close()
		return err
	}
	out.Body = schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: resp.ContentLength}
	return nil
}

// filter makes the response what its initiator may see; what an opaque response
// hides is hidden from scripts, not here: it may be passed on.
//
// https://fetch.spec.whatwg.org/#concept-filtered-response
func (c *course) filter(resp *http.Response) (kind string) {
	if c.q.Redirect == "manual" && redirectStatus(resp.StatusCode) {
		return "opaqueredirect"
	}
	if c.tainting == taintCORS {
		cors.Expose(c.q.Credentials, resp.Header)
	}
	return c.tainting
}

// statusText is a response's reason phrase. HTTP/2 has none; net/http makes one
// up.
func statusText(resp *http.Response) string {
	if resp.ProtoMajor > 1 {
		return ""
	}
	_, text, _ := strings.Cut(resp.Status, " ")
	return text
}

// nullBody: https://fetch.spec.whatwg.org/#null-body-status
func nullBody(status int) bool { return status == 204 || status == 205 || status == 304 }

// sourceBody is an upstream's body whose errors can be shown.
type sourceBody struct {
	io.ReadCloser
	host string
}

func (b *sourceBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = networkError(b.host, cutShort(err))
	}
	return n, err
}

// cutShort makes an early end recognisable.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
