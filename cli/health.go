package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// health asks one service's health endpoint, for container health checks.
type health struct {
	URL string `arg:"" help:"Such as http://127.0.0.1:8081/readyz."`
}

func (h health) Run(sh shell) error {
	ctx, cancel := context.WithTimeout(sh.ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.URL, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", h.URL, res.Status, strings.TrimSpace(string(text)))
	}
	sh.printf("%s", text)
	return nil
}
