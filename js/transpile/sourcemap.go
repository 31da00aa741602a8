package transpile

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// namespace is the esbuild namespace of everything that comes from a URL.
const namespace = "net"

func stripNamespace(path string) string { return strings.TrimPrefix(path, namespace+":") }

// finish quotes what goja cannot parse, puts head in front, and appends the source map.
func finish(code, sourceMap []byte, head string) (out, fixed []byte, err error) {
	out, inserts := quoteFields(code)
	if head != "" {
		out = append([]byte(head), out...)
		inserts = append([]insert{{width: len(head)}}, inserts...)
	}
	fixed, err = rewrite(sourceMap, inserts)
	if err != nil {
		return nil, nil, err
	}
	out = append(out, "\n//# sourceMappingURL=data:application/json;base64,"...)
	out = base64.StdEncoding.AppendEncode(out, fixed)
	return append(out, '\n'), fixed, nil
}

// rewrite takes the namespace off the source names and moves the mappings behind
// what was inserted.
func rewrite(sourceMap []byte, inserts []insert) ([]byte, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(sourceMap, &m); err != nil {
		return nil, err
	}
	var sources []string
	if err := json.Unmarshal(m["sources"], &sources); err != nil {
		return nil, err
	}
	for i := range sources {
		sources[i] = stripNamespace(sources[i])
	}
	var err error
	if m["sources"], err = json.Marshal(sources); err != nil {
		return nil, err
	}
	if len(inserts) > 0 {
		var mappings string
		if err := json.Unmarshal(m["mappings"], &mappings); err != nil {
			return nil, err
		}
		if m["mappings"], err = json.Marshal(shift(mappings, inserts)); err != nil {
			return nil, err
		}
	}
	return json.Marshal(m)
}
