package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

const root = "github.com/gatewright/gatewright"

// nested are the directories of the other modules that are published.
var nested = []string{"constructs/go"}

// source is a file of a module: one of the clone, or text in its place.
type source struct {
	name string // in the module
	file string // in the clone
	text []byte // nil: that of the file
}

func (s source) Path() string { return s.name }

func (s source) Lstat() (fs.FileInfo, error) {
	info, err := os.Lstat(s.file)
	if err == nil && s.text != nil {
		info = sized{info, int64(len(s.text))}
	}
	return info, err
}

// sized is what is known of a file whose text is replaced.
type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

func (s source) Open() (io.ReadCloser, error) {
	if s.text != nil {
		return io.NopCloser(bytes.NewReader(s.text)), nil
	}
	return os.Open(s.file)
}

// goModules writes a module proxy with the modules, of which the nested ones require
// the root module at the version, and creates their tags.
func (r *release) goModules() error {
	tracked, err := git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
	if err != nil {
		return err
	}
	files := strings.Split(strings.TrimSuffix(tracked, "\x00"), "\x00")
	sums, err := r.goModule(root, "", files, nil)
	if err != nil {
		return err
	}
	for _, dir := range nested {
		replaced, err := r.required(dir, sums)
		if err != nil {
			return err
		}
		if _, err := r.goModule(root+"/"+dir, dir, files, replaced); err != nil {
			return err
		}
		if r.tag {
			if err := tagModules(dir, "v"+r.version, replaced); err != nil {
				return err
			}
		}
	}
	return nil
}

// required returns the go.mod and go.sum of a nested module that requires the root module at
// the version, in place of the clone.
func (r *release) required(dir, sums string) (map[string][]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	f, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil, err
	}
	if err := f.DropReplace(root, ""); err != nil {
		return nil, err
	}
	if err := f.AddRequire(root, "v"+r.version); err != nil {
		return nil, err
	}
	f.Cleanup()
	goMod, err := f.Format()
	if err != nil {
		return nil, err
	}
	goSum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	return map[string][]byte{"go.mod": goMod, "go.sum": append(goSum, sums...)}, err
}

// goModule writes a module into the proxy, and returns its lines of go.sum.
func (r *release) goModule(name, dir string, tracked []string, replaced map[string][]byte) (string, error) {
	v := module.Version{Path: name, Version: "v" + r.version}
	sources := sourcesOf(dir, tracked, replaced)
	var archive bytes.Buffer
	if err := zip.Create(&archive, v, sources); err != nil {
		return "", err
	}
	goMod := replaced["go.mod"]
	if goMod == nil {
		var err error
		if goMod, err = os.ReadFile(filepath.Join(dir, "go.mod")); err != nil {
			return "", err
		}
	}
	committed, err := git("log", "-1", "--format=%cI")
	if err != nil {
		return "", err
	}
	at, err := time.Parse(time.RFC3339, committed)
	if err != nil {
		return "", err
	}
	info, err := json.Marshal(map[string]any{"Version": v.Version, "Time": at.UTC()})
	if err != nil {
		return "", err
	}
	proxy := "goproxy/" + name + "/@v/"
	for file, text := range map[string][]byte{"list": []byte(v.Version + "\n"), v.Version + ".mod": goMod, v.Version + ".info": info, v.Version + ".zip": archive.Bytes()} {
		if err := r.write(proxy+file, text); err != nil {
			return "", err
		}
	}
	sum, err := dirhash.HashZip(filepath.Join(r.out, filepath.FromSlash(proxy), v.Version+".zip"), dirhash.Hash1)
	if err != nil {
		return "", err
	}
	goModSum, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(goMod)), nil })
	return fmt.Sprintf("%s %s %s\n%s %s/go.mod %s\n", name, v.Version, sum, name, v.Version, goModSum), err
}

// sourcesOf returns the files of the module in a directory, without those of modules in it.
func sourcesOf(dir string, tracked []string, replaced map[string][]byte) []zip.File {
	others := map[string]bool{}
	for _, file := range tracked {
		if path.Base(file) == "go.mod" && path.Dir(file) != path.Clean(dir) {
			others[path.Dir(file)] = true
		}
	}
	var sources []zip.File
	for _, file := range tracked {
		name, within := file, true
		if dir != "" {
			name, within = strings.CutPrefix(file, dir+"/")
		}
		if dir != "" && file == "LICENSE" {
			name, within = file, true
		}
		if within && !isBelow(file, dir, others) {
			sources = append(sources, source{name, file, replaced[name]})
		}
	}
	return sources
}

// isBelow reports whether a file is in one of the directories, below that of its module.
func isBelow(file, dir string, others map[string]bool) bool {
	for at := path.Dir(file); at != "." && at != dir; at = path.Dir(at) {
		if others[at] {
			return true
		}
	}
	return false
}

// tagModules tags HEAD for the root module, and a commit on top of it with the files
// that are replaced for a nested one.
func tagModules(dir, version string, replaced map[string][]byte) (err error) {
	index, err := os.CreateTemp("", "gatewright-index-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(index.Name())) }()
	if err := index.Close(); err != nil {
		return err
	}
	if _, err := gitWith(index.Name(), nil, "read-tree", "HEAD"); err != nil {
		return err
	}
	for name, text := range replaced {
		blob, err := gitWith(index.Name(), text, "hash-object", "-w", "--stdin")
		if err != nil {
			return err
		}
		if _, err := gitWith(index.Name(), nil, "update-index", "--cacheinfo", "100644,"+blob+","+dir+"/"+name); err != nil {
			return err
		}
	}
	tree, err := gitWith(index.Name(), nil, "write-tree")
	if err != nil {
		return err
	}
	commit, err := gitWith(index.Name(), nil, "commit-tree", tree, "-p", "HEAD", "-m", dir+": require the root module at "+version)
	if err != nil {
		return err
	}
	if _, err := git("tag", version, "HEAD"); err != nil {
		return err
	}
	_, err = git("tag", dir+"/"+version, commit)
	return err
}

func git(args ...string) (string, error) { return gitWith("", nil, args...) }

// gitWith runs git with an index and an input of its own.
func gitWith(index string, stdin []byte, args ...string) (string, error) {
	c := exec.Command("git", args...)
	c.Stdin = bytes.NewReader(stdin)
	if index != "" {
		c.Env = append(os.Environ(), "GIT_INDEX_FILE="+index)
	}
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", args[0], err, said.Bytes())
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}
