package indexeddb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
)

// validPath is https://w3c.github.io/IndexedDB/#valid-key-path for one string.
func validPath(path string) bool {
	if path == "" {
		return true
	}
	for part := range strings.SplitSeq(path, ".") {
		if part == "" || !identifier(part) {
			return false
		}
	}
	return true
}

func identifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r == '$' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// keyPathOf reads a key path argument; a SyntaxError when it is not one.
func keyPathOf(c js.Call, v goja.Value) schemas.KeyPath {
	var p schemas.KeyPath
	if o, ok := v.(*goja.Object); ok && o.ClassName() == "Array" {
		p.List = true
		p.Paths = c.Strings(v, "keyPath")
	} else {
		p.Paths = []string{c.String(v, "keyPath")}
	}
	if p.List && len(p.Paths) == 0 || slices.ContainsFunc(p.Paths, func(s string) bool { return !validPath(s) }) {
		c.Throw(c.DOMException("SyntaxError", "%q is not a valid key path", p.Paths))
	}
	return p
}

func pathValue(r *js.Realm, p *schemas.KeyPath) goja.Value {
	switch {
	case p == nil:
		return goja.Null()
	case !p.List:
		return r.VM.ToValue(p.Paths[0])
	}
	items := make([]any, len(p.Paths))
	for i, s := range p.Paths {
		items[i] = s
	}
	return r.VM.NewArray(items...)
}

// at evaluates a key path on a value; nil: there is nothing.
//
// https://w3c.github.io/IndexedDB/#evaluate-a-key-path-on-a-value
func at(r *js.Realm, v goja.Value, p schemas.KeyPath) goja.Value {
	if !p.List {
		return follow(r, v, p.Paths[0])
	}
	items := make([]any, len(p.Paths))
	for i, path := range p.Paths {
		found := follow(r, v, path)
		if found == nil {
			return nil
		}
		items[i] = found
	}
	return r.VM.NewArray(items...)
}

func follow(r *js.Realm, v goja.Value, path string) goja.Value {
	if path == "" {
		return v
	}
	for part := range strings.SplitSeq(path, ".") {
		o, ok := v.(*goja.Object)
		if !ok {
			s, isString := v.(goja.String)
			if !isString || part != "length" {
				return nil
			}
			v = r.VM.ToValue(s.Length())
			continue
		}
		own := slices.Contains(o.GetOwnPropertyNames(), part)
		if !own {
			return nil
		}
		if v = o.Get(part); v == nil || goja.IsUndefined(v) {
			return nil
		}
	}
	return v
}

// extract is the key at a key path; nil: there is none. errKey: what is there is
// not a key.
func extract(c js.Call, v goja.Value, p schemas.KeyPath) ([]byte, error) {
	found := at(c.Realm, v, p)
	if found == nil {
		return nil, nil
	}
	return keyOf(c, found)
}

// indexKeys is a value's keys in an index: several for a multiEntry one.
func indexKeys(c js.Call, v goja.Value, x *schemas.DatabaseIndex) [][]byte {
	found := at(c.Realm, v, x.KeyPath)
	if found == nil {
		return nil
	}
	o, ok := found.(*goja.Object)
	if !x.Multi || !ok || o.ClassName() != "Array" {
		if key, err := keyOf(c, found); err == nil {
			return [][]byte{key}
		}
		return nil
	}
	var keys [][]byte
	for i := range int(o.Get("length").ToInteger()) {
		item := o.Get(strconv.Itoa(i))
		if item == nil {
			continue
		}
		if key, err := keyOf(c, item); err == nil && !slices.ContainsFunc(keys, func(k []byte) bool { return string(k) == string(key) }) {
			keys = append(keys, key)
		}
	}
	return keys
}

// canInject says whether a generated key can be written at the path.
//
// https://w3c.github.io/IndexedDB/#check-that-a-key-could-be-injected-into-a-value
func canInject(v goja.Value, path string) bool {
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		o, ok := v.(*goja.Object)
		if !ok {
			return false
		}
		if !slices.Contains(o.GetOwnPropertyNames(), part) {
			return true
		}
		v = o.Get(part)
	}
	_, ok := v.(*goja.Object)
	return ok
}

func inject(r *js.Realm, v goja.Value, path string, key goja.Value) {
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		o := v.(*goja.Object)
		if !slices.Contains(o.GetOwnPropertyNames(), part) {
			_ = o.Set(part, r.VM.NewObject())
		}
		v = o.Get(part)
	}
	_ = v.(*goja.Object).Set(parts[len(parts)-1], key)
}
