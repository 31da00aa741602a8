// Package cli is the asterism command: its grammar, one file per command, and
// what they share: finding a running asterism, writing for people.
package cli
