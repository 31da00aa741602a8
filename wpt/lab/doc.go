// Package lab runs pages of the suite through the real system: a scripthost opens
// each as a top-level document, workers run in a manager, and every byte of
// network passes a loader.
//
// Each page has a system of its own, made for it in this process and thrown away
// after it (an embedded NATS server with its state in memory and the four
// services), so that no registration, cache or cookie outlives its page. Pages
// run in child processes: what a test breaks, up to the process, is its own
// result and nobody else's. [Pool] starts them and does not wait for one that
// hangs; [Serve] is what a child does.
package lab
