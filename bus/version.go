package bus

import (
	"strconv"
	"strings"
)

// VersionRequired is the oldest nats-server that will do: older ones silently
// ignore flags that asterism relies on.
const VersionRequired = "2.14.0"

// oldServer is the error for a server that is too old.
type oldServer struct{ version string }

func (e *oldServer) Error() string { return "server version " + e.version + " is too old" }

// atLeast compares two versions such as "2.15.0-preview.1" by their first three
// numbers; what is not a number counts as 0.
func atLeast(have, want string) bool {
	h, w := numbers(have), numbers(want)
	for i := range h {
		if h[i] != w[i] {
			return h[i] > w[i]
		}
	}
	return true
}

func numbers(version string) (n [3]int) {
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "v"), "-")
	for i, part := range strings.SplitN(version, ".", 3) {
		n[i], _ = strconv.Atoi(part)
	}
	return n
}
