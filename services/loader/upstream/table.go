package upstream

import (
	"fmt"
	"net/url"
	"strings"

	"asterism/services/loader/hygiene"
)

// Source is where an origin's bytes come from: a URL or a folder, not both.
type Source struct {
	URL    *url.URL // http or https; its path is put before the request's
	Folder string
}

// String is the source as configured.
func (s Source) String() string {
	if s.URL != nil {
		return s.URL.String()
	}
	return s.Folder
}

// Table says which origin comes from where. Parse makes one; it is immutable.
type Table struct {
	origins  map[string]Source // key: serialized origin
	fallback *Source
}

// Parse reads entries such as "https://shop.example=http://10.0.0.5:3000",
// "http://localhost:8080=./site" and "*=./site", where "*" stands for every
// origin without an entry of its own.
func Parse(entries []string) (Table, error) {
	t := Table{origins: map[string]Source{}}
	for _, entry := range entries {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		if err := t.add(entry); err != nil {
			return Table{}, fmt.Errorf("%q %w", entry, err)
		}
	}
	return t, nil
}

func (t *Table) add(entry string) error {
	left, right, found := strings.Cut(entry, "=")
	left, right = strings.TrimSpace(left), strings.TrimSpace(right)
	if !found || left == "" || right == "" {
		return fmt.Errorf("is not origin=URL or origin=FOLDER (for the default origin write *=%s)", entry)
	}
	source, err := parseSource(right)
	if err != nil {
		return err
	}
	if left == "*" {
		if t.fallback != nil {
			return fmt.Errorf("is a second default: there is one * already")
		}
		t.fallback = &source
		return nil
	}
	origin, err := Origin(left)
	if err != nil {
		return err
	}
	if _, twice := t.origins[origin]; twice {
		return fmt.Errorf("names the origin %s a second time", origin)
	}
	t.origins[origin] = source
	return nil
}

func parseSource(s string) (Source, error) {
	if !strings.Contains(s, "://") {
		return Source{Folder: s}, nil
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return Source{}, fmt.Errorf("has an upstream URL that does not parse: %w", err)
	case u.Scheme != "http" && u.Scheme != "https":
		return Source{}, fmt.Errorf("has an upstream URL that is not http:// or https://")
	case u.Hostname() == "":
		return Source{}, fmt.Errorf("has an upstream URL without a host")
	case u.User != nil:
		return Source{}, fmt.Errorf("has an upstream URL with a user name or password, which is not supported")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return Source{}, fmt.Errorf("has an upstream URL with a query or fragment; only a path may follow the host")
	}
	return Source{URL: u}, nil
}

// Lookup is the source of a serialized origin; own says that it has an entry of
// its own. ok is false when there is neither that nor a default.
func (t Table) Lookup(origin string) (s Source, own, ok bool) {
	if s, own = t.origins[origin]; own {
		return s, true, true
	}
	if t.fallback != nil {
		return *t.fallback, false, true
	}
	return Source{}, false, false
}

// Own is every origin with an entry of its own.
func (t Table) Own() map[string]Source { return t.origins }

// Default is the entry for "*".
func (t Table) Default() (Source, bool) {
	if t.fallback == nil {
		return Source{}, false
	}
	return *t.fallback, true
}

// Origin brings an origin that a person wrote into its serialized form:
// "HTTPS://Shop.example:443/" is "https://shop.example".
func Origin(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", fmt.Errorf("has %q where an origin such as https://shop.example or http://localhost:8080 belongs", s)
	}
	host, ok := hygiene.Host(u.Host, u.Scheme == "https")
	if !ok {
		return "", fmt.Errorf("has %q where an origin belongs: its host or port is not valid (write a name outside ASCII as xn--…)", s)
	}
	return u.Scheme + "://" + host, nil
}
