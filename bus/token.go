package bus

import (
	"errors"
	"fmt"
)

const upperHex = "0123456789ABCDEF"

// plain says whether a byte stands for itself in an encoded scope's token.
func plain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '/'
}

// appendToken writes any bytes as one token.
func appendToken(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case plain(c):
			dst = append(dst, c)
		case c == '.':
			dst = append(dst, '_')
		default:
			dst = append(dst, '=', upperHex[c>>4], upperHex[c&15])
		}
	}
	return dst
}

// parseToken is the inverse of appendToken. Only the form appendToken writes is
// taken, so no two tokens have one meaning.
func parseToken(token string) (string, error) {
	out := make([]byte, 0, len(token))
	for i := 0; i < len(token); i++ {
		switch c := token[i]; {
		case plain(c):
			out = append(out, c)
		case c == '_':
			out = append(out, '.')
		case c != '=':
			return "", fmt.Errorf("character %q must be written =%02X", c, c)
		default:
			if i+2 >= len(token) {
				return "", errors.New("= must be followed by two hex digits")
			}
			hi, lo := hexDigit(token[i+1]), hexDigit(token[i+2])
			if hi < 0 || lo < 0 {
				return "", errors.New("= must be followed by two hex digits, A–F in upper case")
			}
			b := byte(hi<<4 | lo)
			if plain(b) || b == '.' {
				return "", fmt.Errorf("=%02X must be written plainly", b)
			}
			out = append(out, b)
			i += 2
		}
	}
	return string(out), nil
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	default:
		return -1
	}
}

// maxToken is the greatest length of a plain token in bytes.
const maxToken = 256

// checkToken refuses what is not one subject token or not a bucket key: the
// characters are those both allow, less the dot.
func checkToken(s string) error {
	if s == "" {
		return errors.New("is empty")
	}
	if len(s) > maxToken {
		return fmt.Errorf("is %d bytes long; at most %d are allowed", len(s), maxToken)
	}
	for i := range len(s) {
		if c := s[i]; !plain(c) && c != '_' && c != '=' {
			return fmt.Errorf("has the character %q; letters, digits and - _ = / are allowed", c)
		}
	}
	return nil
}
