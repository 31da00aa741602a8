// Package upstream is where the bytes of an origin come from: a web server
// behind the front door, or a folder. A [Table] says which, a [Site] is one of
// them opened: an [http.Handler] for requests of the front door and an
// [http.RoundTripper] for fetches.
package upstream
