package integration

import (
	"os"
	"testing"

	"asterism/cli"
)

// asCommand makes this test binary behave as the asterism command, so that
// tests start the very code under test (race detector and all) as processes.
const asCommand = "ASTERISM_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
