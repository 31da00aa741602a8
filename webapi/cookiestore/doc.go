// Package cookiestore is the Cookie Store API: cookieStore in documents and
// service workers, the event change in documents, and for registrations
// CookieStoreManager with the event cookiechange.
//
// The package does not know where cookies are: a Host reads and writes them and
// tells of changes. A change is told in an event of its own.
//
// https://cookiestore.spec.whatwg.org/
package cookiestore
