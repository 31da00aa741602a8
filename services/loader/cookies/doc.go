// Package cookies is a cookie store as a browser has one: what a Set-Cookie
// field means, which cookies are kept, and which go with a request.
//
// Cookies are kept apart by partition (the site on whose behalf a request is
// made), so that two sites never meet through a third. A [Jar] is in memory and
// bounded.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
package cookies
