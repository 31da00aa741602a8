package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// workerdVersion is the npm package that is installed.
const workerdVersion = "1.20261117.1"

// workerd installs workerd from npm, once, into the user's cache folder.
func installWorkerd(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "asterism-bench")
	binary := filepath.Join(folder, "node_modules", ".bin", "workerd")
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	install := exec.CommandContext(ctx, "npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "workerd@"+workerdVersion)
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install workerd: %w (npm is needed, or --without-workerd)\n%s", err, out)
	}
	return binary, nil
}

// workerd is workerd with the hello worker.
func (b *builder) workerd(ctx context.Context, script string) (*system, error) {
	binary, err := installWorkerd(ctx)
	if err != nil {
		return nil, err
	}
	// The npm launcher starts the real program as its child, whose CPU would
	// be missed.
	if real, err := exec.CommandContext(ctx, "node", "-p", `require(process.argv[1]).default`, filepath.Dir(filepath.Dir(binary))+"/workerd").Output(); err == nil {
		binary = string(real[:len(real)-1])
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	folder, err := b.file("sw.js", script)
	if err != nil {
		return nil, err
	}
	config := fmt.Sprintf(`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (serviceWorkerScript = embed "sw.js", compatibilityDate = "2024-01-01"))],
  sockets = [(name = "http", address = %q, http = (), service = "main")],
);
`, addr)
	file := filepath.Join(folder, "config.capnp")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		return nil, err
	}
	s := &system{name: "workerd", addr: addr}
	return s, b.add(ctx, s, nil, binary, "serve", file)
}
