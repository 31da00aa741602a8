package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Scores are the figures of somebody's last full run.
type Scores struct {
	Who   string           `json:"who"`   // "Chromium 156, headless"
	Pages map[string]Score `json:"pages"` // by path and query
}

// Score is how many subtests of a page passed, and how many there are. It is
// written as an array of the two.
type Score struct{ Pass, Total int }

// MarshalJSON implements json.Marshaler.
func (s Score) MarshalJSON() ([]byte, error) { return json.Marshal([2]int{s.Pass, s.Total}) }

// UnmarshalJSON implements json.Unmarshaler.
func (s *Score) UnmarshalJSON(b []byte) error {
	var pair [2]int
	err := json.Unmarshal(b, &pair)
	s.Pass, s.Total = pair[0], pair[1]
	return err
}

// LoadScores reads a file of scores; empty ones if it is not there.
func LoadScores(file string) (Scores, error) {
	s := Scores{Pages: map[string]Score{}}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil {
		return s, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// Save writes the scores, one page a line.
func (s Scores) Save(file string) error {
	var b strings.Builder
	who, err := json.Marshal(s.Who)
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "{\n\"who\": %s,\n\"pages\": {", who)
	for i, url := range sorted(s.Pages) {
		name, err := json.Marshal(url)
		if err != nil {
			return err
		}
		comma := ","
		if i == 0 {
			comma = ""
		}
		fmt.Fprintf(&b, "%s\n%s: [%d,%d]", comma, name, s.Pages[url].Pass, s.Pages[url].Total)
	}
	b.WriteString("\n}\n}\n")
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// Add takes the figures of results.
func (s Scores) Add(results []Result) {
	for _, r := range results {
		s.Pages[r.URL] = Score{Pass: r.Passed(), Total: len(r.Subtests)}
	}
}
