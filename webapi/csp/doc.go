// Package csp is Content Security Policy: parsing policies, and saying whether
// they allow a request, a script in the page, eval, a base URL or a form's target.
// It is pure Go; whoever makes requests asks it.
//
// Gaps: policies that only report are parsed and then ignored, and nothing is
// reported to servers; plugin types, require-trusted-types-for and
// upgrade-insecure-requests are not looked at.
//
// https://w3c.github.io/webappsec-csp/
package csp
