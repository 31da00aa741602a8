package platform

import (
	"runtime"
	"testing"

	"asterism/js"
	"asterism/webapi/fetch"
)

// noCaches is there, and that is all.
type noCaches struct{ place }

// place is Caches by a name that is none of its methods.
type place interface{ Caches }

// maxInstall is the most all the standards together may allocate in a realm before
// a script touches them. One class built eagerly is 10 to 30 KiB; a lazy global is
// a few hundred bytes at most.
const maxInstall = 24 << 10

// Installing makes nothing: globals are built when a script first touches them.
func TestInstallIsLazy(t *testing.T) {
	const runs = 20
	realms := make([]*js.Realm, runs)
	loop := js.NewLoop(js.LoopConfig{})
	for i := range realms {
		realms[i] = js.NewRealm(loop, js.RealmConfig{})
	}
	config := Config{Fetch: fetch.Options{BaseURL: "https://a.example/sw.js", Origin: "https://a.example"}, Secure: true, Caches: noCaches{}}
	Install(js.NewRealm(loop, js.RealmConfig{}), config) // what is made once per process
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, r := range realms {
		Install(r, config)
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / runs; each > maxInstall {
		t.Errorf("Install allocates %d bytes in a realm, the limit is %d: something is built before a script touches it; use Realm.Expose or Realm.Lazy", each, maxInstall)
	} else {
		t.Logf("Install allocates %d bytes", each)
	}
}

// maxRealm is the most a bare realm may allocate: half of what a whole global scope
// may.
const maxRealm = 75 << 10

func TestRealmIsSmall(t *testing.T) {
	const runs = 20
	loop := js.NewLoop(js.LoopConfig{})
	js.NewRealm(loop, js.RealmConfig{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		js.NewRealm(loop, js.RealmConfig{})
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / runs; each > maxRealm {
		t.Errorf("a bare realm allocates %d bytes, the limit is %d", each, maxRealm)
	} else {
		t.Logf("a bare realm allocates %d bytes", each)
	}
}
