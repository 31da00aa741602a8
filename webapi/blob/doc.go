// Package blob is the File API's Blob and File.
//
// Gaps: no FileReader, no blob: URLs, bytes are always in memory; line endings
// are native only in name ("native" is "\n").
//
// https://w3c.github.io/FileAPI/
package blob
