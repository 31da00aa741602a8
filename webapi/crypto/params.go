package crypto

import (
	"math"
	"sort"

	"github.com/dop251/goja"

	"asterism/js"
)

// params is a normalized algorithm: the members of whatever dictionary its
// operation takes.
type params struct {
	*algorithm
	hash           *hashAlgorithm
	iv             []byte // and counter
	additionalData []byte
	label          []byte
	salt           []byte
	info           []byte
	publicExponent []byte
	modulusLength  int
	length         int
	hasLength      bool
	tagLength      int // bits
	saltLength     int
	iterations     int
	namedCurve     string
	public         *Key
}

// dictionary is an IDL dictionary type without Algorithm's name: the members of
// each dictionary from least to most derived, in the order they are declared.
type dictionary [][]member

// member is a dictionary's member. convert stores the converted value, or
// returns what is to be done when all members are converted.
type member struct {
	name     string
	required bool
	convert  func(c js.Call, v goja.Value, p *params) (finish func())
}

// read converts o, as Web IDL converts an object to a dictionary: dictionaries
// from least to most derived, members in lexicographical order. It returns what
// the normalization does afterwards, in the order of declaration.
//
// https://webidl.spec.whatwg.org/#js-to-dictionary
func (d dictionary) read(c js.Call, o *goja.Object, p *params) (finish []func()) {
	for _, members := range d {
		later := make([]func(), len(members))
		order := make([]int, len(members))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(i, j int) bool { return members[order[i]].name < members[order[j]].name })
		for _, i := range order {
			m := members[i]
			v := c.Member(o, m.name)
			if v == nil {
				if m.required {
					c.Throw(c.TypeError("the algorithm has no %s", m.name))
				}
				continue
			}
			later[i] = m.convert(c, v, p)
		}
		finish = append(finish, later...)
	}
	return finish
}

// https://w3c.github.io/webcrypto/#dfn-HashAlgorithmIdentifier
func hashMember() member {
	return member{"hash", true, func(c js.Call, v goja.Value, p *params) func() {
		id := convertIdentifier(c, v)
		return func() { p.hash = normalizeHash(c, id) }
	}}
}

// bufferMember is a BufferSource, which is copied when all is converted.
func bufferMember(name string, required bool, field func(p *params) *[]byte) member {
	return member{name, required, func(c js.Call, v goja.Value, p *params) func() {
		if _, ok := c.BytesView(v); !ok {
			c.Throw(c.TypeError("the algorithm's %s is not an ArrayBuffer or a view on one", name))
		}
		return func() { *field(p), _ = c.Bytes(v) }
	}}
}

// numberMember is an [EnforceRange] unsigned integer.
func numberMember(name string, required bool, most float64, set func(p *params, n int)) member {
	return member{name, required, func(c js.Call, v goja.Value, p *params) func() {
		set(p, int(enforceRange(c, v, most, "the algorithm's "+name)))
		return nil
	}}
}

func lengthMember(required bool, most float64) member {
	return numberMember("length", required, most, func(p *params, n int) { p.length, p.hasLength = n, true })
}

func ivMember(name string) member {
	return bufferMember(name, true, func(p *params) *[]byte { return &p.iv })
}

func curveMember() member {
	return member{"namedCurve", true, func(c js.Call, v goja.Value, p *params) func() {
		p.namedCurve = c.String(v, "the algorithm's namedCurve")
		return nil
	}}
}

func publicKeyMember() member {
	return member{"public", true, func(c js.Call, v goja.Value, p *params) func() {
		p.public = convertKey(c, v, "the algorithm's public")
		return nil
	}}
}

// exponentMember is a BigInteger, which is a Uint8Array.
func exponentMember() member {
	return member{"publicExponent", true, func(c js.Call, v goja.Value, p *params) func() {
		if view, ok := c.View(v); !ok || view.Type != "Uint8Array" {
			c.Throw(c.TypeError("the algorithm's publicExponent is not a Uint8Array"))
		}
		return func() { p.publicExponent, _ = c.Bytes(v) }
	}}
}

const (
	octet    = math.MaxUint8
	short    = math.MaxUint16
	longWord = math.MaxUint32
)

// enforceRange is the conversion to an unsigned [EnforceRange] integer.
//
// https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
func enforceRange(c js.Call, v goja.Value, most float64, what string) float64 {
	n := v.ToFloat()
	if math.IsNaN(n) || math.IsInf(n, 0) {
		c.Throw(c.TypeError("%s is not a finite number", what))
	}
	n = math.Trunc(n)
	if n < 0 || n > most {
		c.Throw(c.TypeError("%s must be between 0 and %.0f", what, most))
	}
	return n
}
