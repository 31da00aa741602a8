package schemas

// Cache is one named cache of an origin: its entries in the order they were
// put.
//
// https://w3c.github.io/ServiceWorker/#dfn-request-response-list
type Cache struct {
	Name string `json:"name"`
	// Created orders an origin's caches: nanoseconds since 1970.
	Created int64        `json:"created"`
	Entries []CacheEntry `json:"entries"`
}

// CacheEntry is a request and the response kept for it. Bodies lie in the
// bodies store, by hash, so one copy serves any number of entries.
type CacheEntry struct {
	Method         string      `json:"method"`
	URL            string      `json:"url"` // of the request, without fragment
	RequestHeaders HeaderBlock `json:"request_headers,omitempty"`
	Type           string      `json:"type"` // of the response
	URLs           []string    `json:"urls,omitempty"`
	Status         int         `json:"status"`
	StatusText     string      `json:"status_text,omitempty"`
	Headers        HeaderBlock `json:"headers,omitempty"`
	// Body is the SHA-256 (hex) of the response's body; "" means a null body.
	Body string `json:"body,omitempty"`
	Size int64  `json:"size,omitempty"` // of the body, in bytes
}
