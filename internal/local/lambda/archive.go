package lambda

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Limits of an extracted deployment package ("Lambda quotas": 250 MB unzipped).
const (
	maxUnpacked = 250 << 20
	maxEntries  = 100_000
	maxLinkName = 4096
)

// extract unpacks a zip archive into a new directory. It refuses entries that
// lead out of the directory and archives that exceed the limits.
func extract(archive, dir string) (err error) {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	if len(reader.File) > maxEntries {
		return fmt.Errorf("the archive has %d entries; at most %d are allowed", len(reader.File), maxEntries)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()

	room := int64(maxUnpacked)
	for _, file := range reader.File {
		written, err := extractEntry(root, file, room)
		if err != nil {
			return fmt.Errorf("entry %q: %w", file.Name, err)
		}
		room -= written
	}
	return nil
}

var (
	errEscapes  = errors.New("the entry leads out of the directory")
	errTooLarge = fmt.Errorf("the archive is larger than %d MB unzipped", maxUnpacked>>20)
)

func extractEntry(root *os.Root, file *zip.File, room int64) (int64, error) {
	name := strings.TrimSuffix(file.Name, "/")
	if strings.Contains(name, `\`) || path.IsAbs(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return 0, errEscapes
	}
	mode := file.Mode()
	if mode.IsDir() {
		return 0, root.MkdirAll(name, 0o755)
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return 0, err
	}
	switch mode.Type() {
	case 0:
		return extractFile(root, name, file, room)
	case fs.ModeSymlink:
		return 0, extractLink(root, name, file)
	default:
		return 0, fmt.Errorf("the entry is neither a file nor a directory (%s)", mode.Type())
	}
}

func extractFile(root *os.Root, name string, file *zip.File, room int64) (_ int64, err error) {
	source, err := file.Open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	// Owner may always read and write, so that the directory can be removed.
	target, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, file.Mode().Perm()|0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	written, err := io.Copy(target, io.LimitReader(source, room+1))
	if err == nil && written > room {
		return 0, errTooLarge
	}
	return written, err
}

func extractLink(root *os.Root, name string, file *zip.File) (err error) {
	source, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := io.ReadAll(io.LimitReader(source, maxLinkName))
	if err != nil {
		return err
	}
	link := string(target)
	if path.IsAbs(link) || !filepath.IsLocal(filepath.FromSlash(path.Join(path.Dir(name), link))) {
		return errEscapes
	}
	return root.Symlink(link, name)
}
