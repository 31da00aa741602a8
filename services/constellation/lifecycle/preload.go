package lifecycle

import (
	"errors"
	"fmt"
)

// ErrNoActive: what was asked for needs an active worker.
var ErrNoActive = errors.New("the registration has no active worker")

// preload is the common part of NavigationPreloadManager's methods.
//
// https://w3c.github.io/ServiceWorker/#navigation-preload-manager-enable
func (m *machine) preload(e Preload) error {
	if m.reg.ID != e.Registration {
		return fmt.Errorf("the registration %s: %w", e.Registration, ErrStale)
	}
	if e.Enabled == nil && e.Header == nil {
		return nil
	}
	// 2.2. Of enable, disable and setHeaderValue alike.
	if m.reg.Active == nil {
		return ErrNoActive
	}
	now := m.reg.PreloadState()
	// 2.3.
	if e.Enabled != nil {
		now.Enabled = *e.Enabled
	}
	if e.Header != nil {
		now.Header = *e.Header
	}
	m.reg.Preload, m.changed = &now, true
	return nil
}
