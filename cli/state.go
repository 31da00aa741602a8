package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// running is what an `up` records about itself, for the other commands of the
// same user to find it.
type running struct {
	PID     int       `json:"pid"`
	NATS    string    `json:"nats"`   // URL
	Origin  string    `json:"origin"` // of the front door
	Started time.Time `json:"started"`
}

// stateFolder is where the user's running processes are recorded:
// $XDG_STATE_HOME/asterism, by default ~/.local/state/asterism.
func stateFolder() (string, error) {
	base := os.Getenv("XDG_STATE_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("no home folder to keep state in (set XDG_STATE_HOME): %w", err)
		}
		base = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(base, "asterism"), nil
}

// record writes r and returns what removes it again.
func record(r running) (remove func(), err error) {
	folder, err := stateFolder()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "up-"+strconv.Itoa(r.PID)+".json")
	// Written aside and renamed, so that nobody reads half of it.
	if err := os.WriteFile(file+".new", data, 0o600); err != nil {
		return nil, err
	}
	if err := os.Rename(file+".new", file); err != nil {
		return nil, err
	}
	return func() { _ = os.Remove(file) }, nil
}

// recorded is every running `up` of this user, newest first. Records that
// killed processes left behind are removed.
func recorded() ([]running, error) {
	folder, err := stateFolder()
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []running
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), "up-") || !strings.HasSuffix(f.Name(), ".json") {
			continue
		}
		path := filepath.Join(folder, f.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		var r running
		if err := json.Unmarshal(data, &r); err != nil || !alive(r.PID) {
			_ = os.Remove(path)
			continue
		}
		found = append(found, r)
	}
	slices.SortFunc(found, func(a, b running) int { return b.Started.Compare(a.Started) })
	return found, nil
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
