package constellation

import (
	"context"
	"time"

	"asterism/bus/workers"
	"asterism/schemas"
	"asterism/services/constellation/functional"
)

// functionalWorld is what functional events need of the constellation.
type functionalWorld struct{ s *Service }

func (w functionalWorld) Registration(ctx context.Context, scope string) (*schemas.Registration, error) {
	return w.s.registration(ctx, scope)
}

func (w functionalWorld) Dispatch(ctx context.Context, e schemas.Event) (schemas.EventReply, error) {
	return workers.Dispatch(ctx, w.s.conn, w.s.roster, e)
}

func (w functionalWorld) Tell(client string, m schemas.ClientMessage) { w.s.tell(client, m) }

// Fired is Fire Functional Event's last step: a registration that is stale is
// checked for an update.
func (w functionalWorld) Fired(reg *schemas.Registration) {
	if time.Since(reg.LastUpdate) > staleAfter {
		w.s.softUpdateLater(schemas.SoftUpdate{Scope: reg.Scope})
	}
}

// functionalConfig is the part of the configuration that is about functional
// events.
func (c Config) functionalConfig() (functional.Config, error) {
	permissions, err := functional.ParsePermissions(c.Permissions)
	return functional.Config{
		Permissions: permissions, PushURL: c.PushURL, Timeout: c.EventTimeout,
		Attempts: c.EventAttempts, Retry: c.EventRetry,
		SyncAttempts: c.SyncAttempts, SyncRetry: c.SyncRetry, PeriodicMin: c.PeriodicSyncMin,
	}, err
}
