package golang

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// label gives what an alternative that has no name is called: after its title or its
// type.
func label(s *model.Schema, k shape.Kind) string {
	const brief = 40
	if s.Title != "" && len(s.Title) <= brief && strings.Trim(camel(s.Title), "_") != "" {
		return camel(s.Title)
	}
	return map[shape.Kind]string{
		shape.Raw: "JSON", shape.Bool: "Boolean", shape.Int: "Integer", shape.Float: "Number", shape.Big: "Number", shape.String: "String",
		shape.Bytes: "Bytes", shape.Time: "Time", shape.Date: "Date", shape.Enum: "Enum", shape.Mixed: "Enum", shape.List: "List",
		shape.Tuple: "Tuple", shape.Map: "Map", shape.Struct: "Object", shape.Union: "Union",
	}[k]
}
