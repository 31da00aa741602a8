// Package integration tests the whole system as its users meet it: through
// the command, HTTP and NATS. Every test runs twice: with everything in one
// process, and with one process per service.
package integration
