package binary

// u32 appends an unsigned LEB128.
func u32(out []byte, n uint32) []byte {
	for n >= 0x80 {
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
	return append(out, byte(n))
}

// i64 appends a signed LEB128.
func i64(out []byte, n int64) []byte {
	for {
		b := byte(n & 0x7F)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

func name(out []byte, s string) []byte { return append(u32(out, uint32(len(s))), s...) }

func limits(out []byte, l Limits) []byte {
	if l.HasMax {
		return u32(u32(append(out, 1), l.Min), l.Max)
	}
	return u32(append(out, 0), l.Min)
}

func tableType(out []byte, t TableType) []byte { return limits(append(out, byte(t.Element)), t.Limits) }

func globalType(out []byte, t GlobalType) []byte {
	if t.Mutable {
		return append(out, byte(t.Value), 1)
	}
	return append(out, byte(t.Value), 0)
}

// AppendType appends a function type as modules have it.
func AppendType(out []byte, t FuncType) []byte {
	out = append(out, 0x60)
	for _, list := range [][]ValueType{t.Params, t.Results} {
		out = u32(out, uint32(len(list)))
		for _, v := range list {
			out = append(out, byte(v))
		}
	}
	return out
}

// section appends a section of an encoded vector.
func section(out []byte, id byte, items [][]byte) []byte {
	if len(items) == 0 {
		return out
	}
	return raw(out, id, vector(items))
}

func vector(items [][]byte) []byte {
	out := u32(nil, uint32(len(items)))
	for _, item := range items {
		out = append(out, item...)
	}
	return out
}

// raw appends a section's body.
func raw(out []byte, id byte, body []byte) []byte {
	return append(u32(append(out, id), uint32(len(body))), body...)
}
