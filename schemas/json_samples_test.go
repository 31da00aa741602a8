package schemas

import "time"

// jsonSample is a golden message: testdata/<file>.json, and its type's schema.
type jsonSample struct {
	file   string // the type's name, and perhaps "." and what is special
	encode func() ([]byte, error)
	decode func([]byte) (any, error)
	value  any
}

func sample[T any](file string, v T) jsonSample {
	return jsonSample{
		file:   file,
		value:  v,
		encode: func() ([]byte, error) { return Encode(v) },
		decode: func(data []byte) (any, error) { return Decode[T](data) },
	}
}

// jsonSamples holds at least one message of every type that travels as JSON.
func jsonSamples() []jsonSample {
	at := time.Date(2026, 11, 20, 13, 0, 0, 123e6, time.UTC)
	worker := Worker{
		Version: "v7", ScriptURL: "https://shop.example/sw.js", Type: "module", State: StateActivated,
		Script: "5feceb66", Program: "6b86b273", Imports: map[string]string{"https://shop.example/lib.js": "d4735e3a"},
		Events: []string{"fetch", "install"}, SkipWaiting: true, CSP: []string{"default-src 'self'"}, ReferrerPolicy: "origin", Since: at, Routes: routes(),
	}
	registration := Registration{ID: "r1", Scope: "https://shop.example/", UpdateViaCache: "imports", Created: at, LastUpdate: at, Seq: 12, Active: &worker, History: []Worker{{Version: "v6", State: StateRedundant, Since: at}}, Canary: &Canary{Percent: 10}, Pinned: true, Preload: &NavigationPreload{Enabled: true, Header: "true"}}
	client := Client{
		ID: "c1", URL: "https://shop.example/", Origin: "https://shop.example", Type: "window", FrameType: "top-level",
		Visibility: "visible", Focused: true, FocusedAt: at, Ancestors: []string{"https://shop.example"}, Host: "s1", Created: at, ControllerScope: "https://shop.example/", ControllerVersion: "v7",
	}
	name := "a"
	fault := Error{Code: CodeScript, Message: "boom", Exception: "TypeError", Ref: "x1"}
	var headers HeaderBlock
	headers.Append("content-type", "text/plain")
	return []jsonSample{
		sample("Abort", Abort{ID: "e1", Reason: "the client hung up"}),
		sample("Advisory", Advisory{Kind: "worker-stopped", Service: "manager", Instance: "m1", Scope: "https://shop.example/", Version: "v7", Subject: "sw.start.m1.fetch", Message: "idle", At: at}),
		sample("DatabaseRecord", DatabaseRecord{Store: 1, Key: []byte{0x10, 1}, Value: []byte{0x83}, Indexed: []IndexedKeys{{Index: 2, Keys: [][]byte{{0x30}}}}}),
		sample("DatabaseRecord.head", DatabaseRecord{Head: &Database{Name: []byte("db"), Version: 3, Next: 3, Holder: "h1", Until: 7, Stores: []DatabaseStore{
			{ID: 1, Name: "books", KeyPath: &KeyPath{Paths: []string{"isbn"}}, Generator: 4, Indexes: []DatabaseIndex{{ID: 2, Name: "by", KeyPath: KeyPath{Paths: []string{"a", "b.c"}, List: true}, Unique: true}}},
		}}}),
		sample("Cache", Cache{ID: "k1", Name: "v1", Exact: []byte("v1\xed\xa0\x80"), Doomed: 7}),
		sample("Caught", Caught{Revision: 7}),
		sample("Client", client),
		sample("ClientMessage", ClientMessage{Kind: ClientJob, Job: "j1", Registration: &registration}),
		sample("ClientMessage.post", ClientMessage{Kind: ClientPost, Scope: "https://shop.example/", Source: &worker, Data: []byte{0xa0}, Origin: "https://shop.example"}),
		sample("ClientMessage.state", ClientMessage{Kind: ClientState, Registration: &registration, Version: "v7", State: StateActivated}),
		sample("ClientMessage.failed", ClientMessage{Kind: ClientJob, Job: "j1", Error: &fault}),
		sample("ClearOrigin", ClearOrigin{Origin: "https://shop.example"}),
		sample("OpenWindow", OpenWindow{Activated: true, URL: "https://shop.example/a", Origin: "https://shop.example"}),
		sample("Pending", Pending{Events: 2}),
		sample("Rollout", Rollout{Scope: "https://shop.example/", Op: "canary", Canary: &Canary{Percent: 10}}),
		sample("VersionLoads", VersionLoads{Versions: []VersionLoad{{Version: "v7", Requests: 100, Errors: 1}}}),
		sample("SoftUpdate", SoftUpdate{Scope: "https://shop.example/", Force: true}),
		sample("SteerClient", SteerClient{Activated: true, Client: "c1", URL: "https://shop.example/a", Origin: "https://shop.example", Scope: "https://shop.example/", Version: "v7"}),
		sample("SteeredClient", SteeredClient{Client: &client}),
		sample("ClientMessage.notification", ClientMessage{Kind: ClientNotification, Notification: &NotificationNews{Kind: "closed", Notification: Notification{ID: "n1", Origin: "https://shop.example", Title: "Mail", Client: "c1", Timestamp: at}}}),
		sample("ClientQuery", ClientQuery{Origin: "https://shop.example", ID: "c1", Type: "all", IncludeUncontrolled: true, Scope: "https://shop.example/", Version: "v7"}),
		sample("Clients", Clients{Clients: []Client{client}}),
		sample("Clients.none", Clients{Clients: []Client{}}),
		sample("Functional", Functional{ID: "f1", Type: "push", Scope: "https://shop.example/", Registration: "r1", At: at, Expires: at, Once: true, Failures: 1, Sealed: []byte{1}, Detail: detail(at)}),
		sample("SyncAsk", SyncAsk{Op: "register", Scope: "https://shop.example/", Registration: "r1", Periodic: true, Tag: "news", MinInterval: time.Hour}),
		sample("SyncTags", SyncTags{Tags: []string{"outbox"}}),
		sample("Syncs", Syncs{Registration: "r1", Syncs: []Sync{{Tag: "news", Periodic: true, MinInterval: time.Hour, Due: at, Failures: 2, Firing: true, Again: true}}}),
		sample("PushAsk", PushAsk{Op: "subscribe", Scope: "https://shop.example/", Registration: "r1", UserVisibleOnly: true, ServerKey: []byte{4}, Endpoint: "https://shop.example" + PushPath + "t1"}),
		sample("PushAnswer", PushAnswer{Subscription: detail(at).New, Removed: true}),
		sample("PushRecord", PushRecord{Scope: "https://shop.example/", Registration: "r1", Token: "t1", Subscription: *detail(at).New, Private: []byte{1}}),
		sample("Notification", *detail(at).Notification),
		sample("NotificationAsk", NotificationAsk{Op: "show", Notification: detail(at).Notification, ID: "n1", Action: "open", Origin: "https://shop.example", Registration: "r1", Tag: "mail"}),
		sample("NotificationNews", NotificationNews{Kind: "clicked", Notification: *detail(at).Notification, Action: "open"}),
		sample("Notifications", Notifications{Notifications: []Notification{}}),
		sample("ConnectAsk", ConnectAsk{URL: "https://stats.example/log", Origin: "https://shop.example"}),
		sample("ConnectReply", ConnectReply{Port: []byte{0x83}}),
		sample("PermissionAsk", PermissionAsk{Origin: "https://shop.example", Name: "push"}),
		sample("PermissionAnswer", PermissionAnswer{State: "granted"}),
		sample("CookieAsk", CookieAsk{Op: "set", URL: "https://shop.example/", Top: "https://shop.example", CrossSite: true, Line: "a=1", Name: &name}),
		sample("CookieReply", CookieReply{Header: "a=1", Cookies: detail(at).Changed}),
		sample("CookieChange", CookieChange{ID: "k1", Domain: "shop.example", HostOnly: true, Partition: "https://shop.example", Cookie: Cookie{Name: "a", Value: "1"}, Deleted: true}),
		sample("CookieInterestAsk", CookieInterestAsk{Op: "subscribe", Scope: "https://shop.example/", Registration: "r1", Interests: []CookieInterest{{Name: &name, URL: "https://shop.example/"}}}),
		sample("CookieInterests", CookieInterests{Registration: "r1", Interests: []CookieInterest{{URL: "https://shop.example/"}}}),
		sample("CloseDocument", CloseDocument{Client: "c1"}),
		sample("Done", Done{}),
		sample("Error", fault),
		sample("EvalDocument", EvalDocument{Client: "c1", Script: "1 + 1"}),
		sample("Evaluated", Evaluated{JSON: "2", Happenings: 3}),
		sample("Evaluated.failed", Evaluated{JSON: "null", Text: "undefined", Error: &fault, Stack: "at eval:1:1"}),
		sample("Event", Event{ID: "e1", Type: "message", Scope: "https://shop.example/", Version: "v7", Data: []byte{0xa0}, Origin: "https://shop.example", Source: &client, NoWait: true}),
		sample("Event.install", Event{ID: "e2", Type: "install", Scope: "https://shop.example/", Version: "v7", Worker: &worker}),
		sample("EventReply", EventReply{Manager: "m1", Events: []string{"fetch"}, Imports: map[string]string{"https://shop.example/lib.js": "d4735e3a"}, Routes: routes(), Port: []byte{0x83}}),
		sample("EventReply.failed", EventReply{Manager: "m1", Error: &fault}),
		sample("Happening", Happening{N: 1, Kind: HappeningConsole, Client: "c1", URL: "https://shop.example/", Log: &Log{Scope: "https://shop.example/", Level: "log", Text: "hello", At: at}, At: at}),
		sample("Happening.request", Happening{N: 2, Kind: HappeningRequest, Client: "c1", URL: "https://shop.example/", Exchange: &Exchange{
			Method: "GET", URL: "https://shop.example/a", Destination: "script", Status: 200, Type: "basic", To: "https://shop.example/b", By: ByWorker,
			Worker: &Answerer{Scope: "https://shop.example/", Version: "v7", ScriptURL: "https://shop.example/sw.js"}, Duration: time.Millisecond,
		}, At: at}),
		sample("Happening.end", Happening{N: 3, Kind: HappeningEnd, Error: &fault, At: at}),
		sample("Job", Job{ID: "j1", Type: JobRegister, Scope: "https://shop.example/", ScriptURL: "https://shop.example/sw.js", WorkerType: "classic", UpdateViaCache: "imports", Client: "c1", Origin: "https://shop.example", Referrer: "https://shop.example/", Force: true}),
		sample("Lifecycle", Lifecycle{Scope: "https://shop.example/", Registration: "r1", Version: "v7", ScriptURL: "https://shop.example/sw.js", Script: "5feceb66", State: StateRedundant, Reason: "replaced", At: at}),
		sample("List", List{Origin: "https://shop.example"}),
		sample("Log", Log{Scope: "https://shop.example/", Version: "v7", Client: "c1", Level: "info", Text: "hello", Source: "sw.js:1:1", Uncaught: true, At: at}),
		sample("Lookup", Lookup{Scope: "https://shop.example/"}),
		sample("Match", Match{URL: "https://shop.example/a"}),
		sample("Member", Member{ID: "m1", Kind: "manager", Version: "dev", Started: at, Draining: true, Workers: 3, Events: 5}),
		sample("NavigationPreload", NavigationPreload{Enabled: true, Header: "v2"}),
		sample("OpenDocument", OpenDocument{URL: "https://shop.example/", Console: "k1", Watch: "k2"}),
		sample("OpenedDocument", OpenedDocument{Client: "c1", URL: "https://shop.example/", Title: "Shop", Status: 200, Happenings: 4}),
		sample("Ping", Ping{}),
		sample("Pong", Pong{ID: "m1"}),
		sample("Presence", Presence{Scope: "https://shop.example/", Version: "v7", Manager: "m1", Running: true}),
		sample("Preload", Preload{ID: "p1"}),
		sample("PreloadChange", PreloadChange{Scope: "https://shop.example/", Registration: "r1", Enabled: new(true), Header: new("v2")}),
		sample("Registration", registration),
		sample("Registrations", Registrations{Registrations: []Registration{registration}}),
		sample("Registrations.none", Registrations{Registrations: []Registration{}}),
		sample("SocketRequest", SocketRequest{ID: "s1", URL: "wss://shop.example/news", Origin: "https://shop.example", Protocols: []string{"v2", "v1"}, Out: "c1.b1"}),
		sample("SocketReply", SocketReply{Protocol: "v2", In: "c2.b7"}),
		sample("SocketReply.failed", SocketReply{Error: &fault}),
		sample("WaitDocument", WaitDocument{Client: "c1", Selector: "#done"}),
		sample("Waited", Waited{Done: true, URL: "https://shop.example/", Title: "Shop", Happenings: 5}),
		sample("Waited.not", Waited{For: "a request", URL: "https://shop.example/"}),
		sample("WorkerRef", WorkerRef{Scope: "https://shop.example/", Version: "v7"}),
	}
}

// routes has every kind of condition and source.
func routes() []Route {
	pattern := URLPattern{Protocol: "https", Username: "*", Password: "*", Hostname: "shop.example", Port: "", Pathname: "/static/*", Search: "*", Hash: "*", IgnoreCase: true}
	return []Route{
		{RouteCondition{URL: &pattern, Method: "GET", Mode: "no-cors", Destination: new("image"), Running: "not-running"}, RouteSource{Kind: RouteCache, Cache: new("v1")}},
		{RouteCondition{Or: []RouteCondition{{Mode: "navigate"}, {Not: &RouteCondition{Method: "POST"}}}}, RouteSource{Kind: RouteRace}},
		{RouteCondition{Or: []RouteCondition{}}, RouteSource{Kind: RouteNetwork}},
	}
}

// detail is what a functional event carries, everything at once.
func detail(at time.Time) Detail {
	silent := true
	subscription := &PushSubscription{
		Endpoint: "https://shop.example" + PushPath + "t1", Expires: at, UserVisibleOnly: true, ServerKey: []byte{4}, P256dh: []byte{4, 1}, Auth: []byte{2},
	}
	return Detail{
		Tag: "outbox", LastChance: true, Data: []byte("hello"), Empty: true, Action: "open", Old: subscription, New: subscription,
		Notification: &Notification{
			ID: "n1", Origin: "https://shop.example", Scope: "https://shop.example/", Registration: "r1", Client: "c1",
			Title: "Mail", Body: "You have mail", Dir: "ltr", Lang: "en", Tag: "mail",
			Image: "https://shop.example/i.png", Icon: "https://shop.example/c.png", Badge: "https://shop.example/b.png",
			Vibrate: []int{200}, Timestamp: at, Renotify: true, Silent: &silent, RequireInteraction: true, Data: []byte{0xa0},
			Actions: []NotificationAction{{Action: "open", Title: "Open", Icon: "https://shop.example/o.png"}},
		},
		Changed: []Cookie{{Name: "a", Value: "1", Domain: "shop.example", Path: "/", Expires: 1, Secure: true, SameSite: "lax", Partitioned: true}},
		Deleted: []Cookie{{Name: "b", Value: ""}},
		Connect: &ConnectAsk{URL: "https://stats.example/log", Origin: "https://shop.example"},
	}
}
