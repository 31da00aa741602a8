package console

import (
	"fmt"
	"time"

	"asterism/js"

	"github.com/dop251/goja"
)

// maxLabels bounds what a script can make the console remember.
const maxLabels = 1000

func label(c js.Call) string {
	if goja.IsUndefined(c.Arg(0)) {
		return "default"
	}
	return c.String(c.Arg(0), "label")
}

// count counts how often it was called with a label.
//
// https://console.spec.whatwg.org/#count
func (k *console) count(c js.Call) goja.Value {
	l := label(c)
	if _, known := k.counts[l]; known || len(k.counts) < maxLabels {
		k.counts[l]++
	}
	k.print(Info, fmt.Sprintf("%s: %d", l, k.counts[l]))
	return nil
}

func (k *console) countReset(c js.Call) goja.Value {
	l := label(c)
	if _, known := k.counts[l]; !known {
		k.print(Warn, fmt.Sprintf("Count for '%s' does not exist", l))
		return nil
	}
	k.counts[l] = 0
	return nil
}

// time starts a timer.
//
// https://console.spec.whatwg.org/#timing
func (k *console) time(c js.Call) goja.Value {
	l := label(c)
	if _, known := k.timers[l]; known {
		k.print(Warn, fmt.Sprintf("Timer '%s' already exists", l))
		return nil
	}
	if len(k.timers) < maxLabels {
		k.timers[l] = k.realm.Loop.Now()
	}
	return nil
}

func (k *console) timeLog(c js.Call) goja.Value {
	k.elapsed(label(c), c.Args[min(1, len(c.Args)):])
	return nil
}

func (k *console) timeEnd(c js.Call) goja.Value {
	l := label(c)
	k.elapsed(l, nil)
	delete(k.timers, l)
	return nil
}

func (k *console) elapsed(l string, rest []goja.Value) {
	start, known := k.timers[l]
	if !known {
		k.print(Warn, fmt.Sprintf("Timer '%s' does not exist", l))
		return
	}
	text := fmt.Sprintf("%s: %.3fms", l, float64(k.realm.Loop.Now().Sub(start))/float64(time.Millisecond))
	if len(rest) > 0 {
		text += " " + k.format(rest)
	}
	k.print(Info, text)
}
