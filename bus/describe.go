package bus

import (
	"reflect"
	"time"
)

// Kind is what sort of contract something is.
type Kind string

const (
	KindRequest Kind = "request" // Types: request, reply
	KindEvent   Kind = "event"   // Types: message
	KindQueue   Kind = "queue"   // Types: message
	KindBucket  Kind = "bucket"  // Types: value; Template is that of the key
	KindObjects Kind = "objects" // no Types: any bytes
	KindStream  Kind = "stream"  // a streamed body; no Types: see body_codec.go
)

// Contract describes a contract to those who write about it: documentation,
// schemas, the CLI.
type Contract struct {
	Name     string
	Kind     Kind
	Template string // of the subject or key, with {placeholders}
	Pattern  string // the same with wildcards, as NATS takes it
	Queue    string // queue group of those who answer
	Timeout  time.Duration
	TTL      time.Duration
	Types    []reflect.Type
	Doc      string
}

// Describe describes r.
func (r Request[Req, Rep]) Describe() Contract {
	return Contract{
		Name: r.Name, Kind: KindRequest, Template: r.Subject, Pattern: widest(r.Subject), Queue: r.Queue, Timeout: r.Timeout,
		Types: []reflect.Type{reflect.TypeFor[Req](), reflect.TypeFor[Rep]()}, Doc: r.Doc,
	}
}

// Describe describes e.
func (e Event[T]) Describe() Contract {
	return Contract{
		Name: e.Name, Kind: KindEvent, Template: e.Subject, Pattern: widest(e.Subject),
		Types: []reflect.Type{reflect.TypeFor[T]()}, Doc: e.Doc,
	}
}

// Describe describes q.
func (q Queue[T]) Describe() Contract {
	return Contract{
		Name: q.Name, Kind: KindQueue, Template: q.Subject, Pattern: widest(q.Subject),
		Types: []reflect.Type{reflect.TypeFor[T]()}, Doc: q.Doc,
	}
}

// Describe describes b.
func (b Bucket[T]) Describe() Contract {
	return Contract{
		Name: b.Name, Kind: KindBucket, Template: b.Key, Pattern: widest(b.Key), TTL: b.TTL,
		Types: []reflect.Type{reflect.TypeFor[T]()}, Doc: b.Doc,
	}
}

// Describe describes r.
func (r Records[T]) Describe() Contract {
	return Contract{
		Name: r.Name, Kind: KindBucket, Template: r.Key, Pattern: widest(r.Key),
		Types: []reflect.Type{reflect.TypeFor[T]()}, Doc: r.Doc,
	}
}

// Describe describes o.
func (o Objects) Describe() Contract {
	return Contract{Name: o.Name, Kind: KindObjects, Template: "{sha256}", Pattern: "*", Doc: o.Doc}
}

// widest is the pattern of everything a template can be.
func widest(template string) string {
	s, err := pattern(template, nil)
	if err != nil { // without params there is nothing to refuse
		return template
	}
	return s
}

// AllContracts describes every contract, in the order of contracts.go.
func AllContracts() []Contract {
	return []Contract{
		Fetch.Describe(), FetchStart.Describe(), Dispatch.Describe(), DispatchStart.Describe(), Abort.Describe(),
		Presences.Describe(), PingManager.Describe(), Net.Describe(), NetAt.Describe(), NetAbort.Describe(), PreloadAt.Describe(), CaughtUp.Describe(), ManagerCaughtUp.Describe(), Socket.Describe(), Jobs.Describe(),
		RegistryMatch.Describe(), RegistryGet.Describe(), RegistryList.Describe(), ClientsQuery.Describe(),
		SkipWaiting.Describe(), Claim.Describe(), SetPreload.Describe(),
		Push.Describe(), SyncCall.Describe(), Notify.Describe(), ConnectTo.Describe(), Permission.Describe(), CookieInterest.Describe(), Cookies.Describe(), CookieChanged.Describe(), NotificationTold.Describe(), Functionals.Describe(),
		PendingEvents.Describe(), WorkerIdle.Describe(), SoftUpdate.Describe(), ClearOrigin.Describe(), SetRollout.Describe(), VersionLoads.Describe(), Terminate.Describe(), Steer.Describe(), OpenWindow.Describe(),
		LifecycleChanged.Describe(), ToClient.Describe(),
		ToPort.Describe(), ToChannel.Describe(),
		WorkerLog.Describe(), DocumentLog.Describe(), Happenings.Describe(), Advisories.Describe(),
		Open.Describe(), Eval.Describe(), WaitFor.Describe(), CloseDocument.Describe(),
		Registrations.Describe(), Lingering.Describe(), Clients.Describe(), Members.Describe(),
		PushRecords.Describe(), SyncRecords.Describe(), NotificationRecords.Describe(), CookieInterestRecords.Describe(), DeadLetters.Describe(), Scripts.Describe(),
		Caches.Describe(), CacheEntries.Describe(), Databases.Describe(), Bodies.Describe(),
		{
			Name: "body", Kind: KindStream, Template: "sw.body.{connection}.{body}", Pattern: "sw.body.*.*",
			Doc: "A body that does not fit a message: the reader grants bytes and cancels here, the sender's numbered chunks go to the reader's inbox.",
		},
	}
}
