package bustest

import (
	"testing"

	"go.uber.org/goleak"
)

// Main is a TestMain that fails when a test leaves a goroutine behind. One of
// nats.go's does not count: an object store's Put starts it, and when that
// happens while the connection closes nothing ever ends it.
func Main(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"))
}
