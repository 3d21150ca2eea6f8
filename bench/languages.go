package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// languages is what the benchmark has generated at once.
const languages = `model: model.json
generate:
  go: { out: api }
  typescript: { out: typescript }
  java: { out: java }
  python: { out: python }
`

// generatingAll generates packages of 100 operations in all languages, constructs of the
// CDK included, where nothing is, some times, and gives the median of the CPU time.
func generatingAll(b *bench) (figures, error) {
	dir := filepath.Join(b.cache, "generated-all")
	text, err := json.Marshal(definition(25))
	if err != nil {
		return figures{}, err
	}
	return b.median(func() (float64, error) {
		if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755),
			os.WriteFile(filepath.Join(dir, "model.json"), text, 0o644),
			os.WriteFile(filepath.Join(dir, "gatewright.yaml"), []byte(languages), 0o644),
			os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/all\n\ngo 1.26\n"), 0o644)); err != nil {
			return 0, err
		}
		u, err := b.finish("env", "XDG_CACHE_HOME="+filepath.Join(dir, "cache"), b.binary, "generate", dir)
		return u.cpu.Seconds(), err
	})
}
