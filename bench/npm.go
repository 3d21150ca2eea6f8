package main

import (
	"bytes"
	"os"
	"path/filepath"
)

// npmModules installs what testdata/NAME/package.json names into the cache and returns the
// folder of the packages.
func (b *bench) npmModules(name string) (string, error) {
	dir, err := filepath.Abs(filepath.Join(b.cache, name))
	if err != nil {
		return "", err
	}
	modules, done := filepath.Join(dir, "node_modules"), filepath.Join(dir, "installed.json")
	wanted, err := os.ReadFile(filepath.Join("bench/testdata", name, "package.json"))
	if err != nil {
		return "", err
	}
	if installed, err := os.ReadFile(done); err == nil && bytes.Equal(installed, wanted) {
		return modules, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), wanted, 0o644); err != nil {
		return "", err
	}
	// Peers are not wanted: serverless-offline names the command that osls replaces as
	// one, and the PDK's generator needs none of the PDK's.
	_, err = b.finish("npm", "install", "--prefix", dir, "--legacy-peer-deps", "--no-audit", "--no-fund")
	if err != nil {
		return "", err
	}
	return modules, os.WriteFile(done, wanted, 0o644)
}
