// Package weburl is the URL standard: URL, URLSearchParams and
// application/x-www-form-urlencoded.
//
// https://url.spec.whatwg.org/
//
// [URL] and [Params] are plain Go types that any package may use; [Install]
// exposes them to scripts. A URL keeps its serialization and the offsets of
// its components, so that every getter is a substring. Parsing a URL that is
// already in its serialized form (nearly all that come from a loader are) is
// one scan without copying; everything else goes through the standard's state
// machine, and a differential fuzz test holds the two together.
//
// Values are not safe for concurrent use while one goroutine changes them.
//
// Known gaps: international host names follow the Unicode tables of
// golang.org/x/net/idna, which may be older than a browser's.
package weburl
