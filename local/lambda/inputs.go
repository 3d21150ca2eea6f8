package lambda

import (
	"encoding/binary"
	"errors"
	"hash"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// inputs are the files that a build depends on.
type inputs struct {
	dirs  []string               // the files directly in these directories
	files []string               // and these
	match func(name string) bool // which names in dirs count; nil means all
}

// unwatched directories hold what a build or an installation writes.
var unwatched = []string{"node_modules", "__pycache__", ".git", ".venv"}

// bundleInputs are a file, or a directory with what is below it.
func bundleInputs(code string) inputs {
	if info, err := os.Stat(code); err != nil || !info.IsDir() {
		return inputs{files: []string{code}}
	}
	var in inputs
	// A directory that cannot be read is left out; the build reports it.
	_ = filepath.WalkDir(code, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case !entry.IsDir():
			return nil
		case path != code && slices.Contains(unwatched, entry.Name()):
			return fs.SkipDir
		}
		in.dirs = append(in.dirs, path)
		return nil
	})
	return in
}

// paths returns what to watch, sorted.
func (in inputs) paths() []string {
	paths := slices.Concat(in.dirs, in.files)
	slices.Sort(paths)
	return slices.Compact(paths)
}

// fingerprint changes when a file appears, goes or is written.
func (in inputs) fingerprint() uint64 {
	sum := fnv.New64a()
	for _, dir := range in.dirs {
		addDir(sum, dir, in.match)
	}
	for _, file := range in.files {
		info, err := os.Stat(file)
		addFile(sum, file, info, err)
	}
	return sum.Sum64()
}

func addDir(sum hash.Hash64, dir string, match func(string) bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		addFile(sum, dir, nil, err)
		return
	}
	for _, entry := range entries {
		if entry.IsDir() || match != nil && !match(entry.Name()) {
			continue
		}
		info, err := entry.Info()
		addFile(sum, filepath.Join(dir, entry.Name()), info, err)
	}
}

func addFile(sum hash.Hash64, path string, info fs.FileInfo, err error) {
	var stat [17]byte
	switch {
	case err == nil:
		binary.LittleEndian.PutUint64(stat[:], uint64(info.Size()))
		binary.LittleEndian.PutUint64(stat[8:], uint64(info.ModTime().UnixNano()))
	case errors.Is(err, fs.ErrNotExist):
		stat[16] = 1
	default:
		stat[16] = 2
	}
	// A hash never fails to write.
	_, _ = io.WriteString(sum, path)
	_, _ = sum.Write(stat[:])
}
