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
// Gaps: no resource timing (clearResourceTimings and setResourceTimingBufferSize are
// not there), no navigation timing, no memory, eventCounts or interactionCount.
package performance
