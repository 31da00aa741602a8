// Package indexeddb is Indexed Database API 3.0: databases of structured clones
// with keys and indexes, one per origin and name for the whole cluster.
//
// A transaction works on the database in memory, as it was when the transaction
// began; one that changes it holds it meanwhile, so nobody else changes it, in
// this process or another. Its changes are stored in one step when it commits: a
// transaction that is complete is durable as the cluster's storage is.
//
// Gaps: all transactions of a database that change it run one after another, also
// when their stores differ. Another realm's connections are not asked to close
// before an upgrade or deletion: their next transaction fails with an AbortError,
// and they get a versionchange event then. A transaction changes 998 records at
// most, a value has half a message (512 KiB) at most, a database 64 MiB (see
// bus/databases); what databases take is not part of navigator.storage.estimate,
// and they are not evicted. The durability hint is ignored. Blobs as values are
// copied. IDBFactory.databases lists what is there now.
//
// https://w3c.github.io/IndexedDB/
package indexeddb
