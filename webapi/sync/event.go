package sync

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// event is the native value of a SyncEvent or PeriodicSyncEvent.
type event struct {
	serviceworker.ExtendableEvent
	tag        string
	lastChance bool
}

var tagAttr = js.Attr[*event]{Name: "tag", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.tag) }}

// https://wicg.github.io/background-sync/spec/#sync-event
var eventClass = &js.Class[*event]{
	Name:   "SyncEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 2,
	New:    newEvent,
	Attrs: []js.Attr[*event]{
		tagAttr,
		{Name: "lastChance", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.lastChance) }},
	},
}

// https://wicg.github.io/periodic-background-sync/#periodicsyncevent-interface
var periodicEventClass = &js.Class[*event]{
	Name:   "PeriodicSyncEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 2,
	New:    newEvent,
	Attrs:  []js.Attr[*event]{tagAttr},
}

func newEvent(c js.Call) *event {
	e := &event{}
	init := e.Construct(c)
	if v := c.Member(init, "lastChance"); v != nil {
		e.lastChance = v.ToBoolean()
	}
	tag := c.Member(init, "tag")
	if tag == nil {
		c.Throw(c.TypeError("the member tag is required"))
	}
	e.tag = c.String(tag, "tag")
	return e
}

// Dispatch fires the event sync.
//
// https://wicg.github.io/background-sync/spec/#fire-a-sync-event
func Dispatch(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	return s.Dispatch(eventClass, &event{tag: d.Tag, lastChance: d.LastChance}, "sync", done)
}

// DispatchPeriodic fires the event periodicsync.
//
// https://wicg.github.io/periodic-background-sync/#fire-a-periodicsync-event
func DispatchPeriodic(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	return s.Dispatch(periodicEventClass, &event{tag: d.Tag}, "periodicsync", done)
}
