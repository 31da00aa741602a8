package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"asterism/app"
	"asterism/bus/caches"
	"asterism/schemas"
)

// cacheCommands look into the Cache API's caches.
type cacheCommands struct {
	Ls    cacheList  `cmd:"" help:"List origins, an origin's caches, or a cache's entries, with their sizes."`
	Get   cacheGet   `cmd:"" help:"Write a cached response's body to standard output; --json: what is known of it instead."`
	Rm    cacheRm    `cmd:"" help:"Remove a cache, or its entries of one URL."`
	Purge cachePurge `cmd:"" help:"Remove everything an origin keeps in caches, at once."`
}

// openCaches is the caches of the asterism that a command works on.
func openCaches(sh shell) (*caches.Caches, func() error, error) {
	conn, err := connect(sh)
	if err != nil {
		return nil, nil, err
	}
	cfg, err := app.Load()
	if err != nil {
		return nil, nil, err
	}
	return caches.New(conn.Conn, cfg.Caches, 0, sh.log), conn.Close, nil
}

type cacheList struct {
	Origin string  `arg:"" optional:"" help:"Only this origin's, such as https://shop.example."`
	Name   *string `arg:"" optional:"" help:"The entries of the cache of this name."`
	JSON   bool    `name:"json" help:"As JSON, one object per line."`
}

// cacheLine is one line of ls.
type cacheLine struct {
	Origin  string     `json:"origin,omitempty"`
	Cache   *string    `json:"cache,omitempty"`
	URL     string     `json:"url,omitempty"`
	Status  uint16     `json:"status,omitempty"`
	Type    string     `json:"type,omitempty"`
	Vary    string     `json:"vary,omitempty"`
	Entries *int64     `json:"entries,omitempty"`
	Bytes   int64      `json:"bytes"`
	Used    *time.Time `json:"used,omitempty"` // within some minutes
}

func (l cacheList) Run(sh shell) error {
	all, done, err := openCaches(sh)
	if err != nil {
		return err
	}
	defer done()
	var lines []cacheLine
	heads := "ORIGIN\tENTRIES\tBYTES\tUSED"
	switch {
	case l.Origin == "":
		lines, err = origins(sh, all)
	case l.Name == nil:
		heads = "CACHE\tENTRIES\tBYTES\tUSED"
		lines, err = named(sh, all.Origin(l.Origin))
	default:
		heads = "URL\tSTATUS\tTYPE\tVARY\tBYTES"
		lines, err = entries(sh, all.Origin(l.Origin), *l.Name)
	}
	if err != nil {
		return err
	}
	if l.JSON {
		return printJSON(sh.out, lines)
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, heads)
	for _, line := range lines {
		switch {
		case line.URL != "":
			fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d\n", line.URL, line.Status, line.Type, cmp.Or(line.Vary, "-"), line.Bytes)
		case line.Cache != nil:
			fmt.Fprintf(table, "%q\t%d\t%d\t%s\n", *line.Cache, *line.Entries, line.Bytes, since(*line.Used))
		default:
			fmt.Fprintf(table, "%s\t%d\t%d\t%s\n", line.Origin, *line.Entries, line.Bytes, since(*line.Used))
		}
	}
	return table.Flush()
}

func printJSON(w io.Writer, lines []cacheLine) error {
	out := json.NewEncoder(w)
	for _, line := range lines {
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// origins is every origin that keeps something, the largest first.
func origins(sh shell, all *caches.Caches) (lines []cacheLine, err error) {
	sums, err := all.Origins(sh.ctx)
	for origin, t := range sums {
		lines = append(lines, tallied(cacheLine{Origin: origin}, t))
	}
	slices.SortFunc(lines, func(a, b cacheLine) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Origin, b.Origin))
	})
	return lines, err
}

// named is an origin's caches, in the order of their creation.
func named(sh shell, s *caches.Store) (lines []cacheLine, err error) {
	tallies, err := s.Tallies(sh.ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Caches(sh.ctx)
	for _, k := range all {
		lines = append(lines, tallied(cacheLine{Cache: &k.Name}, tallies[k.ID]))
	}
	return lines, err
}

func tallied(line cacheLine, t caches.Tally) cacheLine {
	used := time.Unix(t.Used, 0)
	if t.Used == 0 {
		used = time.Time{}
	}
	line.Entries, line.Bytes, line.Used = &t.Count, t.Size, &used
	return line
}

// entries is what one cache holds, in the order it was put.
func entries(sh shell, s *caches.Store, name string) (lines []cacheLine, err error) {
	k, err := theCache(sh, s, name)
	if err != nil {
		return nil, err
	}
	all, err := s.All(sh.ctx, k.ID)
	for _, e := range all {
		line := cacheLine{URL: e.Request.URL, Status: e.Response.Status, Type: e.Response.Type, Bytes: max(e.Response.Body.Length, int64(len(e.Response.Body.Inline)))}
		for name, value := range e.Response.Headers.All() {
			if strings.EqualFold(name, "vary") {
				line.Vary = value
			}
		}
		lines = append(lines, line)
	}
	return lines, err
}

// theCache is the cache of a name, which must be there.
func theCache(sh shell, s *caches.Store, name string) (schemas.Cache, error) {
	all, err := s.Caches(sh.ctx)
	if err != nil {
		return schemas.Cache{}, err
	}
	for _, k := range all {
		if k.ExactName() == name || k.Name == name {
			return k, nil
		}
	}
	return schemas.Cache{}, fmt.Errorf("the origin has no cache called %q (see `asterism cache ls ORIGIN`)", name)
}
