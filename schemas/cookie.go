package schemas

// Cookie is a cookie as the Cookie Store API shows it.
//
// https://cookiestore.spec.whatwg.org/#dictdef-cookielistitem
type Cookie struct {
	Name        string `json:"name"`
	Value       string `json:"value"`
	Domain      string `json:"domain,omitempty"` // "": the host's only
	Path        string `json:"path,omitempty"`
	Expires     int64  `json:"expires,omitempty"` // milliseconds since 1970; 0: with the session
	Secure      bool   `json:"secure,omitempty"`
	SameSite    string `json:"same_site,omitempty"` // "strict", "lax", "none"
	Partitioned bool   `json:"partitioned,omitempty"`
}

// CookieAsk reads or writes the cookies that a URL has in the cookie store.
type CookieAsk struct {
	Op  string `json:"op"` // "get", "set"
	URL string `json:"url"`
	// Top is the origin of the top-level document, whose site is the partition;
	// "": the URL's.
	Top       string `json:"top,omitempty"`
	CrossSite bool   `json:"cross_site,omitempty"` // who asks is embedded by another site
	Line      string `json:"line,omitempty"`       // set: as the value of a Set-Cookie field
	// Name: get only cookies of this name; nil: all.
	Name *string `json:"name,omitempty"`
}

// CookieReply answers a CookieAsk. HttpOnly cookies are neither told nor set.
type CookieReply struct {
	Header  string   `json:"header"` // what document.cookie gives
	Cookies []Cookie `json:"cookies"`
}

// CookieChange tells that scripts can see other cookies than before.
type CookieChange struct {
	ID        string `json:"id"`
	Domain    string `json:"domain"` // the cookie is for this host, …
	HostOnly  bool   `json:"host_only,omitempty"`
	Partition string `json:"partition"` // … where this site is the top
	Cookie    Cookie `json:"cookie"`
	Deleted   bool   `json:"deleted,omitempty"`
}

// CookieInterest is what a service worker wants to hear of.
//
// https://cookiestore.spec.whatwg.org/#cookie-change-subscription
type CookieInterest struct {
	Name *string `json:"name,omitempty"` // nil: any
	URL  string  `json:"url"`
}

// CookieInterests is what a registration subscribed to.
type CookieInterests struct {
	Registration string           `json:"registration"`
	Interests    []CookieInterest `json:"interests"`
}

// CookieInterestAsk is CookieStoreManager asking; CookieInterests answers.
type CookieInterestAsk struct {
	Op           string           `json:"op"` // "subscribe", "unsubscribe", "get"
	Scope        string           `json:"scope"`
	Registration string           `json:"registration"`
	Interests    []CookieInterest `json:"interests,omitempty"`
}
