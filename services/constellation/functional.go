package constellation

import (
	"context"

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

// Fired is Fire Functional Event's last step.
func (w functionalWorld) Fired(string) {}

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
