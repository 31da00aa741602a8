package bus

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// Config says how to reach NATS and how to keep state in it. It is part of
// every service's environment.
type Config struct {
	URL      string `envconfig:"NATS_URL" default:"nats://127.0.0.1:4222" desc:"where NATS is: one URL, or several of one cluster with commas between; user:password@ or token@ may stand before the host"`
	Creds    string `envconfig:"NATS_CREDS" desc:"path of a NATS credentials file (JWT and seed); empty: none"`
	Replicas int    `envconfig:"NATS_REPLICAS" default:"1" desc:"copies of each stream and bucket, 1 to 5; a cluster of three wants 3"`
	Storage  string `envconfig:"NATS_STORAGE" default:"file" desc:"where new streams and buckets are kept: file or memory"`
}

// Validate says what to change.
func (c Config) Validate() error {
	if strings.TrimSpace(c.URL) == "" {
		return fmt.Errorf("NATS_URL is empty: set it to the address of a NATS server, such as nats://127.0.0.1:4222")
	}
	for one := range strings.SplitSeq(c.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil {
			return fmt.Errorf("NATS_URL has an entry that is not a URL: write it like nats://host:4222")
		}
		switch u.Scheme {
		case "nats", "tls", "ws", "wss":
		default:
			return fmt.Errorf("NATS_URL=%q: the scheme must be nats, tls, ws or wss: write it like nats://host:4222", u.Redacted())
		}
		if u.Host == "" {
			return fmt.Errorf("NATS_URL=%q has no host: write it like nats://host:4222", u.Redacted())
		}
	}
	if c.Creds != "" {
		if _, err := os.Stat(c.Creds); err != nil {
			return fmt.Errorf("NATS_CREDS: %w: set it to a readable credentials file, or leave it empty", err)
		}
	}
	if c.Replicas < 0 || c.Replicas > 5 {
		return fmt.Errorf("NATS_REPLICAS=%d: must be from 1 to 5", c.Replicas)
	}
	if _, err := c.storage(); err != nil {
		return err
	}
	return nil
}

// storage is the storage of new streams; "" is file.
func (c Config) storage() (jetstream.StorageType, error) {
	switch c.Storage {
	case "", "file":
		return jetstream.FileStorage, nil
	case "memory":
		return jetstream.MemoryStorage, nil
	default:
		return 0, fmt.Errorf("NATS_STORAGE=%q: must be file or memory", c.Storage)
	}
}

// replicas is the number of copies of new streams.
func (c Config) replicas() int { return max(1, c.Replicas) }
