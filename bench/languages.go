package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// languages is what the benchmark has generated at once.
const languages = `model: model.json
generate:
  go: { out: api }
  typescript: { out: typescript }
  java: { out: java, package: com.example.things }
  python: { out: python, package: things }
`

// packages is a directory in which packages of 100 operations are generated in all
// languages, constructs of the CDK included.
type packages struct {
	*bench

	dir string
}

// packages makes the directory in the cache, empty but for the model and what says what
// is generated.
func (b *bench) packages(path ...string) (*packages, error) {
	dir, err := filepath.Abs(filepath.Join(append([]string{b.cache}, path...)...))
	if err != nil {
		return nil, err
	}
	p := &packages{b, dir}
	err = p.empty()
	return p, err
}

func (p *packages) empty() error {
	text, err := json.Marshal(definition(25))
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(p.dir), os.MkdirAll(p.dir, 0o755),
		os.WriteFile(p.model(), text, 0o644),
		os.WriteFile(filepath.Join(p.dir, "gatewright.yaml"), []byte(languages), 0o644),
		os.WriteFile(filepath.Join(p.dir, "go.mod"), []byte("module example.com/all\n\ngo 1.26\n"), 0o644))
}

func (p *packages) model() string { return filepath.Join(p.dir, "model.json") }

func (p *packages) generate() (usage, error) {
	return p.finish("env", "XDG_CACHE_HOME="+filepath.Join(p.dir, "cache"), p.binary, "generate", p.dir)
}

// againstPDK generates in all languages, where nothing is; the AWS PDK's generator writes
// TypeScript for the same model.
func againstPDK(b *bench) (figures, error) {
	modules, err := b.npmModules("pdk")
	if err != nil {
		return figures{}, err
	}
	p, err := b.packages("generated-all")
	if err != nil {
		return figures{}, err
	}
	return b.alternating(func() (float64, error) {
		if err := p.empty(); err != nil {
			return 0, err
		}
		u, err := p.generate()
		return cpuOf(u), err
	}, func() (float64, error) { return p.generateWithPDK(modules) })
}

// ofLargeEnumeration generates an enumeration of 200,000 values in all languages, where
// nothing is.
func ofLargeEnumeration(b *bench) (figures, error) {
	p, err := b.packages("generated-enumeration")
	if err != nil {
		return figures{}, err
	}
	model, err := json.Marshal(withEnumeration(200_000))
	if err != nil {
		return figures{}, err
	}
	return b.median(func() (float64, error) {
		if err := errors.Join(p.empty(), os.WriteFile(p.model(), model, 0o644)); err != nil {
			return 0, err
		}
		u, err := p.generate()
		return cpuOf(u), err
	})
}

// withEnumeration is a model of one operation that returns one of many values.
func withEnumeration(count int) map[string]any {
	values := make([]string, count)
	for i := range values {
		values[i] = fmt.Sprintf("value-%06d", i)
	}
	schema := map[string]any{"$ref": "#/components/schemas/Kind"}
	response := map[string]any{"description": "ok", "content": map[string]any{"application/json": map[string]any{"schema": schema}}}
	get := map[string]any{"operationId": "getKind", "responses": map[string]any{"200": response}}
	return map[string]any{
		"openapi":    "3.0.3",
		"info":       map[string]any{"title": "kinds", "version": "1"},
		"paths":      map[string]any{"/kind": map[string]any{"get": get}},
		"components": map[string]any{"schemas": map[string]any{"Kind": map[string]any{"type": "string", "enum": values}}},
	}
}

// What the PDK's tasks of a project in TypeScript tell its generator.
const (
	pdkTypes     = `{"srcDir":"src"}`
	pdkConstruct = `{"srcDir":"src","runtimePackageName":"things","relativeSpecPath":"../assets/api.json","enableMockIntegrations":true}`
)

// generateWithPDK runs the commands that the PDK's tasks run for types, construct and mocks
// in TypeScript, without the npx and the projen that they go through, and returns the CPU
// time of all.
func (p *packages) generateWithPDK(modules string) (float64, error) {
	dir := filepath.Join(p.dir, "pdk")
	types, construct, bundled := filepath.Join(dir, "types"), filepath.Join(dir, "construct"), filepath.Join(dir, "bundled.json")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(types, 0o755), os.MkdirAll(construct, 0o755)); err != nil {
		return 0, err
	}
	total := 0.0
	for _, args := range [][]string{
		{"parse-openapi-spec", "--specPath", p.model(), "--outputPath", bundled},
		{"generate", "--specPath", bundled, "--outputPath", types, "--templateDirs", "typescript", "--metadata", pdkTypes},
		{"generate", "--specPath", bundled, "--outputPath", construct, "--templateDirs", "typescript-cdk-infrastructure", "--metadata", pdkConstruct},
		{"generate-mock-data", "--specPath", bundled, "--outputPath", construct},
	} {
		u, err := p.finish(append([]string{"node", filepath.Join(modules, "@aws/pdk/scripts/type-safe-api/run.js")}, args...)...)
		if err != nil {
			return 0, err
		}
		total += cpuOf(u)
	}
	return total, nil
}
