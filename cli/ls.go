package cli

import (
	"cmp"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// list shows every registration, then every running instance.
type list struct {
	Origin string `arg:"" optional:"" help:"Only this origin's registrations, such as http://localhost:8080."`
}

func (l list) Run(sh shell) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	found, err := bus.RegistryList.Do(sh.ctx, conn.Conn, nil, schemas.List{Origin: l.Origin})
	if err != nil {
		return fmt.Errorf("no constellation answers: %w", err)
	}
	members, err := bus.Members.Open(sh.ctx, conn.Conn)
	if err != nil {
		return err
	}
	running, err := members.All(sh.ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "SCOPE\tSTATE\tVERSION\tSCRIPT\tSINCE")
	for _, r := range found.Registrations {
		for _, w := range []*schemas.Worker{r.Active, r.Waiting, r.Installing} {
			if w != nil {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Scope, w.State, w.Version, w.ScriptURL, since(w.Since))
			}
		}
	}
	if len(found.Registrations) == 0 {
		fmt.Fprintln(table, "(none)\t\t\t\t")
	}
	fmt.Fprintln(table, "\nSERVICE\tID\tWORKERS\tEVENTS\tSINCE")
	slices.SortFunc(running, func(a, b bus.Entry[schemas.Member]) int {
		return cmp.Or(cmp.Compare(a.Value.Kind, b.Value.Kind), cmp.Compare(a.Value.ID, b.Value.ID))
	})
	for _, m := range running {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", m.Value.Kind, m.Value.ID, load(m.Value, m.Value.Workers), load(m.Value, m.Value.Events), since(m.Value.Started))
	}
	return table.Flush()
}

// load is a figure that only managers have.
func load(m schemas.Member, n int) string {
	if m.Kind != "manager" {
		return "-"
	}
	return fmt.Sprint(n)
}

// since is how long ago t was, in words.
func since(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return time.Since(t).Round(time.Second).String() + " ago"
}
