package cookies

import (
	"strconv"
	"strings"
	"time"
)

// parseDate reads a date as generously as the standard says.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.1.1
func parseDate(s string) (time.Time, bool) {
	var d date
	for _, token := range strings.FieldsFunc(s, delimiter) { // 1
		switch { // 2
		case !d.hasTime && d.clock(token):
		case d.day == 0 && d.dayOfMonth(token):
		case d.month == 0 && d.monthName(token):
		case !d.hasYear:
			d.fullYear(token)
		}
	}
	switch { // 3, 4
	case d.hasYear && d.year >= 70 && d.year <= 99:
		d.year += 1900
	case d.hasYear && d.year <= 69:
		d.year += 2000
	}
	if !d.hasTime || !d.hasYear || d.day < 1 || d.day > 31 || d.month == 0 || d.year < 1601 || // 5
		d.hour > 23 || d.minute > 59 || d.second > 59 {
		return time.Time{}, false
	}
	at := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, 0, time.UTC)
	return at, at.Day() == d.day // 6: the 31st of June is no date
}

type date struct {
	hour, minute, second, day, year int
	month                           time.Month
	hasTime, hasYear                bool
}

func delimiter(c rune) bool {
	return c == '\t' || c >= 0x20 && c <= 0x2f || c >= 0x3b && c <= 0x40 || c >= 0x5b && c <= 0x60 || c >= 0x7b && c <= 0x7e
}

// clock takes hour:minute:second, of one or two digits each.
func (d *date) clock(token string) bool {
	parts := strings.SplitN(token, ":", 4)
	if len(parts) != 3 {
		return false
	}
	var n [3]int
	for i, part := range parts {
		value, digits := number(part)
		if digits < 1 || digits > 2 || i < 2 && digits != len(part) {
			return false
		}
		n[i] = value
	}
	d.hour, d.minute, d.second, d.hasTime = n[0], n[1], n[2], true
	return true
}

func (d *date) dayOfMonth(token string) bool {
	value, digits := number(token)
	if digits < 1 || digits > 2 {
		return false
	}
	d.day = value
	return true
}

func (d *date) monthName(token string) bool {
	if len(token) < 3 {
		return false
	}
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(token[:3]))
	if i < 0 || i%3 != 0 {
		return false
	}
	d.month = time.Month(i/3 + 1)
	return true
}

func (d *date) fullYear(token string) {
	if value, digits := number(token); digits >= 2 && digits <= 4 {
		d.year, d.hasYear = value, true
	}
}

// number is the digits that s begins with, and how many they are.
func number(s string) (value, digits int) {
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	if digits > 4 {
		return 0, digits
	}
	value, _ = strconv.Atoi(s[:digits])
	return value, digits
}
