package egress

import "net/netip"

// ranges are the addresses that are not the public internet, most telling name
// first where they overlap.
//
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var ranges = []struct {
	prefix netip.Prefix
	why    string
}{
	{netip.MustParsePrefix("169.254.169.254/32"), "it is a cloud metadata address"},
	{netip.MustParsePrefix("168.63.129.16/32"), "it is a cloud metadata address"},
	{netip.MustParsePrefix("100.100.100.200/32"), "it is a cloud metadata address"},
	{netip.MustParsePrefix("fd00:ec2::254/128"), "it is a cloud metadata address"},
	{netip.MustParsePrefix("127.0.0.0/8"), "it is a loopback address"},
	{netip.MustParsePrefix("::1/128"), "it is a loopback address"},
	{netip.MustParsePrefix("10.0.0.0/8"), "it is a private address"},
	{netip.MustParsePrefix("172.16.0.0/12"), "it is a private address"},
	{netip.MustParsePrefix("192.168.0.0/16"), "it is a private address"},
	{netip.MustParsePrefix("fc00::/7"), "it is a private address"},
	{netip.MustParsePrefix("fec0::/10"), "it is a private address"},
	{netip.MustParsePrefix("169.254.0.0/16"), "it is a link-local address"},
	{netip.MustParsePrefix("fe80::/10"), "it is a link-local address"},
	{netip.MustParsePrefix("100.64.0.0/10"), "it is a carrier-grade NAT address"},
	{netip.MustParsePrefix("224.0.0.0/4"), "it is a multicast address"},
	{netip.MustParsePrefix("ff00::/8"), "it is a multicast address"},
	{netip.MustParsePrefix("0.0.0.0/8"), "it is this network's own address"},
	{netip.MustParsePrefix("192.0.0.0/24"), "it is a reserved address"},
	{netip.MustParsePrefix("192.0.2.0/24"), "it is a documentation address"},
	{netip.MustParsePrefix("192.88.99.0/24"), "it is a reserved address"},
	{netip.MustParsePrefix("198.18.0.0/15"), "it is a benchmarking address"},
	{netip.MustParsePrefix("198.51.100.0/24"), "it is a documentation address"},
	{netip.MustParsePrefix("203.0.113.0/24"), "it is a documentation address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "it is a reserved address"},
	{netip.MustParsePrefix("2001::/23"), "it is a reserved address"}, // Teredo, ORCHID, benchmarking
	{netip.MustParsePrefix("2001:db8::/32"), "it is a documentation address"},
	{netip.MustParsePrefix("3fff::/20"), "it is a documentation address"},
}

var (
	global = netip.MustParsePrefix("2000::/3")     // all IPv6 unicast given out so far
	nat64  = netip.MustParsePrefix("64:ff9b::/96") // an IPv4 address in the last four bytes
	sixTo4 = netip.MustParsePrefix("2002::/16")    // an IPv4 address in bytes 2 to 5
)

// kind says what makes an address not public, "" for a public one.
func kind(addr netip.Addr) string {
	if !addr.IsValid() {
		return "it is no address"
	}
	for i := range ranges {
		if ranges[i].prefix.Contains(addr) {
			return ranges[i].why
		}
	}
	if addr.Is4() {
		return ""
	}
	b := addr.As16()
	switch {
	case nat64.Contains(addr):
		return kind(netip.AddrFrom4([4]byte(b[12:16])))
	case sixTo4.Contains(addr):
		return kind(netip.AddrFrom4([4]byte(b[2:6])))
	case !global.Contains(addr):
		return "it is a reserved address"
	}
	return ""
}

// BadPort says whether fetches to a port are blocked.
//
// https://fetch.spec.whatwg.org/#port-blocking
func BadPort(port string) bool {
	switch port {
	case "0", "1", "7", "9", "11", "13", "15", "17", "19", "20", "21", "22", "23", "25", "37", "42", "43", "53", "69", "77",
		"79", "87", "95", "101", "102", "103", "104", "109", "110", "111", "113", "115", "117", "119", "123", "135", "137",
		"139", "143", "161", "179", "389", "427", "465", "512", "513", "514", "515", "526", "530", "531", "532", "540",
		"548", "554", "556", "563", "587", "601", "636", "989", "990", "993", "995", "1719", "1720", "1723", "2049",
		"3659", "4045", "4190", "5060", "5061", "6000", "6566", "6665", "6666", "6667", "6668", "6669", "6679", "6697", "10080":
		return true
	}
	return false
}
