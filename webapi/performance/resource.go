package performance

import (
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// Resource is a PerformanceResourceTiming: what is known of one fetch. Times are
// zero where nothing is known, or nothing may be told.
//
// https://w3c.github.io/resource-timing/#sec-performanceresourcetiming
type Resource struct {
	Entry
	Initiator, Protocol, Delivery, ContentType            string
	Worker, RedirectStart, RedirectEnd, Fetch             float64
	Request, ResponseStart, ResponseEnd                   float64
	Domain, Connect, Secure                               float64 // each start and end in one: connections are the loader's
	Transfer, Encoded, Decoded, Status                    int
	RouterEvaluation, CacheLookup                         float64
	MatchedRouterSource, FinalRouterSource, RenderBlocked string
}

func (r *Resource) resource() *Resource { return r }

// timed is the native value of a PerformanceResourceTiming: a struct that embeds
// Resource.
type timed interface {
	Instance
	resource() *Resource
}

// ResourceClass is PerformanceResourceTiming.
var ResourceClass = &js.Class[timed]{
	Name:   "PerformanceResourceTiming",
	Parent: EntryClass,
	Attrs: []js.Attr[timed]{
		word("initiatorType", func(r *Resource) string { return r.Initiator }),
		word("deliveryType", func(r *Resource) string { return r.Delivery }),
		word("nextHopProtocol", func(r *Resource) string { return r.Protocol }),
		number("workerStart", func(r *Resource) float64 { return r.Worker }),
		number("redirectStart", func(r *Resource) float64 { return r.RedirectStart }),
		number("redirectEnd", func(r *Resource) float64 { return r.RedirectEnd }),
		number("fetchStart", func(r *Resource) float64 { return r.Fetch }),
		number("domainLookupStart", func(r *Resource) float64 { return r.Domain }),
		number("domainLookupEnd", func(r *Resource) float64 { return r.Domain }),
		number("connectStart", func(r *Resource) float64 { return r.Connect }),
		number("connectEnd", func(r *Resource) float64 { return r.Connect }),
		number("secureConnectionStart", func(r *Resource) float64 { return r.Secure }),
		number("requestStart", func(r *Resource) float64 { return r.Request }),
		number("finalResponseHeadersStart", func(r *Resource) float64 { return r.ResponseStart }),
		number("firstInterimResponseStart", func(*Resource) float64 { return 0 }),
		number("responseStart", func(r *Resource) float64 { return r.ResponseStart }),
		number("responseEnd", func(r *Resource) float64 { return r.ResponseEnd }),
		number("transferSize", func(r *Resource) float64 { return float64(r.Transfer) }),
		number("encodedBodySize", func(r *Resource) float64 { return float64(r.Encoded) }),
		number("decodedBodySize", func(r *Resource) float64 { return float64(r.Decoded) }),
		number("responseStatus", func(r *Resource) float64 { return float64(r.Status) }),
		word("contentType", func(r *Resource) string { return r.ContentType }),
		word("renderBlockingStatus", func(*Resource) string { return "non-blocking" }),
		{Name: "serverTiming", Get: func(_ timed, c js.Call) goja.Value { return c.VM.NewArray() }},
		number("workerRouterEvaluationStart", func(r *Resource) float64 { return r.RouterEvaluation }),
		number("workerCacheLookupStart", func(r *Resource) float64 { return r.CacheLookup }),
		word("workerMatchedRouterSource", func(r *Resource) string { return r.MatchedRouterSource }),
		word("workerFinalRouterSource", func(r *Resource) string { return r.FinalRouterSource }),
	},
	Methods: []js.Method[timed]{{Name: "toJSON", Call: asJSON}},
}

func word(name string, get func(*Resource) string) js.Attr[timed] {
	return js.Attr[timed]{Name: name, Get: func(t timed, c js.Call) goja.Value { return c.VM.ToValue(get(t.resource())) }}
}

func number(name string, get func(*Resource) float64) js.Attr[timed] {
	return js.Attr[timed]{Name: name, Get: func(t timed, c js.Call) goja.Value { return c.VM.ToValue(get(t.resource())) }}
}

// asJSON is the default toJSON: every attribute of the object's classes.
func asJSON(_ timed, c js.Call) goja.Value {
	o, this := c.VM.NewObject(), c.This.(*goja.Object)
	for _, names := range [][]string{entryNames, resourceNames, navigationNames} {
		for _, name := range names {
			if v := this.Get(name); v != nil && !goja.IsUndefined(v) {
				put(o, name, v)
			}
		}
	}
	return o
}

var (
	entryNames    = []string{"id", "name", "entryType", "startTime", "duration", "navigationId"}
	resourceNames = []string{
		"initiatorType", "deliveryType", "nextHopProtocol", "workerStart", "redirectStart", "redirectEnd", "fetchStart",
		"domainLookupStart", "domainLookupEnd", "connectStart", "connectEnd", "secureConnectionStart", "requestStart",
		"finalResponseHeadersStart", "firstInterimResponseStart", "responseStart", "responseEnd", "transferSize",
		"encodedBodySize", "decodedBodySize", "responseStatus", "contentType", "renderBlockingStatus", "serverTiming",
	}
	navigationNames = []string{
		"unloadEventStart", "unloadEventEnd", "domInteractive", "domContentLoadedEventStart", "domContentLoadedEventEnd",
		"domComplete", "loadEventStart", "loadEventEnd", "type", "redirectCount", "activationStart", "criticalCHRestart",
	}
)

// Navigation is a PerformanceNavigationTiming: it is there from a document's
// beginning and filled in as it comes along.
//
// https://w3c.github.io/navigation-timing/#sec-PerformanceNavigationTiming
type Navigation struct {
	Resource
	Kind                                    string // "navigate", "reload", "back_forward"
	Redirects                               int
	Interactive, ContentLoaded, ContentDone float64
	Complete, Load, LoadEnd                 float64
	Unload, UnloadEnd                       float64
}

// navigation makes an embedding of Navigation a receiver.
func (n *Navigation) navigation() *Navigation { return n }

type navigated interface {
	timed
	navigation() *Navigation
}

// NavigationClass is PerformanceNavigationTiming.
var NavigationClass = &js.Class[navigated]{
	Name:   "PerformanceNavigationTiming",
	Parent: ResourceClass,
	Attrs: []js.Attr[navigated]{
		moment("unloadEventStart", func(n *Navigation) float64 { return n.Unload }),
		moment("unloadEventEnd", func(n *Navigation) float64 { return n.UnloadEnd }),
		moment("domInteractive", func(n *Navigation) float64 { return n.Interactive }),
		moment("domContentLoadedEventStart", func(n *Navigation) float64 { return n.ContentLoaded }),
		moment("domContentLoadedEventEnd", func(n *Navigation) float64 { return n.ContentDone }),
		moment("domComplete", func(n *Navigation) float64 { return n.Complete }),
		moment("loadEventStart", func(n *Navigation) float64 { return n.Load }),
		moment("loadEventEnd", func(n *Navigation) float64 { return n.LoadEnd }),
		moment("redirectCount", func(n *Navigation) float64 { return float64(n.Redirects) }),
		moment("activationStart", func(*Navigation) float64 { return 0 }),
		moment("criticalCHRestart", func(*Navigation) float64 { return 0 }),
		{Name: "type", Get: func(n navigated, c js.Call) goja.Value { return c.VM.ToValue(n.navigation().Kind) }},
	},
	Methods: []js.Method[navigated]{{Name: "toJSON", Call: func(n navigated, c js.Call) goja.Value { return asJSON(n, c) }}},
}

func moment(name string, get func(*Navigation) float64) js.Attr[navigated] {
	return js.Attr[navigated]{Name: name, Get: func(n navigated, c js.Call) goja.Value { return c.VM.ToValue(get(n.navigation())) }}
}

// Since is a moment as entries say it: 0 for the zero time, and never before the
// time origin.
func Since(r *js.Realm, t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return max(0, events.Timestamp(r, t))
}

// bufferSize is how many resource entries are kept until a script says otherwise.
//
// https://w3c.github.io/resource-timing/#dfn-resource-timing-buffer-size-limit
const bufferSize = 250

// QueueResource puts a resource's entry on the timeline, unless its buffer is full.
//
// https://w3c.github.io/resource-timing/#dfn-add-a-performanceresourcetiming-entry
func QueueResource(r *js.Realm, e *Resource) {
	t := timelineOf(r)
	e.Type = "resource"
	if t.resources >= t.limit() {
		if !t.full {
			t.full = true
			_ = events.FireSimple(r, t, "resourcetimingbufferfull")
		}
		if t.resources >= t.limit() {
			return
		}
	}
	t.resources++
	Queue(r, ResourceClass, e)
}

func (t *timeline) limit() int {
	if !t.sized {
		return bufferSize
	}
	return t.size
}
