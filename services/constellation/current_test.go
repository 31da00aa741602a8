package constellation

import (
	"fmt"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

// Whoever has just become a client is found at once.
func TestClientsAreCurrent(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	table, err := bus.Clients.Open(t.Context(), w.conn)
	w.must(err)
	for i := range 50 {
		id := fmt.Sprintf("c%d", i)
		_, err := table.Create(t.Context(), id, schemas.Client{ID: id, URL: site + "/", Origin: site, Type: "worker"})
		w.must(err)
		found, err := bus.ClientsQuery.Do(t.Context(), w.conn, nil, schemas.ClientQuery{Origin: site, ID: id})
		w.must(err)
		all, err := bus.ClientsQuery.Do(t.Context(), w.conn, nil, schemas.ClientQuery{Origin: site, Type: "all", IncludeUncontrolled: true})
		w.must(err)
		if len(found.Clients) != 1 || len(all.Clients) != i+1 {
			t.Fatalf("%s: found %d, all %d", id, len(found.Clients), len(all.Clients))
		}
	}
}
