package encoding

// gbPointer is the pointer of two bytes.
func gbPointer(lead, trail int) int {
	if trail < 0x7F {
		return (lead-0x81)*190 + trail - 0x40
	}
	return (lead-0x81)*190 + trail - 0x41
}

// gbPrivate fills what the standard's index has and x/text leaves out, private use
// characters, and replaces those that became characters in GB 18030-2022.
func gbPrivate(list index) {
	fill := func(lead, first, last int, r rune) rune {
		for p := gbPointer(lead, first); p <= gbPointer(lead, last); p, r = p+1, r+1 {
			if list[p] == 0 {
				list[p] = r
			}
		}
		return r
	}
	// The three user-defined areas.
	r := rune(0xE000)
	for lead := 0xAA; lead <= 0xAF; lead++ {
		r = fill(lead, 0xA1, 0xFE, r)
	}
	for lead := 0xF8; lead <= 0xFE; lead++ {
		r = fill(lead, 0xA1, 0xFE, r)
	}
	for lead := 0xA1; lead <= 0xA7; lead++ {
		r = fill(lead, 0x40, 0xA0, r)
	}
	// The holes of rows A2 to A9 in their order, counting those filled since.
	for p := gbPointer(0xA2, 0xAB); r < 0xE810; p++ {
		switch {
		case list[p] == 0:
			list[p] = r
			r++
		case gbFilled(p):
			r++
		}
	}
	r = fill(0xD7, 0xFA, 0xFE, r)
	fill(0xFE, 0x50, 0xA0, r)
	for pointer, r := range gb2022 {
		list[pointer] = r
	}
}

// gbFilled says whether a cell was a hole once.
func gbFilled(pointer int) bool {
	_, later := gb2022[pointer]
	return later && pointer != gbPointer(0xA3, 0xA0) || pointer == gbPointer(0xA2, 0xE3) || pointer == gbPointer(0xA8, 0xBF) ||
		within(pointer, gbPointer(0xA9, 0x89), gbPointer(0xA9, 0x95))
}

// gb2022 is the standard's index where it follows GB 18030-2022 and x/text's does
// not: presentation forms and ideographs that were private use characters. 0xA3A0
// is as deployed content has it.
var gb2022 = map[int]rune{
	gbPointer(0xA3, 0xA0): 0x3000, gbPointer(0xA8, 0xBC): 0x1E3F,
	gbPointer(0xA6, 0xD9): 0xFE10, gbPointer(0xA6, 0xDA): 0xFE12, gbPointer(0xA6, 0xDB): 0xFE11,
	gbPointer(0xA6, 0xDC): 0xFE13, gbPointer(0xA6, 0xDD): 0xFE14, gbPointer(0xA6, 0xDE): 0xFE15,
	gbPointer(0xA6, 0xDF): 0xFE16, gbPointer(0xA6, 0xEC): 0xFE17, gbPointer(0xA6, 0xED): 0xFE18,
	gbPointer(0xA6, 0xF3): 0xFE19,
	gbPointer(0xFE, 0x59): 0x9FB4, gbPointer(0xFE, 0x61): 0x9FB5, gbPointer(0xFE, 0x66): 0x9FB6,
	gbPointer(0xFE, 0x67): 0x9FB7, gbPointer(0xFE, 0x6D): 0x9FB8, gbPointer(0xFE, 0x7E): 0x9FB9,
	gbPointer(0xFE, 0x90): 0x9FBA, gbPointer(0xFE, 0xA0): 0x9FBB,
}
