package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"asterism/bus"
	"asterism/schemas"
)

// inspect shows everything about one registration: its versions, those that can
// be rolled back to, and how a canary fares.
type inspect struct {
	Scope string `arg:"" help:"The scope: a full URL, or a path of the front door."`
}

func (i inspect) Run(sh shell) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	scope, err := conn.url(i.Scope)
	if err != nil {
		return err
	}
	reg, err := registration(sh, conn.Conn, scope.String())
	if err != nil {
		return err
	}
	counts, err := versionLoads(sh, conn.Conn, reg.Scope)
	if err != nil {
		return err
	}
	return show(sh.out, reg, counts)
}

// versionLoads adds up what all loaders counted, by version.
func versionLoads(sh shell, conn *bus.Conn, scope string) (map[string]schemas.VersionLoad, error) {
	members, err := bus.Members.Open(sh.ctx, conn)
	if err != nil {
		return nil, err
	}
	running, err := members.All(sh.ctx)
	if err != nil {
		return nil, err
	}
	sum := map[string]schemas.VersionLoad{}
	for _, m := range running {
		if m.Value.Kind != "loader" {
			continue
		}
		found, err := bus.VersionLoads.Do(sh.ctx, conn, bus.Params{"loader": m.Value.ID}, schemas.Lookup{Scope: scope})
		if err != nil {
			sh.log.Warn("a loader did not tell its counts", "loader", m.Value.ID, "error", err)
			continue
		}
		for _, v := range found.Versions {
			have := sum[v.Version]
			sum[v.Version] = schemas.VersionLoad{Version: v.Version, Requests: have.Requests + v.Requests, Errors: have.Errors + v.Errors}
		}
	}
	return sum, nil
}

// show writes the registration for people.
func show(out io.Writer, r *schemas.Registration, counts map[string]schemas.VersionLoad) error {
	fmt.Fprintf(out, "scope       %s\nid          %s\nchecked     %s\nvia cache   %s\n", r.Scope, r.ID, since(r.LastUpdate), r.UpdateViaCache)
	if r.Canary != nil {
		fmt.Fprintf(out, "canary      %d%% of the front door's clients get the waiting version\n", r.Canary.Percent)
	}
	if r.Pinned {
		fmt.Fprintln(out, "pinned      rolled back: only `asterism update` or a new registration brings another version")
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "VERSION\tSTATE\tSINCE\tHASH\tSCRIPT\tREQUESTS\tERRORS")
	row := func(w *schemas.Worker, state string) {
		if w == nil {
			return
		}
		requests, errors := "-", "-"
		if v, ok := counts[w.Version]; ok {
			requests = fmt.Sprint(v.Requests)
			errors = fmt.Sprintf("%d (%.1f%%)", v.Errors, 100*float64(v.Errors)/float64(max(v.Requests, 1)))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.12s\t%s\t%s\t%s\n", w.Version, state, since(w.Since), w.Script, w.ScriptURL, requests, errors)
	}
	for _, w := range []*schemas.Worker{r.Active, r.Waiting, r.Installing} {
		if w != nil {
			row(w, string(w.State))
		}
	}
	for i := range r.History {
		row(&r.History[i], "former")
	}
	return table.Flush()
}
