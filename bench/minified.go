package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ofMinifiedCheck checks a document of 2 MB in one line with 2,000 broken templates and
// as many invalid defaults, and prints them all.
func ofMinifiedCheck(b *bench) (figures, error) {
	document, err := json.Marshal(withProblems(2000))
	if err != nil {
		return figures{}, err
	}
	dir := filepath.Join(b.cache, "minified")
	file := filepath.Join(dir, "api.json")
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(file, document, 0o644)); err != nil {
		return figures{}, err
	}
	return b.median(func() (float64, error) {
		u, err := b.finish(b.binary, "check", "--all", file)
		return cpuOf(u), err
	})
}

// withProblems is a model of as many operations, each with two problems, in 1 KB each.
func withProblems(operations int) map[string]any {
	paths := map[string]any{}
	for i := range operations {
		paths[fmt.Sprintf("/r%d", i)] = map[string]any{"get": map[string]any{
			"operationId": fmt.Sprintf("op%d", i),
			"description": strings.Repeat("words ", 100),
			"parameters":  []any{map[string]any{"name": "q", "in": "query", "schema": map[string]any{"type": "integer", "default": "x"}}},
			"responses":   map[string]any{"200": map[string]any{"description": "ok"}},
			"x-amazon-apigateway-integration": map[string]any{
				"type":             "MOCK",
				"requestTemplates": map[string]any{"application/json": "{#if"},
				"responses":        map[string]any{"default": map[string]any{"statusCode": "200"}},
			},
		}}
	}
	return map[string]any{"openapi": "3.0.1", "info": map[string]any{"title": "minified", "version": "1"}, "paths": paths}
}
