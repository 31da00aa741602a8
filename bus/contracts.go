package bus

import (
	"time"

	"asterism/schemas"
)

// Every contract of the system. The subject patterns, the JSON Schemas, the
// AsyncAPI document and docs/subjects.md derive from these values.
var (
	Fetch = Request[schemas.FetchEvent, schemas.FetchReply]{
		Name: "fetch", Subject: "sw.fetch.{scope}.{version}", Queue: "workers", Timeout: 30 * time.Second,
		Doc: "Ask the worker of a scope for a custom response. Answered by whoever runs that version; no responders means nobody does.",
	}
	FetchStart = Request[schemas.FetchEvent, schemas.FetchReply]{
		Name: "fetch-start", Subject: "sw.start.{manager}.fetch", Timeout: 30 * time.Second,
		Doc: "The same, to a chosen manager, which starts the worker first.",
	}
	Dispatch = Request[schemas.Event, schemas.EventReply]{
		Name: "event", Subject: "sw.event.{type}.{scope}.{version}", Queue: "workers", Timeout: 30 * time.Second,
		Doc: "Ask the worker of a scope to handle an event other than fetch.",
	}
	DispatchStart = Request[schemas.Event, schemas.EventReply]{
		Name: "event-start", Subject: "sw.start.{manager}.event", Timeout: 30 * time.Second,
		Doc: "The same, to a chosen manager, which starts the worker first.",
	}
	Abort = Event[schemas.Abort]{
		Name: "abort", Subject: "sw.abort.{scope}.{version}",
		Doc: "The client of a fetch event hung up: abort event.request.signal.",
	}
	Presences = Event[schemas.Presence]{
		Name: "presence", Subject: "sw.presence.{manager}",
		Doc: "A manager began or ended to run a worker, for static routes that ask.",
	}
	PingManager = Request[schemas.Ping, schemas.Pong]{
		Name: "ping", Subject: "sw.ping.{manager}", Timeout: time.Second,
		Doc: "Does this manager live? No responders means it died.",
	}
	Net = Request[schemas.NetRequest, schemas.NetReply]{
		Name: "net", Subject: "sw.net", Queue: "loaders", Timeout: 60 * time.Second,
		Doc: "Fetch from the network (any loader).",
	}
	NetAt = Request[schemas.NetRequest, schemas.NetReply]{
		Name: "net-at", Subject: "sw.net.{loader}", Timeout: 60 * time.Second,
		Doc: "Fetch from the network at the loader that holds the client's connection.",
	}
	NetAbort = Event[schemas.Abort]{
		Name: "net-abort", Subject: "sw.net-abort",
		Doc: "Whoever asked for this network fetch gave up.",
	}
	PreloadAt = Request[schemas.Preload, schemas.NetReply]{
		Name: "preload", Subject: "sw.preload.{loader}", Timeout: 60 * time.Second,
		Doc: "What a loader has begun to fetch for a fetch event: answered when its response's header is there.",
	}
	CaughtUp = Request[schemas.Caught, schemas.Done]{
		Name: "caught-up", Subject: "sw.caught.{loader}", Timeout: 2 * time.Second,
		Doc: "Answered when the loader's copy of the registrations has a revision: what a script was promised then holds for its next request.",
	}
	ManagerCaughtUp = Request[schemas.Caught, schemas.Done]{
		Name: "manager-caught-up", Subject: "sw.caught.manager.{manager}", Timeout: 2 * time.Second,
		Doc: "The same of a manager's copy: a worker sees the registration as whoever now sends it a message does.",
	}
	Socket = Request[schemas.SocketRequest, schemas.SocketReply]{
		Name: "socket", Subject: "sw.socket", Queue: "loaders", Timeout: 60 * time.Second,
		Doc: "Open a WebSocket connection (any loader); its messages travel as two streamed bodies.",
	}
	Jobs = Queue[schemas.Job]{
		Name: "sw_jobs", Subject: "sw.job.{scope}", Schedule: "sw.due.{scope}",
		Doc: "Register, update and unregister jobs; scheduled: the daily check for an update.",
	}
	RegistryMatch = Request[schemas.Match, schemas.Registrations]{
		Name: "registry-match", Subject: "sw.registry.match", Queue: "constellation", Timeout: 5 * time.Second,
		Doc: "Which registration's scope holds this URL? None or one.",
	}
	RegistryGet = Request[schemas.Lookup, schemas.Registrations]{
		Name: "registry-get", Subject: "sw.registry.get", Queue: "constellation", Timeout: 5 * time.Second,
		Doc: "The registration of exactly this scope. None or one.",
	}
	RegistryList = Request[schemas.List, schemas.Registrations]{
		Name: "registry-list", Subject: "sw.registry.list", Queue: "constellation", Timeout: 5 * time.Second,
		Doc: "All registrations, or one origin's.",
	}
	ClientsQuery = Request[schemas.ClientQuery, schemas.Clients]{
		Name: "clients", Subject: "sw.registry.clients", Queue: "constellation", Timeout: 5 * time.Second,
		Doc: "An origin's clients, for Clients.matchAll and get.",
	}
	SkipWaiting = Request[schemas.WorkerRef, schemas.Done]{
		Name: "skip-waiting", Subject: "sw.registry.skip-waiting", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "A worker called skipWaiting().",
	}
	Claim = Request[schemas.WorkerRef, schemas.Done]{
		Name: "claim", Subject: "sw.registry.claim", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "An active worker called clients.claim().",
	}
	SetPreload = Request[schemas.PreloadChange, schemas.NavigationPreload]{
		Name: "navigation-preload", Subject: "sw.registry.preload", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "Enable or disable a registration's navigation preload, set its header, or ask how it is.",
	}
	Push = Request[schemas.PushAsk, schemas.PushAnswer]{
		Name: "push", Subject: "sw.registry.push", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "PushManager: subscribe a registration to push messages, read or end its subscription.",
	}
	SyncCall = Request[schemas.SyncAsk, schemas.SyncTags]{
		Name: "sync", Subject: "sw.registry.sync", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "SyncManager and PeriodicSyncManager: register, list and unregister tags.",
	}
	Notify = Request[schemas.NotificationAsk, schemas.Notifications]{
		Name: "notify", Subject: "sw.registry.notify", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "Show, list, click and close notifications.",
	}
	ConnectTo = Request[schemas.ConnectAsk, schemas.ConnectReply]{
		Name: "connect", Subject: "sw.connect.{scope}", Queue: "constellation", Timeout: 60 * time.Second,
		Doc: "navigator.connect: a port to the worker that holds a URL of an origin (as the scope of its root), if the operator and the worker accept.",
	}
	Permission = Request[schemas.PermissionAsk, schemas.PermissionAnswer]{
		Name: "permission", Subject: "sw.registry.permission", Queue: "constellation", Timeout: 5 * time.Second,
		Doc: "Whether an origin may use a powerful feature: the operator's setting.",
	}
	CookieInterest = Request[schemas.CookieInterestAsk, schemas.CookieInterests]{
		Name: "cookie-interest", Subject: "sw.registry.cookies", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "CookieStoreManager: which cookies' changes a registration wants to hear of.",
	}
	Cookies = Request[schemas.CookieAsk, schemas.CookieReply]{
		Name: "cookies", Subject: "sw.cookies", Queue: "loaders", Timeout: 5 * time.Second,
		Doc: "Read or write the cookies that scripts at a URL see (document.cookie, cookieStore).",
	}
	CookieChanged = Event[schemas.CookieChange]{
		Name: "cookie-changed", Subject: "sw.cookie-changed",
		Doc: "A cookie that scripts may see was set, replaced or deleted.",
	}
	NotificationTold = Event[schemas.NotificationNews]{
		Name: "notification", Subject: "sw.notification.{kind}",
		Doc: "A notification is to be shown, was replaced by another, was clicked, or is gone.",
	}
	Functionals = Queue[schemas.Functional]{
		Name: "sw_functional", Subject: "sw.functional.{type}.{scope}.{slot}", Schedule: "sw.schedule.{type}.{scope}.{slot}", Latest: true,
		Doc: "Functional events (push, sync, notificationclick, cookiechange, …) until they have been fired; of those in one slot only the last.",
	}
	PendingEvents = Request[schemas.WorkerRef, schemas.Pending]{
		Name: "pending", Subject: "sw.pending.{manager}", Timeout: time.Second,
		Doc: "How many events of a worker has this manager under way? It tells with worker-idle when the last one is over.",
	}
	WorkerIdle = Event[schemas.WorkerRef]{
		Name: "worker-idle", Subject: "sw.idle.{scope}",
		Doc: "A worker whose pending events were asked for has none any more.",
	}
	SoftUpdate = Event[schemas.SoftUpdate]{
		Name: "soft-update", Subject: "sw.soft-update.{scope}",
		Doc: "Somebody navigated to a scope, or the check of its scripts is due: look for an update.",
	}
	ClearOrigin = Request[schemas.ClearOrigin, schemas.Done]{
		Name: "clear-origin", Subject: "sw.registry.clear", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "A response said Clear-Site-Data: drop the origin's registrations, whoever uses them.",
	}
	SetRollout = Request[schemas.Rollout, schemas.Registrations]{
		Name: "rollout", Subject: "sw.registry.rollout", Queue: "constellation", Timeout: 10 * time.Second,
		Doc: "An operator activates a waiting version, or sets how the next one is tried out.",
	}
	VersionLoads = Request[schemas.Lookup, schemas.VersionLoads]{
		Name: "version-loads", Subject: "sw.loads.{loader}", Timeout: time.Second,
		Doc: "How many requests each version of a scope has answered at this loader's front door, and failed, since a canary began.",
	}
	Terminate = Event[schemas.WorkerRef]{
		Name: "terminate", Subject: "sw.terminate.{scope}.{version}",
		Doc: "Stop this worker at once: its events fail.",
	}
	Steer = Request[schemas.SteerClient, schemas.SteeredClient]{
		Name: "steer", Subject: "sw.document.steer.{client}", Timeout: 60 * time.Second,
		Doc: "Navigate or focus a client's window, for WindowClient.navigate and focus.",
	}
	OpenWindow = Request[schemas.OpenWindow, schemas.SteeredClient]{
		Name: "open-window", Subject: "sw.document.window", Queue: "scripthosts", Timeout: 60 * time.Second,
		Doc: "Show a URL in a new window, for Clients.openWindow.",
	}
	LifecycleChanged = Event[schemas.Lifecycle]{
		Name: "lifecycle", Subject: "sw.lifecycle.{scope}",
		Doc: "A worker of this scope entered a state.",
	}
	ToClient = Event[schemas.ClientMessage]{
		Name: "client", Subject: "sw.client.{client}",
		Doc: "Ordered deliveries to one document: job results, state changes, controller changes, posted messages.",
	}
	ToPort = Event[schemas.PortMessage]{
		Name: "port", Subject: "sw.port.{port}",
		Doc: "What the other end of a message port says to it, wherever it lives: numbered messages, acknowledgements, moves, the close.",
	}
	ToChannel = Event[schemas.ChannelMessage]{
		Name: "channel", Subject: "sw.channel.{scope}",
		Doc: "What a realm posts to an origin's BroadcastChannels of one name; the name is the scope's query.",
	}
	WorkerLog = Event[schemas.Log]{
		Name: "log", Subject: "sw.log.{scope}.{level}",
		Doc: "A line a worker wrote to its console.",
	}
	DocumentLog = Event[schemas.Log]{
		Name: "console", Subject: "sw.console.{console}",
		Doc: "A line a document wrote to its console.",
	}
	Happenings = Event[schemas.Happening]{
		Name: "happening", Subject: "sw.happening.{watch}",
		Doc: "What happened in a page that is watched: console, requests, controller, in order.",
	}
	Advisories = Event[schemas.Advisory]{
		Name: "advisory", Subject: "sw.advisory.{kind}",
		Doc: "Something an operator may want to know.",
	}
	Open = Request[schemas.OpenDocument, schemas.OpenedDocument]{
		Name: "open", Subject: "sw.document.open", Queue: "scripthosts", Timeout: 60 * time.Second,
		Doc: "Open a URL as a top-level document; answered after its load event.",
	}
	Eval = Request[schemas.EvalDocument, schemas.Evaluated]{
		Name: "eval", Subject: "sw.document.eval.{client}", Timeout: 60 * time.Second,
		Doc: "Evaluate a script in a document and await its value.",
	}
	WaitFor = Request[schemas.WaitDocument, schemas.Waited]{
		Name: "wait", Subject: "sw.document.wait.{client}", Timeout: 60 * time.Second,
		Doc: "Wait until a document has an element, or is at rest; answered after some seconds in any case.",
	}
	CloseDocument = Request[schemas.CloseDocument, schemas.Done]{
		Name: "close", Subject: "sw.document.close.{client}", Timeout: 10 * time.Second,
		Doc: "Discard a document.",
	}
	Registrations = Bucket[schemas.Registration]{
		Name: "sw_registrations", Key: "{scope}",
		Doc: "Every registration, written by the constellation with compare-and-set.",
	}
	Lingering = Bucket[schemas.Registration]{
		Name: "sw_lingering", Key: "{registration}",
		Doc: "Registrations that were unregistered while documents still use them, by id; gone with the last of these.",
	}
	Clients = Bucket[schemas.Client]{
		Name: "sw_clients", Key: "{client}", TTL: 30 * time.Second,
		Doc: "Every document, renewed by its scripthost.",
	}
	Members = Bucket[schemas.Member]{
		Name: "sw_members", Key: "{id}", TTL: 10 * time.Second,
		Doc: "Running instances of the services.",
	}
	PushRecords = Bucket[schemas.PushRecord]{
		Name: "sw_push", Key: "{scope}",
		Doc: "The push subscription of every registration that has one, with its keys.",
	}
	SyncRecords = Bucket[schemas.Syncs]{
		Name: "sw_syncs", Key: "{scope}",
		Doc: "What every registration has registered for background sync.",
	}
	NotificationRecords = Bucket[schemas.Notification]{
		Name: "sw_notifications", Key: "{notification}",
		Doc: "The notifications that are shown.",
	}
	CookieInterestRecords = Bucket[schemas.CookieInterests]{
		Name: "sw_cookie_interests", Key: "{scope}",
		Doc: "Which cookies' changes every registration wants to hear of.",
	}
	DeadLetters = Bucket[schemas.Functional]{
		Name: "sw_dead", Key: "{id}", TTL: 7 * 24 * time.Hour,
		Doc: "Functional events that failed too often, or waited too long; sw.advisory.functional-dead tells of each.",
	}
	Scripts = Objects{
		Name: "sw_scripts",
		Doc:  "Main scripts, imported scripts and their lowered forms, by SHA-256.",
	}
	Caches = Records[schemas.Cache]{
		Name: "sw_caches", Key: "{scope}.{cache}",
		Doc: "The caches of the Cache API by origin (as the scope of its root) and a hash of the name; deleted ones by id until their entries are collected.",
	}
	CacheEntries = Records[schemas.CacheRecord]{
		Name: "sw_cache_entries", Key: "{scope}.{cache}.{path}.{url}",
		Doc: "The entries of every cache, by the cache's origin and id and by hashes of the URL without and with its query.",
	}
	Databases = Records[schemas.DatabaseRecord]{
		Name: "sw_databases", Key: "{scope}.{database}.{store}.{item}",
		Doc: "IndexedDB databases by origin and a hash of the name: a head, and a record for each object by its store's id and a hash of its key.",
	}
	Bodies = Objects{
		Name: "sw_bodies",
		Doc:  "Bodies of cached responses, by SHA-256.",
	}
)
