package bus

import (
	"fmt"
	"strings"
)

// MaxScope is the greatest length of an encoded scope in bytes: with it every
// subject fits a server's default control line (4096 bytes) beside a reply subject.
const MaxScope = 1024

// EncodeScope writes a scope URL as four subject tokens, which are also a valid
// bucket key: scheme, host, port, and path with query.
//
//	https://shop.example:8443/profile/  https.shop_example.8443./profile/
//	http://localhost/?v=1               http.localhost.80./=3Fv=3D1
//
// Letters, digits, "-" and "/" stand for themselves, a dot is "_", every other
// byte is "=XX". The port is always written. The scope must be as a URL parser
// serializes it (lower-case scheme and host, no default port, no fragment) and
// without user or password; since each scope then has one form, encoding is
// injective and [DecodeScope] its inverse. Errors say what is wrong.
func EncodeScope(scope string) (string, error) {
	p, err := splitScope(scope)
	if err != nil {
		return "", err
	}
	out := make([]byte, 0, len(scope)+16)
	out = append(out, p.scheme...)
	out = append(out, '.')
	out = appendToken(out, p.host)
	out = append(out, '.')
	out = append(out, p.port...)
	out = append(out, '.')
	out = appendToken(out, p.path)
	if len(out) > MaxScope {
		return "", fmt.Errorf("scope %.60q… takes %d bytes in a subject; at most %d fit: use a shorter path", scope, len(out), MaxScope)
	}
	return string(out), nil
}

// DecodeScope is the inverse of [EncodeScope]: it takes what EncodeScope gives,
// and nothing else.
func DecodeScope(tokens string) (string, error) {
	if len(tokens) > MaxScope {
		return "", fmt.Errorf("encoded scope %.60q… is %d bytes long; at most %d are allowed", tokens, len(tokens), MaxScope)
	}
	part := strings.Split(tokens, ".")
	if len(part) != 4 {
		return "", fmt.Errorf("encoded scope %q has %d tokens, not the four of scheme.host.port.path", tokens, len(part))
	}
	host, err := parseToken(part[1])
	if err != nil {
		return "", fmt.Errorf("encoded scope %q: host: %w", tokens, err)
	}
	path, err := parseToken(part[3])
	if err != nil {
		return "", fmt.Errorf("encoded scope %q: path: %w", tokens, err)
	}
	scope := part[0] + "://" + host
	if part[2] != defaultPort(part[0]) {
		scope += ":" + part[2]
	}
	scope += path
	p, err := splitScope(scope)
	if err != nil {
		return "", fmt.Errorf("encoded scope %q: %w", tokens, err)
	}
	if p != (scopeParts{part[0], host, part[2], path}) {
		return "", fmt.Errorf("encoded scope %q does not stand for a URL", tokens)
	}
	return scope, nil
}

// encodeOrigin is the first three tokens of the scopes of an origin, such as
// "https://shop.example:8443".
func encodeOrigin(origin string) (string, error) {
	full, err := EncodeScope(origin + "/")
	if err != nil {
		return "", err
	}
	tokens, root := strings.CutSuffix(full, "./")
	if !root {
		return "", fmt.Errorf("origin %q must end after its host or port", origin)
	}
	return tokens, nil
}
