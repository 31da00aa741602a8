// Package formdata is FormData, and its two encodings: multipart/form-data and
// application/x-www-form-urlencoded.
//
// Gaps: there are no form elements to construct one from.
//
// https://xhr.spec.whatwg.org/#interface-formdata
package formdata
