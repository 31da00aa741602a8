package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// Reasons gives new failures their reason: the first rule that fits.
type Reasons []Rule

// Rule is a reason and what it is for. An empty field fits everything.
type Rule struct {
	URL     string `json:"url,omitempty"`     // how the page's URL begins
	Variant string `json:"variant,omitempty"` // how it ends
	Subtest string `json:"subtest,omitempty"` // regular expression; the page itself is "", for which ^$ fits
	Message string `json:"message,omitempty"` // regular expression
	Reason  string `json:"reason"`

	subtest, message *regexp.Regexp
}

// LoadReasons reads the rules of a JSON file; none if it is not there.
func LoadReasons(file string) (Reasons, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rules Reasons
	if err := json.Unmarshal(data, &rules); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i := range rules {
		if err := rules[i].compile(); err != nil {
			return nil, fmt.Errorf("%s: rule %d: %w", file, i+1, err)
		}
	}
	return rules, nil
}

func (r *Rule) compile() (err error) {
	if r.subtest, err = regexp.Compile("(?s)" + r.Subtest); err != nil {
		return err
	}
	r.message, err = regexp.Compile("(?s)" + r.Message)
	return err
}

// Of is the reason for a failure, "" when no rule fits.
func (all Reasons) Of(url, subtest, message string) string {
	for _, r := range all {
		if strings.HasPrefix(url, r.URL) && strings.HasSuffix(url, r.Variant) && r.subtest.MatchString(subtest) && r.message.MatchString(message) {
			return r.Reason
		}
	}
	return ""
}
