package config

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// readGenerate reads what code the file asks for.
func (l *loader) readGenerate() {
	l.project.MockData = mockDataOptions(l.get("mockDataOptions"))
	for _, f := range fields(l.get("generate")) {
		if f.Value.Is(tree.Null) {
			continue
		}
		g := Generate{
			Language:  f.Name,
			Out:       l.resolve(get(f.Value, "out").Str()),
			Package:   get(f.Value, "package").Str(),
			Positions: map[string]diag.Position{},
		}
		if cdk := get(f.Value, "cdk"); cdk != nil {
			g.NoCDK = !cdk.True()
		}
		if handlers := get(f.Value, "handlers"); handlers != nil {
			g.Handlers = l.resolve(handlers.Text)
		}
		if client := get(f.Value, "client"); client.True() || client.Is(tree.Mapping) {
			g.Client = true
			g.DefaultAuthorizer = get(client, "defaultAuthorizer").Str()
		}
		for _, key := range f.Value.Fields {
			g.Positions[key.Name] = key.Value.Position()
		}
		l.project.Generate = append(l.project.Generate, g)
	}
}
