package console

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

func (s *sketch) array(o *goja.Object, depth int) {
	n := s.length(o)
	if depth > maxDepth {
		s.WriteString("[Array]")
		return
	}
	var parts []string
	holes := 0
	flush := func() {
		if holes > 0 {
			parts = append(parts, fmt.Sprintf("<%d empty>", holes))
			holes = 0
		}
	}
	for i := 0; i < n && i < maxElements; i++ {
		text, ok := s.propertyText(o, index(i), depth)
		if !ok {
			holes++
			continue
		}
		flush()
		parts = append(parts, text)
	}
	flush()
	s.braces("[", more(parts, n), "]", depth)
}

func (s *sketch) typedArray(o *goja.Object, kind string, depth int) {
	var parts []string
	n := int(o.Get("length").ToInteger())
	for i := 0; i < n && i < maxElements; i++ {
		parts = append(parts, o.Get(index(i)).String())
	}
	s.braces(fmt.Sprintf("%s(%d) [", kind, n), more(parts, n), "]", depth)
}

func (s *sketch) mapped(o *goja.Object, depth int) {
	flat, ok := s.list(s.in.map_, o)
	if !ok || depth > maxDepth {
		s.WriteString("[Map]")
		return
	}
	n := s.length(flat) / 2
	var parts []string
	for i := 0; i < n && i < maxElements; i++ {
		parts = append(parts, s.text(flat.Get(index(2*i)), depth)+" => "+s.text(flat.Get(index(2*i+1)), depth))
	}
	s.braces(fmt.Sprintf("Map(%d) {", n), more(parts, n), "}", depth)
}

func (s *sketch) setted(o *goja.Object, depth int) {
	flat, ok := s.list(s.in.set, o)
	if !ok || depth > maxDepth {
		s.WriteString("[Set]")
		return
	}
	n := s.length(flat)
	var parts []string
	for i := 0; i < n && i < maxElements; i++ {
		parts = append(parts, s.text(flat.Get(index(i)), depth))
	}
	s.braces(fmt.Sprintf("Set(%d) {", n), more(parts, n), "}", depth)
}

// isSet is true for a Set: other array-likes have its export type too.
func (s *sketch) isSet(o *goja.Object) bool {
	_, ok := s.list(s.in.set, o)
	return ok
}

func (s *sketch) list(f goja.Callable, o *goja.Object) (*goja.Object, bool) {
	v, err := f(goja.Undefined(), o)
	if err != nil {
		return nil, false
	}
	return v.ToObject(s.in.realm.VM), true
}

func (s *sketch) plainObject(o *goja.Object, depth int) {
	name := s.constructorName(o)
	if depth > maxDepth {
		s.WriteString("[" + cmp.Or(name, "Object") + "]")
		return
	}
	open := "{"
	switch name {
	case "Object":
	case "":
		open = "[Object: null prototype] {"
	default:
		open = name + " {"
	}
	keys := o.Keys()
	var parts []string
	for i, key := range keys {
		if i == maxElements {
			break
		}
		if text, ok := s.propertyText(o, key, depth); ok {
			parts = append(parts, propertyKey(key)+": "+text)
		}
	}
	s.braces(open, more(parts, len(keys)), "}", depth)
}

// propertyText shows an own property; getters are named, not run.
func (s *sketch) propertyText(o *goja.Object, key string, depth int) (string, bool) {
	d, err := s.in.property(goja.Undefined(), o, s.in.realm.VM.ToValue(key))
	if err != nil || goja.IsUndefined(d) {
		return "", false
	}
	desc := d.ToObject(s.in.realm.VM)
	if v := desc.Get("value"); v != nil {
		return s.text(v, depth), true
	}
	getter, setter := !goja.IsUndefined(desc.Get("get")), !goja.IsUndefined(desc.Get("set"))
	switch {
	case getter && setter:
		return "[Getter/Setter]", true
	case setter:
		return "[Setter]", true
	}
	return "[Getter]", true
}

// text shows a value one level further in.
func (s *sketch) text(v goja.Value, depth int) string {
	sub := sketch{in: s.in, path: s.path}
	sub.value(v, depth+1)
	return sub.String()
}

// constructorName is the name of the nearest prototype's constructor, "" when
// there is no prototype.
func (s *sketch) constructorName(o *goja.Object) string {
	for p := o.Prototype(); p != nil && p.ExportType() != proxyType; p = p.Prototype() {
		if c, ok := s.own(p, "constructor"); ok {
			if f, ok := c.(*goja.Object); ok {
				return cmp.Or(s.ownString(f, "name"), "Object")
			}
		}
	}
	return ""
}

func propertyKey(key string) string {
	for i, c := range key {
		letter := c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return "'" + strings.ReplaceAll(key, "'", `\'`) + "'"
		}
	}
	if key == "" {
		return "''"
	}
	return key
}

func more(parts []string, n int) []string {
	if n > maxElements {
		parts = append(parts, fmt.Sprintf("… %d more", n-maxElements))
	}
	return parts
}

// braces writes parts on one line when they fit, else one a line.
func (s *sketch) braces(open string, parts []string, end string, depth int) {
	if len(parts) == 0 {
		s.WriteString(open + end)
		return
	}
	total := len(open)
	for _, p := range parts {
		total += len(p) + 2
		if strings.IndexByte(p, '\n') >= 0 {
			total = lineWidth + 1
		}
	}
	if total <= lineWidth {
		s.WriteString(open + " " + strings.Join(parts, ", ") + " " + end)
		return
	}
	indent := strings.Repeat("  ", depth+1)
	s.WriteString(open + "\n" + indent + strings.Join(parts, ",\n"+indent) + "\n" + indent[2:] + end)
}
