// Package suite knows what tests a folder of web-platform-tests has: which files
// are tests, the URLs one file stands for (a .any.js runs in several globals and
// variants), and how long each may take.
package suite
