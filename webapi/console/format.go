package console

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// format is the Formatter: specifiers in a first string take the arguments that
// follow, the rest is appended, separated by spaces.
//
// https://console.spec.whatwg.org/#formatter
func (k *console) format(args []goja.Value) string {
	var b strings.Builder
	if goja.IsString(args[0]) && len(args) > 1 {
		args = k.substitute(&b, args[0].String(), args[1:])
	} else {
		k.plain(&b, args[0])
		args = args[1:]
	}
	for _, a := range args {
		b.WriteByte(' ')
		k.plain(&b, a)
		if b.Len() > maxText {
			break
		}
	}
	return b.String()
}

// plain writes a value as an argument of its own: strings without quotes.
func (k *console) plain(b *strings.Builder, v goja.Value) {
	if goja.IsString(v) {
		b.WriteString(v.String())
		return
	}
	b.WriteString(k.inspect.show(v))
}

// substitute writes template with its specifiers replaced and returns the
// arguments that are left.
func (k *console) substitute(b *strings.Builder, template string, args []goja.Value) []goja.Value {
	for {
		i := strings.IndexByte(template, '%')
		if i < 0 || i+1 == len(template) {
			b.WriteString(template)
			return args
		}
		b.WriteString(template[:i])
		spec := template[i+1]
		template = template[i+2:]
		switch {
		case spec == '%':
			b.WriteByte('%')
		case len(args) > 0 && strings.IndexByte("sdifoOc", spec) >= 0:
			b.WriteString(k.convert(spec, args[0]))
			args = args[1:]
		default:
			b.WriteByte('%')
			b.WriteByte(spec)
		}
	}
}

// convert is one specifier applied to its argument.
func (k *console) convert(spec byte, v goja.Value) string {
	switch spec {
	case 's':
		if goja.IsString(v) {
			return v.String()
		}
		return k.inspect.show(v)
	case 'd', 'i':
		return k.number(v, integerPrefix)
	case 'f':
		return k.number(v, floatPrefix)
	case 'c': // style, which a log has none of
		return ""
	}
	return k.inspect.show(v)
}

// What parseInt(text, 10) and parseFloat(text) read of a text.
var (
	integerPrefix = regexp.MustCompile(`^\s*([+-]?\d+)`)
	floatPrefix   = regexp.MustCompile(`^\s*([+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))`)
)

// number is the number that a primitive's text begins with, else NaN. Objects are
// not asked: their conversion would run the script's code.
func (k *console) number(v goja.Value, prefix *regexp.Regexp) string {
	switch v.(type) {
	case *goja.Object, *goja.Symbol:
		return "NaN"
	}
	m := prefix.FindStringSubmatch(v.String())
	if m == nil {
		return "NaN"
	}
	n, _ := strconv.ParseFloat(m[1], 64) // out of range is ±Infinity
	return k.realm.VM.ToValue(n).String()
}
