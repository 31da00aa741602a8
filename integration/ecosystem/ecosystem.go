// Package ecosystem builds workers out of npm packages as their users would: Hono,
// itty-router, Workbox, MSW, a TypeScript project, and a list of libraries that are
// to load and work in a worker. The packages are taken from npm unmodified.
//
// It needs node and npm, and the network the first time. `make ecosystem` runs the
// workers through the whole system; `go run ./bench realm` measures some of them.
package ecosystem

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed package.json build.mjs workers modules packages site
var sources embed.FS

// Build gives the folder with one folder per worker in it, built once per state of
// the sources, in the user's cache folder.
func Build(ctx context.Context) (string, error) {
	sum, err := fingerprint()
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "asterism-ecosystem", sum)
	dist := filepath.Join(folder, "dist")
	if _, err := os.Stat(filepath.Join(folder, "built")); err == nil {
		return dist, nil
	}
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := os.CopyFS(folder, sources); err != nil {
		return "", err
	}
	for _, step := range [][]string{
		{"npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"},
		{"node", "build.mjs"},
	} {
		cmd := exec.CommandContext(ctx, step[0], step[1:]...)
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w (node, npm and the network are needed)\n%s", step, err, out)
		}
	}
	return dist, os.WriteFile(filepath.Join(folder, "built"), nil, 0o644)
}

// fingerprint is a hash of all sources.
func fingerprint() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sources, path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(data), data)
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)[:8]), err
}
