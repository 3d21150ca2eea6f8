package console

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Run says where the console of a run of dev is.
type Run struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	Path  string `json:"path"` // that dev serves
}

// runDirectory returns the directory of the files that name running consoles: in the
// user's runtime directory, else in the cache.
func runDirectory() (string, error) {
	parent := os.Getenv("XDG_RUNTIME_DIR")
	if parent == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		parent = cache
	}
	return filepath.Join(parent, "gatewright", "run"), nil
}

// writeRunFile writes the file of a console, which only the user can read.
func writeRunFile(r Run) (string, error) {
	directory, err := runDirectory()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return "", err
	}
	if absolute, err := filepath.Abs(r.Path); err == nil {
		r.Path = absolute
	}
	address, err := url.Parse(r.URL)
	if err != nil {
		return "", err
	}
	file := filepath.Join(directory, address.Port()+".json")
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	return file, errors.Join(err, f.Close())
}

func removeRunFile(file string) error {
	if file == "" {
		return nil
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// ErrNoConsole says that no console runs.
var ErrNoConsole = errors.New("no console found: start gatewright dev first, without --no-console")

// Runs returns the consoles that listen, the newest first. Files of others that were
// killed are removed.
func Runs() ([]Run, error) {
	directory, err := runDirectory()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(directory, "*.json"))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(modified(b).UnixNano(), modified(a).UnixNano()) })
	var runs []Run
	for _, file := range files {
		var r Run
		text, err := os.ReadFile(file)
		if err != nil || json.Unmarshal(text, &r) != nil {
			continue
		}
		if !listens(r.URL) {
			if err := removeRunFile(file); err != nil {
				return nil, err
			}
			continue
		}
		runs = append(runs, r)
	}
	return runs, nil
}

func modified(file string) time.Time {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

func listens(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	c, err := net.DialTimeout("tcp", u.Host, time.Second)
	if err != nil {
		return false
	}
	return c.Close() == nil
}

// Find returns the console of a port, or the one whose dev serves a path or what is
// above it; without either the only one that runs.
func Find(port int, path string) (Run, error) {
	runs, err := Runs()
	if err != nil {
		return Run{}, err
	}
	if port != 0 {
		for _, r := range runs {
			if strings.HasSuffix(r.URL, fmt.Sprintf(":%d", port)) {
				return r, nil
			}
		}
		return Run{}, fmt.Errorf("no console at port %d", port)
	}
	here, err := filepath.Abs(path)
	if err != nil {
		return Run{}, err
	}
	for _, r := range runs {
		if r.Path == here || strings.HasPrefix(here, r.Path+string(filepath.Separator)) || filepath.Dir(r.Path) == here {
			return r, nil
		}
	}
	switch len(runs) {
	case 0:
		return Run{}, ErrNoConsole
	case 1:
		return runs[0], nil
	}
	names := make([]string, len(runs))
	for i, r := range runs {
		names[i] = r.URL + " (" + r.Path + ")"
	}
	return Run{}, fmt.Errorf("several consoles run; choose one with --console-port: %s", strings.Join(names, ", "))
}
