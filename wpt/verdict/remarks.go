package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Remarks tell how to read the figures of a directory, by its name.
type Remarks map[string]string

// LoadRemarks reads the remarks of a JSON file; none if it is not there.
func LoadRemarks(file string) (Remarks, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var remarks Remarks
	if err := json.Unmarshal(data, &remarks); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return remarks, nil
}
