package caches_test

import (
	"testing"

	"asterism/bus/bustest"
	"asterism/schemas"
)

// A follower finds in memory what it has asked for once, and hears of changes.
func TestFirst(t *testing.T) {
	server := bustest.Server(t)
	writer, follower := node(t, server, "writer").Origin(origin), node(t, server, "follower").Origin(origin)
	put(t, writer, open(t, writer, "v1"), entry(origin+"/a", "one"))
	put(t, writer, open(t, writer, "v2"), entry(origin+"/a", "two"))
	any := func(schemas.CacheEntry) bool { return true }
	v2 := "v2"
	for _, c := range []struct {
		name *string
		want string
	}{{nil, "one"}, {&v2, "two"}} {
		eventually(t, func() bool {
			e, found, err := follower.First(t.Context(), c.name, origin+"/a", any)
			if err != nil || !found || string(e.Response.Body.Inline) != c.want {
				t.Fatalf("%q, %t, %v; want %q", e.Response.Body.Inline, found, err, c.want)
			}
			e, found, known := follower.PeekFirst(c.name, origin+"/a", any)
			return known && found && string(e.Response.Body.Inline) == c.want
		})
	}
	if _, found, known := follower.PeekFirst(&v2, origin+"/b", any); found || known {
		t.Error("a URL nobody asked for is known")
	}
	put(t, writer, open(t, writer, "v2"), entry(origin+"/a", "three"))
	eventually(t, func() bool {
		e, found, known := follower.PeekFirst(&v2, origin+"/a", any)
		return known && found && string(e.Response.Body.Inline) == "three"
	})
	if _, err := writer.Delete(t.Context(), "v2"); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		_, found, known := follower.PeekFirst(&v2, origin+"/a", any)
		return known && !found
	})
}
