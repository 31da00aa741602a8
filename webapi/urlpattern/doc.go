// Package urlpattern is URLPattern: URLs matched component by component.
//
// https://urlpattern.spec.whatwg.org/
//
// [Pattern] is a plain Go type. A component without custom regular expressions is
// matched by Go's regexp package, in linear time; one with them by the realm's own
// RegExp, which a [Compiler] makes.
//
// Gap: the tentative static compareComponent and the generate method are not here.
package urlpattern
