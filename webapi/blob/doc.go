// Package blob is the File API: Blob, File, FileList, FileReader, FileReaderSync
// (for scopes that have it) and blob: URLs with their store.
//
// A realm that may make blob: URLs gets [InstallURLs] with a [Store]; package fetch
// resolves them with the same store when a request is made.
//
// Gaps: bytes are always in memory (at most 512 MiB a blob), so reading is one step; line
// endings "native" are "\n"; blob: URLs are known in the process that made them
// only.
//
// https://w3c.github.io/FileAPI/
package blob
