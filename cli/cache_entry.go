package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"asterism/bus/caches"
	"asterism/schemas"
)

type cacheGet struct {
	Origin string `arg:"" help:"The origin, such as https://shop.example."`
	Name   string `arg:"" help:"The cache's name."`
	URL    string `arg:"" help:"The entry's URL, or its path at that origin."`
	JSON   bool   `name:"json" help:"Print the request and response, headers included, instead of the body."`
}

func (g cacheGet) Run(sh shell) error {
	all, done, err := openCaches(sh)
	if err != nil {
		return err
	}
	defer done()
	s := all.Origin(g.Origin)
	k, err := theCache(sh, s, g.Name)
	if err != nil {
		return err
	}
	url := at(g.Origin, g.URL)
	found, err := s.Find(sh.ctx, k.ID, url, false)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("the cache %q has no entry of %s", g.Name, url)
	}
	if g.JSON {
		out := json.NewEncoder(sh.out)
		for _, e := range found { // several when they vary
			if err := out.Encode(described(e)); err != nil {
				return err
			}
		}
		return nil
	}
	return copyBody(sh, s, found[0])
}

// copyBody writes a response's body.
func copyBody(sh shell, s *caches.Store, e schemas.CacheEntry) error {
	if e.Response.Body.Kind != schemas.BodyStream {
		_, err := sh.out.Write(e.Response.Body.Inline)
		return err
	}
	body, ok, err := s.Body(sh.ctx, e)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("the body of %s is lost or damaged: to scripts the entry is absent", e.Request.URL)
	}
	defer body.Close()
	_, err = io.Copy(sh.out, body)
	return err
}

// described is an entry without its body.
func described(e schemas.CacheEntry) map[string]any {
	fields := func(h schemas.HeaderBlock) [][2]string {
		list := [][2]string{}
		for name, value := range h.All() {
			list = append(list, [2]string{name, value})
		}
		return list
	}
	return map[string]any{
		"request": map[string]any{"method": e.Request.Method, "url": e.Request.URL, "headers": fields(e.Request.Headers)},
		"response": map[string]any{
			"status": e.Response.Status, "statusText": e.Response.StatusText, "type": e.Response.Type, "urls": e.Response.URLs,
			"headers": fields(e.Response.Headers), "bytes": max(e.Response.Body.Length, int64(len(e.Response.Body.Inline))),
		},
	}
}

type cacheRm struct {
	Origin string `arg:"" help:"The origin, such as https://shop.example."`
	Name   string `arg:"" help:"The cache's name."`
	URL    string `arg:"" optional:"" help:"Only the entries of this URL, or path at that origin."`
}

func (r cacheRm) Run(sh shell) error {
	all, done, err := openCaches(sh)
	if err != nil {
		return err
	}
	defer done()
	s := all.Origin(r.Origin)
	k, err := theCache(sh, s, r.Name)
	if err != nil {
		return err
	}
	if r.URL == "" {
		_, err := s.Delete(sh.ctx, k.ExactName())
		return err
	}
	url, had := at(r.Origin, r.URL), 0
	err = s.Change(sh.ctx, k.ID, []string{url}, false, func(old []schemas.CacheEntry) []schemas.CacheEntry {
		had = len(old)
		return nil
	})
	if err == nil && had == 0 {
		err = fmt.Errorf("the cache %q has no entry of %s", r.Name, url)
	}
	return err
}

type cachePurge struct {
	Origins []string `arg:"" name:"origin" help:"Origins, such as https://shop.example."`
}

func (p cachePurge) Run(sh shell) error {
	all, done, err := openCaches(sh)
	if err != nil {
		return err
	}
	defer done()
	slices.Sort(p.Origins)
	for _, origin := range slices.Compact(p.Origins) {
		n, err := all.Origin(origin).Evict(sh.ctx)
		if err != nil {
			return err
		}
		sh.printf("%s: %d bytes removed\n", origin, n)
	}
	return nil
}

// at is a URL, or a path at an origin, as caches know it.
func at(origin, url string) string {
	if strings.HasPrefix(url, "/") {
		url = origin + url
	}
	url, _, _ = strings.Cut(url, "#")
	return url
}
