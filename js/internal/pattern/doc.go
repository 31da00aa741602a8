// Package pattern rewrites regular expressions into ones that goja can run.
//
// Rewritten are: \p{…} and \P{…} (to ranges, of the Unicode version in unicode.txt),
// the v flag's class set notation (nested classes, --, &&, \q{…}), the d flag (taken
// off; the caller adds the indices), named groups that occur twice, and the
// modifiers (?ims-ims:…).
//
// Not done: properties of strings (\p{RGI_Emoji}, …), and back references without
// regard to case inside (?i:…). The first is an error that names the property.
//
// https://tc39.es/ecma262/#sec-patterns
package pattern
