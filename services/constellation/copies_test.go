package constellation

import (
	"testing"
	"testing/synctest"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// News older than what is known, deletions too, change nothing.
func TestCopiesTakeNoOldNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCopies()
		tell := func(revision uint64, id string) {
			c.observe(bus.Entry[schemas.Registration]{Key: scope, Revision: revision, Deleted: id == "", Value: schemas.Registration{ID: id, Scope: scope}})
		}
		holds := func(want string) {
			t.Helper()
			if r, ok := c.get(scope); ok != (want != "") || r.ID != want {
				t.Errorf("holds %q, want %q", r.ID, want)
			}
			if _, ok := c.match(scope + "x"); ok != (want != "") {
				t.Errorf("matches: %v", ok)
			}
		}
		tell(2, "a")
		tell(1, "old")
		holds("a")
		changed := c.next()
		tell(3, "")
		<-changed
		c.put(scope, schemas.Registration{ID: "late"}, 2) // an own write that others overtook
		holds("")
		tell(5, "b")
		c.drop(scope, 4)
		holds("b")
		c.drop(scope, 5)
		tell(5, "b") // the watch is behind
		holds("")
		tell(6, "c")
		tell(6, "") // deleted while the watch was away
		holds("")
		time.Sleep(2 * memory)
		c.forget()
		if len(c.byKey) != 0 {
			t.Error("nothing was forgotten")
		}
	})
}

func TestClientsTakeNoOldNews(t *testing.T) {
	var left []string
	c := newClients(func(was, is schemas.Client) { left = append(left, was.ControllerVersion+">"+is.ControllerVersion) })
	tell := func(revision uint64, controller string, deleted bool) {
		e := bus.Entry[schemas.Client]{Key: "c", Revision: revision, Deleted: deleted}
		if !deleted {
			e.Value = schemas.Client{ID: "c", ControllerVersion: controller}
		}
		c.observe(e)
	}
	tell(1, "v1", false)
	tell(3, "", true)
	tell(2, "v2", false)
	if len(c.all(func(schemas.Client) bool { return true })) != 0 || len(left) != 2 || left[1] != "v1>" {
		t.Errorf("it came back; told %v", left)
	}
}
