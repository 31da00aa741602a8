package crypto

import (
	"encoding/json"

	"github.com/dop251/goja"

	"asterism/js"
)

// convertJWK is the conversion to the JsonWebKey dictionary.
func convertJWK(c js.Call, v goja.Value) *jwk {
	o := c.Dict(v, "keyData")
	j := &jwk{text: make(map[string]string)}
	text := func(names ...string) {
		for _, name := range names {
			if v := c.Member(o, name); v != nil {
				j.text[name] = c.String(v, "keyData."+name)
			}
		}
	}
	text("alg", "crv", "d", "dp", "dq", "e")
	if v := c.Member(o, "ext"); v != nil {
		ext := v.ToBoolean()
		j.ext = &ext
	}
	text("k")
	if v := c.Member(o, "key_ops"); v != nil {
		j.keyOps = []string{}
		each(c, v, "keyData.key_ops", func(item goja.Value) {
			j.keyOps = append(j.keyOps, c.String(item, "keyData.key_ops"))
		})
	}
	text("kty", "n")
	if v := c.Member(o, "oth"); v != nil {
		j.oth = true
		each(c, v, "keyData.oth", func(item goja.Value) {
			prime := c.Dict(item, "keyData.oth")
			for _, name := range []string{"d", "r", "t"} {
				if v := c.Member(prime, name); v != nil {
					_ = c.String(v, "keyData.oth."+name)
				}
			}
		})
	}
	text("p", "q", "qi", "use", "x", "y")
	return j
}

func each(c js.Call, v goja.Value, what string, do func(item goja.Value)) {
	if _, ok := v.(*goja.Object); !ok {
		c.Throw(c.TypeError("%s is not a sequence", what))
	}
	c.VM.ForOf(v, func(item goja.Value) bool {
		do(item)
		return true
	})
}

// object is the dictionary as an object, members in Web IDL's order.
func (j *jwk) object(r *js.Realm) *goja.Object {
	o := r.VM.NewObject()
	j.members(func(name string, v any) {
		if names, ok := v.([]string); ok {
			v = list(r, names)
		}
		_ = o.Set(name, v)
	})
	return o
}

func (j *jwk) members(each func(name string, v any)) {
	for _, name := range jwkText {
		if v, ok := j.text[name]; ok {
			each(name, v)
		}
		switch { // ext and key_ops in their places
		case name == "e" && j.ext != nil:
			each("ext", *j.ext)
		case name == "k" && j.keyOps != nil:
			each("key_ops", j.keyOps)
		}
	}
}

// json is the key as JSON text.
func (j *jwk) json() []byte {
	out := []byte{'{'}
	j.members(func(name string, v any) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		value, _ := json.Marshal(v) // strings, booleans and lists of strings
		out = append(append(append(append(out, '"'), name...), '"', ':'), value...)
	})
	return append(out, '}')
}

// parseJWK is "parse a JWK". It does not ask JavaScript's JSON.parse, which would
// need the event loop; values of another type than the dictionary's are converted
// as far as keys can have them.
//
// https://w3c.github.io/webcrypto/#concept-parse-a-jwk
func parseJWK(data []byte) (*jwk, error) {
	var members map[string]any
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, dataError("the unwrapped key is not JSON: %v", err)
	}
	j := &jwk{text: make(map[string]string)}
	for _, name := range jwkText {
		switch v := members[name].(type) {
		case nil:
		case string:
			j.text[name] = v
		default:
			return nil, dataError("the unwrapped key's %s is not a string", name)
		}
	}
	if v, ok := members["ext"]; ok {
		ext, _ := v.(bool)
		j.ext = &ext
	}
	if v, ok := members["key_ops"]; ok {
		items, ok := v.([]any)
		if !ok {
			return nil, dataError("the unwrapped key's key_ops is not a list")
		}
		j.keyOps = []string{}
		for _, item := range items {
			op, _ := item.(string)
			j.keyOps = append(j.keyOps, op)
		}
	}
	_, j.oth = members["oth"]
	if !j.has("kty") {
		return nil, dataError("the unwrapped key has no kty")
	}
	return j, nil
}
