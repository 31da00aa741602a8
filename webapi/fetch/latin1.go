package fetch

import "github.com/dop251/goja"

// ByteString is the JavaScript string of a byte string: one character a byte.
func ByteString(vm *goja.Runtime, s string) goja.Value {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return wide(s)
		}
	}
	return vm.ToValue(s)
}

func wide(s string) goja.Value {
	units := make([]uint16, len(s))
	for i := range units {
		units[i] = uint16(s[i])
	}
	return goja.StringFromUTF16(units)
}
