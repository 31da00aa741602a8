package asterismtest_test

import (
	"testing"

	"asterism/bus/bustest"
)

func TestMain(m *testing.M) { bustest.Main(m) }
