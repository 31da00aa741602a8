// Package cachestorage is the Cache API: CacheStorage and Cache.
//
// https://w3c.github.io/ServiceWorker/#cache-objects
//
// What is not there yet: a cache's entries are one message on the bus, so a
// cache holds some thousands of entries at most (QuotaExceededError); bodies are
// kept whole in memory while they are stored; a Cache whose name was deleted
// works on the cache that is next made under that name.
package cachestorage
