package crypto

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
)

// Usages is a set of what a key may be used for.
//
// https://w3c.github.io/webcrypto/#dfn-KeyUsage
type Usages uint8

// The recognized key usages, in the standard's order.
const (
	Encrypt Usages = 1 << iota
	Decrypt
	Sign
	Verify
	DeriveKey
	DeriveBits
	WrapKey
	UnwrapKey
)

var usageNames = [...]string{"encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"}

// Names are the usages in the standard's order.
func (u Usages) Names() []string {
	names := make([]string, 0, len(usageNames))
	for i, name := range usageNames {
		if u&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// usageNamed is the usage of a name; 0: there is none.
func usageNamed(name string) Usages {
	for i, n := range usageNames {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// only is a SyntaxError when u has a usage that allowed has not.
func (u Usages) only(allowed Usages) error {
	if extra := u &^ allowed; extra != 0 {
		return syntaxError("the key cannot be used for %s", strings.Join(extra.Names(), ", "))
	}
	return nil
}

// convertUsages is the conversion to sequence<KeyUsage>.
func convertUsages(c js.Call, v goja.Value) Usages {
	if _, ok := v.(*goja.Object); !ok {
		c.Throw(c.TypeError("keyUsages is not a sequence"))
	}
	var u Usages
	c.VM.ForOf(v, func(item goja.Value) bool {
		u |= usageNamed(c.Enum(item, "keyUsages", usageNames[:]...))
		return true
	})
	return u
}
