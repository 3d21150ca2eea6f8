package lambda

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// addLayers makes layers ready. Of files that several have the last one's counts, so
// that it comes first.
func (w *workshop) addLayers(layers []string) error {
	for i, layer := range layers {
		dir, err := w.unpackTo("layer"+strconv.Itoa(i), layer)
		if err != nil {
			return err
		}
		w.layers = append(w.layers, dir)
	}
	slices.Reverse(w.layers)
	return nil
}

// layerPaths are the variables that lead to what is in layers ("Packaging your layer
// content", AWS Lambda Developer Guide).
var layerPaths = []struct{ variable, folder string }{
	{"PATH", "bin"},
	{"LD_LIBRARY_PATH", "lib"},
	{"NODE_PATH", "nodejs/node_modules"},
	{"PYTHONPATH", "python"},
}

// layered adds the variables that lead to the layers. PATH keeps what it has.
func (w *workshop) layered(environment map[string]string) map[string]string {
	if len(w.layers) == 0 {
		return environment
	}
	all := maps.Clone(environment)
	if all == nil {
		all = map[string]string{}
	}
	for _, p := range layerPaths {
		var found []string
		for _, layer := range w.layers {
			found = append(found, filepath.Join(layer, filepath.FromSlash(p.folder)))
		}
		if p.variable == "PATH" {
			found = append(found, os.Getenv("PATH"))
		}
		all[p.variable] = strings.Join(found, string(os.PathListSeparator))
	}
	return all
}

// layerJars are the class path's entries for Java's libraries in layers.
func (w *workshop) layerJars() []string {
	var entries []string
	for _, layer := range w.layers {
		entries = append(entries, filepath.Join(layer, "java", "lib", "*"))
	}
	return entries
}
