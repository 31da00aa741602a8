package schemas

import "encoding/binary"

// What later versions added at the ends of frames. A reader of an older frame
// finds nothing there.

// appendTail writes strings most of which are empty: a byte that says which are
// not (bit 0 is the first), then those.
func appendTail(dst []byte, fields ...string) []byte {
	at := len(dst)
	dst = append(dst, 0)
	for i, s := range fields {
		if s != "" {
			dst[at] |= 1 << i
			dst = appendString(dst, s)
		}
	}
	return dst
}

// tail is the inverse of appendTail.
func (r *frameReader) tail(fields ...*string) {
	if !r.more() {
		return
	}
	holds := r.byte("Holds", 0xff) // bits that are not known are ignored
	for i, s := range fields {
		if holds&(1<<i) != 0 {
			*s = r.string("Tail")
		}
	}
}

// more says whether the frame goes on.
func (r *frameReader) more() bool { return r.err == nil && r.at < len(r.data) }

// appendURLs writes a list of at most MaxURLs URLs.
func appendURLs(dst []byte, urls []string) []byte {
	dst = append(dst, byte(len(urls)))
	for _, u := range urls {
		dst = appendString(dst, u)
	}
	return dst
}

// urls is the inverse of appendURLs.
func (r *frameReader) urls(field string) []string {
	n := r.byte(field, MaxURLs)
	if n == 0 {
		return nil
	}
	urls := make([]string, n)
	for i := range urls {
		urls[i] = r.string(field)
	}
	return urls
}

// appendTiming writes a timing in FRAME.md's order.
func appendTiming(dst []byte, t *WorkerTiming) []byte {
	if *t == (WorkerTiming{}) {
		return append(dst, 0)
	}
	dst = append(dst, 1)
	for _, at := range [...]int64{t.Started, t.Dispatched, t.Routed, t.Looked} {
		dst = binary.AppendUvarint(dst, uint64(at))
	}
	dst = appendString(dst, t.Matched)
	return appendString(dst, t.Final)
}

// timing is the inverse of appendTiming.
func (r *frameReader) timing(t *WorkerTiming) {
	if !r.more() || r.byte("Timing", 0xff)&1 == 0 { // bits that are not known are ignored
		return
	}
	for _, at := range [...]*int64{&t.Started, &t.Dispatched, &t.Routed, &t.Looked} {
		*at = int64(r.uint("Timing"))
	}
	t.Matched = r.string("Timing")
	t.Final = r.string("Timing")
}
