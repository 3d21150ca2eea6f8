package codegen

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/atomicfile"
	"github.com/gatewright/gatewright/internal/version"
)

// Record is what one run of the generator was made from and what it made, by the
// hashes of all files. It is kept in the user's cache, and lets the next run see that
// nothing has changed without reading the model. Nothing is lost without it, so that
// a nil one remembers nothing.
type Record struct {
	Generator string            `json:"generator"`
	Inputs    map[string]string `json:"inputs"`  // hashes by path; absent: there was no such file
	Outputs   map[string]string `json:"outputs"` // the same
	Stubs     []string          `json:"stubs"`   // that were there or made
	Out       string            `json:"out"`     // what the next run is to print
	Err       string            `json:"err"`

	file string
}

const absent = "absent"

// Print adds to what the next run is to print.
func (r *Record) Print(out, err string) {
	if r != nil {
		r.Out += out
		r.Err += err
	}
}

// margin is by how much a file must be older than a run to have been what the run
// read: file systems keep times by a clock that ticks.
const margin = 50 * time.Millisecond

// NewRecord returns an empty record of the runs that are called in one way, which the
// words tell: arguments, the working directory. It is nil where there is no place to
// keep it.
func NewRecord(words ...string) *Record {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return &Record{
		Inputs:  map[string]string{},
		Outputs: map[string]string{},
		file:    filepath.Join(dir, "gatewright", "generate", hash([]byte(strings.Join(words, "\x00")))[:32]+".json"),
	}
}

// generator reports one build of this program from another. It is empty when it cannot.
func generator() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %s %d %d", version.Version, path, info.Size(), info.ModTime().UnixNano())
}

// Last returns the record of the last run that was called in the same way, when all
// that it read and wrote is still the same; else nil.
func (r *Record) Last() *Record {
	if r == nil {
		return nil
	}
	text, err := os.ReadFile(r.file)
	if err != nil {
		return nil
	}
	last := &Record{}
	if json.Unmarshal(text, last) != nil || last.Generator == "" || last.Generator != generator() {
		return nil
	}
	for _, files := range []map[string]string{last.Inputs, last.Outputs} {
		for path, hash := range files {
			if now, err := hashOf(path); err != nil || now != hash {
				return nil
			}
		}
	}
	for _, path := range last.Stubs {
		if _, err := os.Lstat(path); err != nil {
			return nil
		}
	}
	return last
}

// Add adds what a plan leads to.
func (r *Record) Add(o Output, s Settings) {
	if r == nil {
		return
	}
	r.Outputs[filepath.Join(s.Dir, manifestName)] = hash(manifestOf(o.Files))
	for _, f := range o.Files {
		r.Outputs[filepath.Join(s.Dir, filepath.FromSlash(f.Path))] = hash(f.Text)
	}
	for _, f := range o.Stubs {
		r.Stubs = append(r.Stubs, filepath.Join(s.Stubs, filepath.FromSlash(f.Path)))
	}
}

// Save keeps the record of a run that began at a time and read the inputs. It keeps
// none when an input may have been edited meanwhile.
func (r *Record) Save(began time.Time, inputs []string) error {
	if r == nil {
		return nil
	}
	r.Generator = generator()
	for _, path := range inputs {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(began.Add(-margin)) {
			return nil
		}
		hash, err := hashOf(path)
		if err != nil {
			return err
		}
		r.Inputs[path] = hash
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.file), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(r.file, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
