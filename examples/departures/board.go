package main

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"sync"
)

//go:embed site
var files embed.FS

// departure is a line of the board.
type departure struct {
	Time     string `json:"time"`
	To       string `json:"to"`
	Platform string `json:"platform"`
}

// board is the web server: the site, and /api/departures.
type board struct {
	mu    sync.Mutex
	delay string // what is announced; "": nothing
}

// announce changes what the board says about every train.
func (b *board) announce(delay string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.delay = delay
}

func (b *board) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Path != "/api/departures" {
		site, err := fs.Sub(files, "site")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.FileServerFS(site).ServeHTTP(w, r)
		return
	}
	b.mu.Lock()
	delay := b.delay
	b.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"notice": delay,
		"departures": []departure{
			{"08:12", "Ljubljana", "2"}, {"08:40", "Trieste Centrale", "1"}, {"09:05", "Villach Hbf", "4"}, {"09:31", "Zagreb Gl. kol.", "2"},
		},
	})
}
