// Package base64 is atob and btoa.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#atob
//
// [Decode] is the forgiving decoder that data: URLs use too.
package base64
