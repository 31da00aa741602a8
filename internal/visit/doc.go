// Package visit opens a page in a scripthost and writes down what happens in it
// and in the service workers of its origin, in one order: the [Record]. It is what
// `asterism open` and package asterismtest have in common.
package visit
