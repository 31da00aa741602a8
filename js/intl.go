package js

import (
	"regexp"
	"time"
	_ "time/tzdata" // images without a zone database

	"github.com/dop251/goja"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Intl knows one locale, en-US: see shims/intl.js. What needs data comes from Go:
// time zones and the order of texts.

var intlShim = shimFile("intl")

// intl is a realm's Intl and what the toLocaleString methods need of it.
type intl struct {
	object       *goja.Object
	number, date func(goja.FunctionCall) goja.Value
	zones        map[string]*time.Location
	orders       map[[2]string]*collate.Collator
}

func (r *Realm) intl() *intl {
	if r.intr.intl == nil {
		n := &intl{zones: map[string]*time.Location{}, orders: map[[2]string]*collate.Collator{}}
		r.intr.intl = n
		local := time.Local.String()
		if local == "Local" || local == "" {
			local = "UTC"
		}
		made := r.evaluate(intlShim(),
			r.Function(Function{Name: "zone", Call: n.zone}),
			r.Function(Function{Name: "compare", Call: n.compare}),
			r.VM.ToValue(local))
		n.object = made.Get("Intl").(*goja.Object)
		n.number, n.date = native(made.Get("number")), native(made.Get("date"))
	}
	return r.intr.intl
}

var zoneName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+/-]{0,63}$`)

// zone(ms, name) is [offset in minutes, abbreviation]; no such zone is a RangeError.
func (n *intl) zone(c Call) goja.Value {
	name := c.Arg(1).String()
	at, ok := n.zones[name]
	if !ok {
		var err error
		if at, err = time.LoadLocation(name); err != nil || !zoneName.MatchString(name) || name == "Local" {
			c.Throw(c.RangeError("Invalid time zone specified: %s", name))
		}
		n.zones[name] = at
	}
	abbreviation, offset := time.UnixMilli(c.Arg(0).ToInteger()).In(at).Zone()
	return c.VM.NewArray(offset/60, abbreviation)
}

// compare(a, b, sensitivity, numeric) is Intl.Collator's.
func (n *intl) compare(c Call) goja.Value {
	sensitivity, numeric := c.Arg(2).String(), c.Arg(3).ToBoolean()
	key := [2]string{sensitivity}
	if numeric {
		key[1] = "n"
	}
	order, ok := n.orders[key]
	if !ok {
		var options []collate.Option
		if numeric {
			options = append(options, collate.Numeric)
		}
		switch sensitivity {
		case "base":
			options = append(options, collate.IgnoreCase, collate.IgnoreDiacritics)
		case "accent":
			options = append(options, collate.IgnoreCase)
		case "case":
			options = append(options, collate.IgnoreDiacritics)
		}
		order = collate.New(language.AmericanEnglish, options...)
		n.orders[key] = order
	}
	return c.VM.ToValue(order.CompareString(c.Arg(0).String(), c.Arg(1).String()))
}

// localeNumbers makes Number.prototype.toLocaleString Intl's.
func (r *Realm) localeNumbers() {
	proto := r.VM.ToValue(0).ToObject(r.VM).Prototype()
	r.define(proto, Function{Name: "toLocaleString", Call: func(c Call) goja.Value {
		switch c.This.(type) {
		case *goja.Object:
			c.This = c.VM.ToValue(c.This.ToFloat())
		}
		return r.intl().number(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{c.This, c.Arg(0), c.Arg(1)}})
	}})
}

// localeDates makes the Date.prototype.toLocale…String methods Intl's.
func (r *Realm) localeDates(proto *goja.Object) {
	value := native(proto.Get("getTime"))
	for name, kinds := range map[string][2]string{
		"toLocaleString": {"any", "all"}, "toLocaleDateString": {"date", "date"}, "toLocaleTimeString": {"time", "time"},
	} {
		r.define(proto, Function{Name: name, Call: func(c Call) goja.Value {
			ms := value(goja.FunctionCall{This: c.This})
			if goja.IsNaN(ms) {
				return c.VM.ToValue("Invalid Date")
			}
			return r.intl().date(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{
				ms, c.Arg(0), c.Arg(1), c.VM.ToValue(kinds[0]), c.VM.ToValue(kinds[1])}})
		}})
	}
}
