// Package cachestorage is the Cache API: CacheStorage and Cache.
//
// What its host has in memory is answered at once, without a goroutine.
//
// Gaps: one operation changes the entries of 999 URLs at most
// (QuotaExceededError).
//
// https://w3c.github.io/ServiceWorker/#cache-objects
package cachestorage
