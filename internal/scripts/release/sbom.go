package main

import (
	"debug/buildinfo"
	"encoding/json"
)

// component is a module, in CycloneDX's words.
type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl"`
}

func componentOf(kind, path, version string) component {
	return component{kind, path, version, "pkg:golang/" + path + "@" + version}
}

// billOfMaterials returns the modules that a program was built from, which the Go
// compiler has recorded in it, as a document of CycloneDX.
func billOfMaterials(file, version string) ([]byte, error) {
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return nil, err
	}
	components := []component{componentOf("library", "stdlib", info.GoVersion)}
	for _, d := range info.Deps {
		components = append(components, componentOf("library", d.Path, d.Version))
	}
	return json.MarshalIndent(map[string]any{
		"bomFormat":   "CycloneDX",
		"specVersion": "1.6",
		"version":     1,
		"metadata":    map[string]any{"component": componentOf("application", info.Main.Path, "v"+version)},
		"components":  components,
	}, "", "  ")
}
