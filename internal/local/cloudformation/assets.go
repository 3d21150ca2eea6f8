package cloudformation

import (
	"path/filepath"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// asset is a file or directory of the assembly that is uploaded when the app is
// deployed.
type asset struct {
	path     string // empty: a command makes it when it is deployed
	position diag.Position
}

// assetManifest reads which assets go where. They are found by the keys of their
// objects, which hold hashes of their contents.
func (r *reader) assetManifest(a artifact, note diag.Note) {
	path, ok := r.path(a, "file")
	if !ok {
		return
	}
	n := r.file(path, note)
	files := n.Get("files")
	if !files.Is(tree.Mapping) {
		return
	}
	for _, f := range files.Fields {
		found := asset{position: files.FieldPosition(f.Name)}
		if source := f.Value.Get("source", "path").Str(); source != "" {
			found.path = resolvePath(a.dir, source)
		}
		destinations := f.Value.Get("destinations")
		if !destinations.Is(tree.Mapping) {
			continue
		}
		for _, d := range destinations.Fields {
			if key := d.Value.Get("objectKey").Str(); key != "" {
				r.assets[key] = found
			}
		}
	}
}

// resolvePath returns a path of the assembly; assets that were not staged have
// absolute ones.
func resolvePath(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// assetAt finds the asset at a URL: "s3://bucket/key" or one of HTTPS. Its key may
// have a prefix.
func (r *reader) assetAt(url string) (path string, ok bool) {
	for key := url; key != ""; {
		if found, ok := r.assets[key]; ok && found.path != "" {
			return found.path, true
		}
		_, key, _ = strings.Cut(key, "/")
	}
	return "", false
}
