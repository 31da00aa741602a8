// Package compression is the Compression standard: CompressionStream and
// DecompressionStream for gzip, deflate, deflate-raw and brotli.
//
// https://compression.spec.whatwg.org/
//
// A decompressor runs as a coroutine of the loop's goroutine: it is asked for the
// next piece of output, and says when it needs another chunk. When the reader is
// far behind (8 MiB) it waits for it, so a small input that makes gigabytes needs
// no memory to match: the promise of that write() stays pending meanwhile, where
// the standard would queue everything.
//
// Gaps: none known. zstd is not in the standard.
package compression
