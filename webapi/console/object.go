package console

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
)

var (
	proxyType = reflect.TypeFor[goja.Proxy]()
	timeType  = reflect.TypeFor[time.Time]()
	promises  = reflect.TypeFor[*goja.Promise]()
	buffers   = reflect.TypeFor[goja.ArrayBuffer]()
	maps      = reflect.TypeFor[[][2]any]()
	sets      = reflect.TypeFor[[]any]()
)

func (s *sketch) object(o *goja.Object, depth int) {
	if o.ExportType() == proxyType { // before anything a trap could see
		if target := o.Export().(goja.Proxy).Target(); target != nil {
			s.object(target, depth)
		} else {
			s.WriteString("<Revoked Proxy>")
		}
		return
	}
	for _, outer := range s.path {
		if outer == o {
			s.WriteString("[Circular]")
			return
		}
	}
	s.path = append(s.path, o)
	s.kind(o, depth)
	s.path = s.path[:len(s.path)-1]
}

// kind writes o by what it is.
func (s *sketch) kind(o *goja.Object, depth int) {
	if class, ok := s.in.realm.Platform(o); ok {
		s.platform(o, class, depth)
		return
	}
	switch class := o.ClassName(); {
	case class == "Function":
		s.function(o)
	case class == "Error":
		s.error(o, depth)
	case class == "Array":
		s.array(o, depth)
	case class == "RegExp":
		s.WriteString(o.String())
	case class == "Date":
		s.date(o)
	case o.ExportType() == maps:
		s.mapped(o, depth)
	case o.ExportType() == sets && s.isSet(o):
		s.setted(o, depth)
	case o.ExportType() == promises:
		s.promise(o, depth)
	case o.ExportType() == buffers:
		b, _ := o.Export().(goja.ArrayBuffer)
		fmt.Fprintf(s, "ArrayBuffer { byteLength: %d }", len(b.Bytes()))
	case class == "String" || class == "Number" || class == "Boolean":
		s.WriteString("[" + class + ": ")
		if class == "String" {
			s.quoted(o.String())
		} else {
			s.WriteString(o.String())
		}
		s.WriteString("]")
	default:
		if v, ok := s.in.realm.View(o); ok && v.Type != "DataView" {
			s.typedArray(o, v.Type, depth)
			return
		}
		s.plainObject(o, depth)
	}
}

func (s *sketch) function(o *goja.Object) {
	kind := "Function"
	if strings.HasPrefix(o.String(), "class") {
		kind = "class"
	}
	if name := s.ownString(o, "name"); name != "" {
		s.WriteString("[" + kind + ": " + name + "]")
	} else {
		s.WriteString("[" + kind + " (anonymous)]")
	}
}

// error writes an error's stack, which begins with its message.
func (s *sketch) error(o *goja.Object, depth int) {
	message, stack := s.in.realm.Describe(o)
	s.WriteString(message)
	if stack != "" && depth == 0 {
		s.WriteString("\n" + stack)
	}
	if cause, ok := s.own(o, "cause"); ok && depth < maxDepth {
		s.WriteString(" { [cause]: ")
		s.value(cause, depth+1)
		s.WriteString(" }")
	}
}

func (s *sketch) date(o *goja.Object) {
	if o.ExportType() == timeType {
		if t, ok := o.Export().(time.Time); ok {
			s.WriteString(t.UTC().Format("2006-01-02T15:04:05.000Z"))
			return
		}
	}
	s.WriteString("Invalid Date")
}

func (s *sketch) promise(o *goja.Object, depth int) {
	p, _ := o.Export().(*goja.Promise)
	s.WriteString("Promise { ")
	switch p.State() {
	case goja.PromiseStatePending:
		s.WriteString("<pending>")
	case goja.PromiseStateRejected:
		s.WriteString("<rejected> ")
		s.value(p.Result(), depth+1)
	default:
		s.value(p.Result(), depth+1)
	}
	s.WriteString(" }")
}

// platform writes an instance of one of our classes with the simple attributes
// that tell it apart. Their getters are native and change nothing.
func (s *sketch) platform(o *goja.Object, class string, depth int) {
	if class == "DOMException" {
		s.error(o, depth)
		return
	}
	var parts []string
	for _, name := range []string{"url", "href", "method", "status", "type", "name", "size", "id", "state", "scope", "scriptURL", "aborted"} {
		v := o.Get(name)
		if _, isObject := v.(*goja.Object); v == nil || isObject || goja.IsUndefined(v) || goja.IsNull(v) {
			continue
		}
		sub := sketch{in: s.in}
		sub.value(v, depth+1)
		parts = append(parts, name+": "+sub.String())
	}
	s.braces(class+" {", parts, "}", depth)
}

// own is the value of an own data property; its getter is not run.
func (s *sketch) own(o *goja.Object, name string) (goja.Value, bool) {
	d, err := s.in.property(goja.Undefined(), o, s.in.realm.VM.ToValue(name))
	if err != nil || goja.IsUndefined(d) {
		return nil, false
	}
	v := d.ToObject(s.in.realm.VM).Get("value")
	return v, v != nil
}

func (s *sketch) ownString(o *goja.Object, name string) string {
	if v, ok := s.own(o, name); ok && goja.IsString(v) {
		return v.String()
	}
	return ""
}

// length is an array-like's own length.
func (s *sketch) length(o *goja.Object) int {
	if v, ok := s.own(o, "length"); ok {
		return int(v.ToInteger())
	}
	return 0
}

func index(i int) string { return strconv.Itoa(i) }
