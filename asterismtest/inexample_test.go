package asterismtest_test

import (
	"fmt"
	"io"
	"testing"
)

// exampleT stands for the test that an example is not.
type exampleT struct {
	testing.TB
	cleanups []func()
}

func inExample() (t *exampleT, done func()) {
	t = &exampleT{}
	return t, func() {
		for i := range t.cleanups {
			t.cleanups[len(t.cleanups)-1-i]()
		}
	}
}

func (t *exampleT) Helper()           {}
func (t *exampleT) Cleanup(do func()) { t.cleanups = append(t.cleanups, do) }
func (t *exampleT) Output() io.Writer { return io.Discard }
func (t *exampleT) Errorf(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
}
func (t *exampleT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
