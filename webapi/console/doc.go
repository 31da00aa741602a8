// Package console is the Console standard's namespace object.
//
// https://console.spec.whatwg.org/
//
// Every line goes to a [Host] with its level and the position in the script it
// came from. Objects are shown as Node.js shows them, within limits: nested
// three deep, a hundred elements, 64 KiB a line. Showing an object runs no
// getter and no proxy trap of the script's.
package console
