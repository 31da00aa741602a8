// Package permissions is the Permissions API: navigator.permissions.query().
//
// A permission is the operator's setting, and does not change while a page is
// open: the event change is never fired.
//
// https://w3c.github.io/permissions/
package permissions
