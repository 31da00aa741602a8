// Bench measures asterism beside the alternatives, in one run, and prints the
// ratios: absolute figures from a busy machine mean little.
//
//	go run ./bench hello            a hello worker: requests per second, latency, CPU, cold start
//	go run ./bench stream           a large body through a passthrough worker: speed and memory
//	go run ./bench routes           static routes beside requests outside any scope
//	go run ./bench realm            the engine alone: a fresh realm, cold starts, idle memory, a request
//
// The contenders run as processes of their own, one after another in each of
// several rounds, all driven by the same load generator; the table shows the
// median round. workerd comes from npm, into the user's cache folder.
package main
