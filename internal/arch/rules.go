package arch

import (
	"slices"
	"strings"
)

// mayImport is, for each room, the other rooms of the module it may import.
// Rooms that are not listed are looked at from outside the system (benchmarks,
// integration tests, examples, the web-platform-tests runner) and may import
// everything.
var mayImport = map[string][]string{
	"main":     {"app", "cli"},
	"cli":      {"app", "services", "webapi", "js", "bus", "schemas", "internal"},
	"app":      {"services", "webapi", "js", "bus", "schemas", "internal"},
	"services": {"webapi", "js", "bus", "schemas", "internal"},
	"webapi":   {"js", "schemas"},
	"js":       {"schemas"},
	"bus":      {"schemas"},
	"schemas":  {},
}

var (
	natsModules  = []string{"github.com/nats-io/nats.go", "github.com/nats-io/nats-server"}
	gojaModule   = "github.com/dop251/goja"
	esbuild      = "github.com/evanw/esbuild"
	natsRooms    = []string{Module + "/bus", Module + "/app"}
	gojaRooms    = []string{Module + "/js", Module + "/webapi", Module + "/services/manager", Module + "/services/scripthost"}
	esbuildRooms = []string{Module + "/js/transpile"}
)

// forbidden is why a package in a room may not import another one, "" if it may.
func forbidden(from, path, imported string) string {
	allowed, ruled := mayImport[from]
	if !ruled {
		return ""
	}
	switch {
	case hasRoot(imported, natsModules...) && !hasRoot(path, natsRooms...):
		return "NATS appears only in bus and app; ask package bus for what is missing"
	case hasRoot(imported, gojaModule) && !hasRoot(path, gojaRooms...):
		return "goja appears only in js, webapi and the two services that own realms (manager, scripthost)"
	case hasRoot(imported, esbuild) && !hasRoot(path, esbuildRooms...):
		return "esbuild appears only in js/transpile"
	case from == "schemas" && strings.Contains(firstElement(imported), "."):
		return "schemas stands on the standard library alone"
	case !hasRoot(imported, Module):
		return ""
	}
	to := room(imported)
	switch {
	case from == "services" && to == "services" && service(path) != service(imported):
		return "services never import each other: share a contract in bus or a type in schemas"
	case isTestHelper(imported) && !isTestHelper(path):
		return "it is a helper for tests"
	case to == from || slices.Contains(allowed, to):
		return ""
	case from == "webapi" && to == "bus":
		return "webapi knows its own Host interface, which a service implements over the bus"
	default:
		return "imports run main → app, cli → services → webapi, js, bus → schemas → standard library"
	}
}

// service is the name of the service a package belongs to.
func service(path string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(path, Module+"/services/"), "/")
	return name
}

func firstElement(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}
