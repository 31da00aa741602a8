package crypto

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// identifier is an AlgorithmIdentifier: an object or a name.
type identifier struct {
	object *goja.Object
	name   string
}

func convertIdentifier(c js.Call, v goja.Value) identifier {
	if o, ok := v.(*goja.Object); ok {
		return identifier{object: o}
	}
	return identifier{name: c.String(v, "algorithm")}
}

// normalize is "normalize an algorithm"; it throws.
//
// https://w3c.github.io/webcrypto/#algorithm-normalization-normalize-an-algorithm
func normalize(c js.Call, op operation, id identifier) *params {
	o := id.asObject(c)
	// Steps 2 to 5.
	name := algorithmName(c, o)
	a := lookup(op, name)
	if a == nil {
		c.Throw(c.DOMException("NotSupportedError", "%s: the algorithm %q is not supported", op, name))
	}
	// Steps 6 to 8: convert to the operation's dictionary.
	p := &params{algorithm: a}
	algorithmName(c, o)
	// Steps 9 and 10: copy buffers, normalize hashes.
	for _, finish := range a.takes[op].read(c, o, p) {
		if finish != nil {
			finish()
		}
	}
	return p
}

// normalizeHash is the same for the operation digest, whose algorithms have no
// parameters.
func normalizeHash(c js.Call, id identifier) *hashAlgorithm {
	o := id.asObject(c)
	name := algorithmName(c, o)
	for _, h := range hashes {
		if sameName(h.name, name) {
			algorithmName(c, o)
			return h
		}
	}
	c.Throw(c.DOMException("NotSupportedError", "the hash function %q is not supported", name))
	return nil
}

// asObject is step 1: a name alone is an object with that name.
func (id identifier) asObject(c js.Call) *goja.Object {
	if id.object != nil {
		return id.object
	}
	o := c.VM.NewObject()
	_ = o.Set("name", id.name)
	return o
}

func algorithmName(c js.Call, o *goja.Object) string {
	v := c.Member(o, "name")
	if v == nil {
		c.Throw(c.TypeError("the algorithm has no name"))
	}
	return c.String(v, "the algorithm's name")
}

// normalizeEither tries op, then other.
func normalizeEither(c js.Call, op, other operation, id identifier) *params {
	var p *params
	if thrown := c.VM.Try(func() { p = normalize(c, op, id) }); thrown != nil {
		p = normalize(c, other, id)
	}
	return p
}
