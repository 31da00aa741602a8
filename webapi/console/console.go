package console

import (
	"fmt"
	"strings"
	"time"

	"asterism/js"

	"github.com/dop251/goja"
)

// console is one realm's console.
type console struct {
	realm   *js.Realm
	host    Host
	inspect *inspector
	groups  int
	counts  map[string]int
	timers  map[string]time.Time
}

// Install defines the global console, built on first touch.
func Install(r *js.Realm, h Host) {
	r.Lazy("console", func() goja.Value {
		c := &console{realm: r, host: h, inspect: newInspector(r), counts: map[string]int{}, timers: map[string]time.Time{}}
		return c.object()
	})
}

// object builds the namespace object.
func (k *console) object() goja.Value {
	vm := k.realm.VM
	o := vm.CreateObject(vm.NewObject())
	for _, f := range []js.Function{
		{Name: "assert", Call: k.assert},
		{Name: "clear", Call: func(js.Call) goja.Value { k.groups = 0; return nil }},
		{Name: "debug", Call: k.logger(Debug)},
		{Name: "error", Call: k.logger(Error)},
		{Name: "info", Call: k.logger(Info)},
		{Name: "log", Call: k.logger(Log)},
		{Name: "table", Call: k.table},
		{Name: "trace", Call: k.trace},
		{Name: "warn", Call: k.logger(Warn)},
		{Name: "dir", Call: k.dir},
		{Name: "dirxml", Call: k.logger(Log)},
		{Name: "count", Call: k.count},
		{Name: "countReset", Call: k.countReset},
		{Name: "group", Call: k.group},
		{Name: "groupCollapsed", Call: k.group},
		{Name: "groupEnd", Call: func(js.Call) goja.Value { k.groups = max(k.groups-1, 0); return nil }},
		{Name: "time", Call: k.time},
		{Name: "timeLog", Call: k.timeLog},
		{Name: "timeEnd", Call: k.timeEnd},
	} {
		_ = o.Set(f.Name, k.realm.Function(f)) // a plain object takes any property
	}
	_ = o.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("console"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return o
}

// logger is the Logger of a level. Without arguments it prints nothing.
//
// https://console.spec.whatwg.org/#logger
func (k *console) logger(level Level) func(js.Call) goja.Value {
	return func(c js.Call) goja.Value {
		if len(c.Args) > 0 {
			k.print(level, k.format(c.Args))
		}
		return nil
	}
}

// print is the Printer.
func (k *console) print(level Level, text string) {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "… (cut)"
	}
	if k.groups > 0 {
		indent := strings.Repeat("  ", min(k.groups, 20))
		text = indent + strings.ReplaceAll(text, "\n", "\n"+indent)
	}
	k.host.Console(level, text, k.source())
}

// source is the position of the innermost script frame.
func (k *console) source() string {
	for _, f := range k.realm.VM.CaptureCallStack(8, nil) {
		if at := f.Position(); at.Line > 0 {
			return fmt.Sprintf("%s:%d:%d", f.SrcName(), at.Line, at.Column)
		}
	}
	return ""
}

// assert prints unless its first argument is true.
//
// https://console.spec.whatwg.org/#assert
func (k *console) assert(c js.Call) goja.Value {
	if c.Arg(0).ToBoolean() {
		return nil
	}
	rest := c.Args[min(1, len(c.Args)):]
	switch {
	case len(rest) == 0:
		k.print(Error, "Assertion failed")
	case goja.IsString(rest[0]):
		k.print(Error, "Assertion failed: "+k.format(rest))
	default:
		k.print(Error, "Assertion failed "+k.format(rest))
	}
	return nil
}

// dir shows one object, without format specifiers.
func (k *console) dir(c js.Call) goja.Value {
	k.print(Log, k.inspect.show(c.Arg(0)))
	return nil
}

func (k *console) trace(c js.Call) goja.Value {
	var b strings.Builder
	b.WriteString("Trace")
	if len(c.Args) > 0 {
		b.WriteString(": " + k.format(c.Args))
	}
	for _, f := range k.realm.VM.CaptureCallStack(20, nil) {
		if at := f.Position(); at.Line > 0 {
			fmt.Fprintf(&b, "\n    at %s (%s:%d:%d)", f.FuncName(), f.SrcName(), at.Line, at.Column)
		}
	}
	k.print(Log, b.String())
	return nil
}

func (k *console) group(c js.Call) goja.Value {
	if len(c.Args) > 0 {
		k.print(Log, k.format(c.Args))
	}
	k.groups++
	return nil
}
