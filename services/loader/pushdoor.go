package loader

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"asterism/bus"
	"asterism/internal/webpush"
	"asterism/schemas"
	"asterism/services/loader/scopeindex"
	"asterism/webapi/weburl"
)

const (
	// longestTTL is how long a push message is kept at most.
	longestTTL = 28 * 24 * time.Hour
	// maxPushWaiting is how many messages may wait for one registration.
	maxPushWaiting = 1000
)

// pushDoor is the push service: it takes messages at the endpoints of push
// subscriptions and puts them, as they are, into the queue of functional events.
//
// https://www.rfc-editor.org/rfc/rfc8030
type pushDoor struct {
	conn  *bus.Conn
	index *scopeindex.Index

	mu      sync.Mutex
	records *bus.Table[schemas.PushRecord] // nil until it could be opened
}

// isPush says whether a request is for the push service.
func isPush(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, schemas.PushPath) && (r.Method == http.MethodPost || r.Method == http.MethodDelete)
}

// refusal is an answer that is no success.
type refusal struct {
	status int
	code   schemas.Code
	reason string
}

func (e *refusal) Error() string { return e.reason }

func refused(status int, code schemas.Code, format string, args ...any) error {
	return &refusal{status, code, fmt.Sprintf(format, args...)}
}

// ServeHTTP takes one message (POST), or takes one back (DELETE).
func (p *pushDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	token, slot, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, schemas.PushPath), "/")
	record, err := p.record(ctx, token)
	switch {
	case err != nil:
	case r.Method == http.MethodDelete && slot != "":
		if err = bus.Functionals.Cancel(ctx, p.conn, bus.Params{"type": "push", "scope": record.Scope, "slot": slot}); err == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		err = refused(http.StatusNotFound, schemas.CodeNotFound, "there is no such message")
	case r.Method == http.MethodPost && slot == "":
		err = p.take(ctx, w, r, record)
	default:
		err = refused(http.StatusMethodNotAllowed, schemas.CodeRefused, "messages are sent with POST and taken back with DELETE")
	}
	if err == nil {
		return
	}
	var known *refusal
	if !errors.As(err, &known) {
		known = &refusal{http.StatusServiceUnavailable, schemas.CodeLost, "push messages cannot be taken at the moment"}
	}
	if known.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "vapid")
	}
	failure(w, known.status, known.code, known.reason)
}

// record finds the subscription that a token names.
func (p *pushDoor) record(ctx context.Context, token string) (*schemas.PushRecord, error) {
	missing := refused(http.StatusNotFound, schemas.CodeNotFound, "there is no such push subscription")
	encoded, _, _ := strings.Cut(token, ".")
	scope, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || len(scope) == 0 {
		return nil, missing
	}
	if _, err := bus.EncodeScope(string(scope)); err != nil {
		return nil, missing
	}
	table, err := p.table(ctx)
	if err != nil {
		return nil, err
	}
	e, err := table.Get(ctx, string(scope))
	switch {
	case errors.Is(err, bus.ErrNotFound):
		return nil, refused(http.StatusGone, schemas.CodeNotFound, "the push subscription has ended")
	case err != nil:
		return nil, err
	case subtle.ConstantTimeCompare([]byte(e.Value.Token), []byte(token)) != 1:
		return nil, refused(http.StatusGone, schemas.CodeNotFound, "the push subscription has ended")
	}
	if reg := p.index.Get(e.Value.Scope); reg == nil || reg.Registration != e.Value.Registration {
		_ = table.Delete(ctx, e.Value.Scope, e.Revision) // or somebody else does
		return nil, refused(http.StatusGone, schemas.CodeNotFound, "the service worker was unregistered, and its push subscription with it")
	}
	return &e.Value, nil
}

// table is the subscriptions; the bucket is opened when the first message comes.
func (p *pushDoor) table(ctx context.Context) (*bus.Table[schemas.PushRecord], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.records == nil {
		t, err := bus.PushRecords.Open(ctx, p.conn)
		if err != nil {
			return nil, err
		}
		p.records = t
	}
	return p.records, nil
}

// take checks a message and puts it into the queue.
//
// https://www.rfc-editor.org/rfc/rfc8030#section-5
func (p *pushDoor) take(ctx context.Context, w http.ResponseWriter, r *http.Request, record *schemas.PushRecord) error {
	if key := record.Subscription.ServerKey; key != nil {
		endpoint, err := weburl.Parse(record.Subscription.Endpoint)
		if err != nil {
			return err
		}
		switch err := webpush.Verify(r.Header.Get("Authorization"), key, endpoint.Origin(), time.Now()); {
		case errors.Is(err, webpush.ErrNoVAPID):
			return refused(http.StatusUnauthorized, schemas.CodeRefused, "the subscription is restricted to an application server: %v", err)
		case err != nil:
			return refused(http.StatusForbidden, schemas.CodeRefused, "%v", err)
		}
	}
	ttl, err := pushTTL(r.Header.Get("TTL"))
	if err != nil {
		return err
	}
	topic := r.Header.Get("Topic")
	if len(topic) > 32 || strings.Trim(topic, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return refused(http.StatusBadRequest, schemas.CodeBadMessage, "Topic: at most 32 letters, digits, - and _")
	}
	switch r.Header.Get("Urgency") {
	case "", "very-low", "low", "normal", "high":
	default:
		return refused(http.StatusBadRequest, schemas.CodeBadMessage, "Urgency: one of very-low, low, normal and high")
	}
	body, err := pushBody(r)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	f := schemas.Functional{
		ID: bus.NewID(), Type: "push", Scope: record.Scope, Registration: record.Registration,
		At: now, Expires: now.Add(ttl), Once: ttl == 0, Sealed: body,
	}
	at := bus.Params{"type": "push", "scope": record.Scope, "slot": f.ID}
	if n, err := bus.Functionals.Waiting(ctx, p.conn, bus.Params{"type": "push", "scope": record.Scope}); err == nil && n >= maxPushWaiting {
		return refused(http.StatusTooManyRequests, schemas.CodeLimit, "%d messages wait for this subscription already", n)
	}
	if topic != "" { // 5.4: it replaces what waits, for its first time or another
		at["slot"] = "topic-" + topic
		if err := bus.Functionals.Cancel(ctx, p.conn, at); err != nil {
			return err
		}
	}
	if err := bus.Functionals.Publish(ctx, p.conn, at, f.ID, f); err != nil {
		return err
	}
	w.Header().Set("Location", record.Subscription.Endpoint+"/"+at["slot"])
	w.Header().Set("TTL", strconv.Itoa(int(ttl/time.Second)))
	w.WriteHeader(http.StatusCreated)
	return nil
}

// pushTTL is for how long a message may wait.
//
// https://www.rfc-editor.org/rfc/rfc8030#section-5.2
func pushTTL(field string) (time.Duration, error) {
	seconds, err := strconv.ParseUint(field, 10, 63)
	if errors.Is(err, strconv.ErrRange) {
		return longestTTL, nil
	}
	if err != nil {
		return 0, refused(http.StatusBadRequest, schemas.CodeBadMessage, "the field TTL is missing, or no number of seconds")
	}
	return time.Duration(min(seconds, uint64(longestTTL/time.Second))) * time.Second, nil
}

// pushBody is the message's payload, still encrypted; nil for none.
func pushBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, webpush.MaxMessage+1))
	switch {
	case err != nil:
		return nil, refused(http.StatusBadRequest, schemas.CodeBadMessage, "the message's body broke off")
	case len(body) > webpush.MaxMessage:
		return nil, refused(http.StatusRequestEntityTooLarge, schemas.CodeLimit, "a message may have at most %d bytes", webpush.MaxMessage)
	case len(body) == 0:
		return nil, nil
	case !strings.EqualFold(r.Header.Get("Content-Encoding"), "aes128gcm"):
		return nil, refused(http.StatusUnsupportedMediaType, schemas.CodeRefused, "the message must be encrypted: Content-Encoding: aes128gcm (RFC 8291)")
	}
	return body, nil
}
