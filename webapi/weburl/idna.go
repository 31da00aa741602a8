package weburl

import (
	"strings"
	"sync"

	"golang.org/x/net/idna"
)

// profile is UTS #46 as the standard uses it: nontransitional, no STD3 rules, no
// hyphen checks, no DNS lengths.
var profile = sync.OnceValue(func() *idna.Profile {
	return idna.New(
		idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
		idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule(), idna.VerifyDNSLength(false),
	)
})

// newerMappings is what UTS #46 of Unicode 16 maps differently from the tables that
// golang.org/x/net/idna has for this Go version (15.0): capitals that were disallowed
// for their late lower case, default ignorables, five compatibility ideographs, and
// the capital sharp s, which keeps its form.
var newerMappings = sync.OnceValue(func() *strings.Replacer {
	pairs := []string{
		"\u1E9E", "\u00DF", "\u04C0", "\u04CF", "\u2132", "\u214E", "\u2183", "\u2184",
		"\U0002F868", "\u36FC", "\U0002F874", "\u5F53", "\U0002F91F", "\U000243AB",
		"\U0002F95F", "\u7AEE", "\U0002F9BF", "\u45D7",
	}
	for r := rune(0x10A0); r <= 0x10CD; r++ { // Georgian capitals
		pairs = append(pairs, string(r), string(r-0x10A0+0x2D00))
	}
	for _, ignored := range "\u115F\u1160\u17B4\u17B5\u180E\u206A\u206B\u206C\u206D\u206E\u206F\u3164\uFFA0" {
		pairs = append(pairs, string(ignored), "")
	}
	return strings.NewReplacer(pairs...)
})

// domainToASCII is https://url.spec.whatwg.org/#concept-domain-to-ascii with
// beStrict false: an ASCII domain is taken as it is, its punycode unseen.
func domainToASCII(domain string) (string, bool) {
	if isASCII(domain) {
		return strings.ToLower(domain), domain != ""
	}
	out, err := profile().ToASCII(newerMappings().Replace(domain))
	return out, err == nil && out != ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
