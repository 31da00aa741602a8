// Package xhr is XMLHttpRequest: documents and their workers have it, service
// workers do not.
//
// It fetches through package fetch's Host, like any script. A synchronous
// request blocks the loop, without counting as a script that runs too long.
//
// Gaps: the progress of an upload is told when the response arrives, not while
// bytes leave; an object that nobody refers to is not collected while its
// request goes on; XML documents need a host that parses them.
//
// https://xhr.spec.whatwg.org/
package xhr
