// Package verdict is what comes out of a run of the suite: results, the table of
// directories, known failures with their reasons, and the page that compares
// with a browser.
package verdict
