package cdk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// localContext is set by gatewright dev, which builds functions from their sources.
const localContext = "gatewright:local"

// goSources returns the directory of a package main, by its import path or its directory.
func goSources(pkg string) (directory string, err error) {
	if info, err := os.Stat(pkg); err == nil && info.IsDir() {
		return filepath.Abs(pkg)
	}
	found, err := exec.Command("go", "list", "-f", "{{.Dir}}", pkg).Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%w\n%s", err, strings.TrimSpace(string(failed.Stderr)))
	}
	if err != nil {
		return "", fmt.Errorf("%s is not found: %w", pkg, err)
	}
	return strings.TrimSpace(string(found)), nil
}

// goTarget is the machine that code is built for.
type goTarget struct{ os, arch string }

// buildGo builds a package main into a directory of its own, as the file bootstrap, and returns the directory. The same
// sources give the same bytes. What was built last time stays there, so that nothing is linked in vain.
func buildGo(pkg string, target goTarget) (directory string, err error) {
	directory, err = buildDirectory(pkg, target)
	if err != nil {
		return "", fmt.Errorf("no directory to build %s in: %w", pkg, err)
	}
	var output bytes.Buffer
	command := exec.Command("go", "build",
		"-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w",
		"-o", filepath.Join(directory, "bootstrap"), pkg)
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+target.os, "GOARCH="+target.arch)
	command.Stdout, command.Stderr = &output, &output
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("%s cannot be built: %w\n%s", pkg, err, strings.TrimSpace(output.String()))
	}
	return directory, nil
}

// buildDirectory returns the directory of a package's build, which is there.
func buildDirectory(pkg string, target goTarget) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{here, pkg, target.os, target.arch}, "\x00")))
	directory := filepath.Join(cache, "gatewright", "functions", hex.EncodeToString(sum[:])[:16])
	return directory, os.MkdirAll(directory, 0o755)
}
