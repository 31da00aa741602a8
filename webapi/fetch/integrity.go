package fetch

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"io"
	"strings"
)

// digest is one hash of integrity metadata.
type digest struct {
	strength int // 256, 384, 512
	value    []byte
}

// Matches says whether bytes are what integrity metadata says, such as
// "sha256-… sha384-…". Metadata without a hash that is known matches
// everything; of those known the strongest kind counts.
//
// https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
func Matches(data []byte, metadata string) bool {
	digests := parseIntegrity(metadata)
	strongest := 0
	for _, d := range digests {
		strongest = max(strongest, d.strength)
	}
	if strongest == 0 {
		return true
	}
	var actual []byte
	switch strongest {
	case 256:
		sum := sha256.Sum256(data)
		actual = sum[:]
	case 384:
		sum := sha512.Sum384(data)
		actual = sum[:]
	default:
		sum := sha512.Sum512(data)
		actual = sum[:]
	}
	for _, d := range digests {
		if d.strength == strongest && bytes.Equal(d.value, actual) {
			return true
		}
	}
	return false
}

// parseIntegrity is https://w3c.github.io/webappsec-subresource-integrity/#parse-metadata
func parseIntegrity(metadata string) []digest {
	var digests []digest
	for item := range strings.FieldsSeq(metadata) {
		item, _, _ = strings.Cut(item, "?") // options mean nothing yet
		algorithm, value, ok := strings.Cut(item, "-")
		strength := map[string]int{"sha256": 256, "sha384": 384, "sha512": 512}[strings.ToLower(algorithm)]
		if !ok || strength == 0 {
			continue
		}
		value = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(value, "="))
		sum, err := base64.RawStdEncoding.DecodeString(value)
		if err != nil {
			sum = nil // known, and never equal
		}
		digests = append(digests, digest{strength, sum})
	}
	return digests
}

// verify reads the whole body and checks it against the request's integrity
// metadata. It may block.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch step 22
func verify(p *Response, metadata string, limit int64) error {
	if hides(p.Type) || p.Body == nil { // 22.2
		discard(p)
		return &NetworkError{Reason: "the response has no body to check the integrity of"}
	}
	data := p.Body.Bytes
	if p.Body.streamed() {
		reader := p.Body.reader()
		var err error
		data, err = readAll(reader, p.Body.Length, limit)
		if closed := reader.Close(); err == nil {
			err = closed
		}
		if err != nil && err != io.EOF {
			return &NetworkError{Reason: "reading the body to check its integrity failed: " + err.Error()}
		}
		p.Body = &Body{Bytes: data}
	}
	if !Matches(data, metadata) { // 22.3
		return &NetworkError{Reason: "the response's body is not what the integrity metadata says"}
	}
	return nil
}
