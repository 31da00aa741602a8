package functional

import (
	"context"
	"fmt"
	"strings"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// features are what can be allowed and denied.
var features = map[string]bool{
	"push": true, "notifications": true, "background-sync": true, "periodic-background-sync": true,
}

// Permissions are the operator's settings: by feature, and by origin and feature.
type Permissions map[string]string

// ParsePermissions reads settings such as "push=denied" and
// "https://shop.example:notifications=granted". What is not named is granted.
func ParsePermissions(list []string) (Permissions, error) {
	p := Permissions{}
	for _, item := range list {
		what, state, found := strings.Cut(item, "=")
		feature, origin := what, ""
		if i := strings.LastIndexByte(what, ':'); i >= 0 {
			feature = what[i+1:]
			u, err := weburl.Parse(what[:i])
			if err != nil {
				return nil, fmt.Errorf("%q: %q is no origin", item, what[:i])
			}
			origin = u.Origin()
		}
		if !found || !features[feature] || state != "granted" && state != "denied" && state != "prompt" {
			return nil, fmt.Errorf("%q is not of the form FEATURE=STATE or ORIGIN:FEATURE=STATE, with a feature of push, notifications, background-sync and periodic-background-sync, and a state of granted, denied and prompt", item)
		}
		p[origin+" "+feature] = state
	}
	return p, nil
}

// Of is the state of a feature for an origin.
func (p Permissions) Of(origin, feature string) string {
	if s, ok := p[origin+" "+feature]; ok {
		return s
	}
	if s, ok := p[" "+feature]; ok {
		return s
	}
	if features[feature] {
		return "granted"
	}
	return "denied"
}

func (d *Desk) answerPermission(_ context.Context, q schemas.PermissionAsk, _ bus.Params) (schemas.PermissionAnswer, error) {
	return schemas.PermissionAnswer{State: d.cfg.Permissions.Of(q.Origin, q.Name)}, nil
}

// mustHave refuses what the operator does not grant. Nobody is there to be
// prompted.
func (d *Desk) mustHave(url, feature string) error {
	u, err := weburl.Parse(url)
	if err == nil && d.cfg.Permissions.Of(u.Origin(), feature) == "granted" {
		return nil
	}
	return &schemas.Error{Code: schemas.CodeRefused, Exception: "NotAllowedError",
		Message: fmt.Sprintf("the operator does not grant %s the permission %q", url, feature)}
}
