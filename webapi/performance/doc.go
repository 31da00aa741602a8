// Package performance is the performance timeline: performance.now and timeOrigin,
// marks and measures, and PerformanceObserver.
//
// https://w3c.github.io/hr-time/
// https://w3c.github.io/performance-timeline/
// https://w3c.github.io/user-timing/
//
// Time is the loop's clock, in steps of 5 µs. Other packages put entries of their
// own on the timeline with [Queue].
//
// https://w3c.github.io/resource-timing/
// https://w3c.github.io/navigation-timing/
//
// Gaps: a resource's entry beyond the buffer's size is dropped, not kept aside;
// nothing is known of connections (the loader's), of early hints and of server
// timing; no performance.timing, memory, eventCounts or interactionCount.
package performance
