package codegen

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// manifestName is the file that lists what was generated into a directory, so that
// what is no longer generated can be told from the user's own files. It holds names
// only, one a line, which merge well.
const manifestName = ".gatewright-files"

const manifestHead = "# Written by gatewright, which changes and removes no other files here.\n"

// manifestOf returns the manifest of files.
func manifestOf(files []File) []byte {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Path
	}
	slices.Sort(names)
	return []byte(manifestHead + strings.Join(names, "\n") + "\n")
}

// listed returns the names in a directory's manifest. Lines that cannot be names of
// generated files, such as those of a merge conflict, are skipped. Where the
// manifest is lost, files without comments count as listed next to files with the marker.
func listed(dir string, files []File) (map[string]bool, error) {
	names := map[string]bool{}
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		if slices.ContainsFunc(files, func(f File) bool { return isMarked(filepath.Join(dir, filepath.FromSlash(f.Path))) }) {
			for _, f := range files {
				names[f.Path] = true
			}
		}
		return names, nil
	}
	for line := range bytes.Lines(text) {
		if name := strings.TrimRight(string(line), "\r\n"); isGeneratedName(name) {
			names[name] = true
		}
	}
	return names, err
}

// isGeneratedName reports whether a name is like those that targets give: below the
// directory, with an extension, and no part of it hidden.
func isGeneratedName(name string) bool {
	return filepath.IsLocal(filepath.FromSlash(name)) && path.Clean(name) == name && path.Ext(name) != "" &&
		!strings.HasPrefix(name, ".") && !strings.Contains(name, "/.") && !strings.ContainsAny(name, " \t")
}

// owned reports whether a file is a generated one, and not the user's: it holds the
// marker, or, where a file can hold no comments, the manifest lists it.
func owned(name string, text []byte, isListed bool) bool {
	if path.Ext(name) == ".json" {
		return isListed
	}
	return hasMarker(text)
}

func hasMarker(text []byte) bool { return bytes.Contains(text[:min(len(text), 512)], []byte(Marker)) }

func isMarked(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && hasMarker(text)
}
