package schemas

// PermissionAsk asks whether an origin may use a powerful feature.
type PermissionAsk struct {
	Origin string `json:"origin"`
	Name   string `json:"name"` // "push", "notifications", "background-sync", "periodic-background-sync", …
}

// PermissionAnswer answers a PermissionAsk.
//
// https://w3c.github.io/permissions/#dfn-permission-state
type PermissionAnswer struct {
	State string `json:"state"` // "granted", "denied", "prompt"
}
