// Package storage is the Storage standard's StorageManager: navigator.storage
// with estimate, persist and persisted.
//
// Gaps: no getDirectory (the origin private file system) and no storage buckets;
// persist() asks nobody: an operator's setting says which origins are persistent.
// The size of opaque responses is counted as it is, without padding.
//
// https://storage.spec.whatwg.org/
package storage
