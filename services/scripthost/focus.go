package scripthost

import (
	"context"
	"time"

	"asterism/schemas"
)

// focusTimeout bounds how long a script waits for the registry to know of the focus.
const focusTimeout = 2 * time.Second

// focused says whether b or something nested in it has the focus of its page.
//
// https://html.spec.whatwg.org/#has-focus-steps
func (b *browsing) focused() bool {
	for at := b.page.focus; at != nil; at = at.container() {
		if at == b {
			return true
		}
	}
	return false
}

// container is the browsing context b is nested in; nil at the top.
func (b *browsing) container() *browsing {
	if b.parent == nil {
		return nil
	}
	return b.parent.browsing
}

// Focus moves the page's focus to b; it implements dom.Frame. The registry knows
// when it returns: what a script posts to a worker next comes after that.
//
// https://html.spec.whatwg.org/#focusing-steps
func (b *browsing) Focus() {
	p := b.page
	if b.doc == nil || p.focus == b {
		return
	}
	before := p.focus
	changed := map[*document]bool{}
	for at := before; at != nil; at = at.container() {
		if at.doc != nil {
			changed[at.doc] = false
		}
	}
	p.focus = b
	for at := b; at != nil; at = at.container() {
		if at.doc != nil {
			changed[at.doc] = true // those that had it already get a new time
		}
	}
	now := time.Now().UTC()
	p.loop.Blocked(func() {
		ctx, cancel := context.WithTimeout(p.ctx, focusTimeout)
		defer cancel()
		for d, focused := range changed {
			if d.note(focused, now); d.id == "" {
				continue
			}
			_, err := p.s.clients.Modify(ctx, d.id, func(c *schemas.Client) bool {
				if c.Focused = focused; focused {
					c.FocusedAt = now
				}
				return true
			})
			if err != nil && ctx.Err() == nil {
				p.s.log.Warn("focus not noted", "client", d.id, "error", err)
			}
		}
	})
	if before != nil && before.doc != nil {
		before.doc.fire("blur")
	}
	if b.doc != nil {
		b.doc.fire("focus")
	}
}

// note keeps in the client's record who has the focus.
func (e *environment) note(focused bool, at time.Time) {
	e.clientMu.Lock()
	defer e.clientMu.Unlock()
	if e.client.Focused = focused; focused {
		e.client.FocusedAt = at
	}
}

// Focus and Focused implement dom.Focusing.
func (d *document) Focus() {
	if !d.over() {
		d.browsing.Focus()
	}
}

func (d *document) Focused() bool { return !d.over() && d.browsing.focused() }
