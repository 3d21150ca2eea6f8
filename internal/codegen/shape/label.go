package shape

import (
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// Label returns what an alternative that has no name is called: its title, if it is short, or its type.
func Label(s *model.Schema, k Kind) string {
	const brief = 40
	if len(s.Title) <= brief && len(naming.Words(s.Title)) > 0 {
		return s.Title
	}
	return labels[k]
}

var labels = map[Kind]string{
	Raw: "Any", Bool: "Boolean", Int: "Integer", Float: "Number", Big: "Number", String: "String", Bytes: "Bytes", Time: "Time",
	Date: "Date", Enum: "Enum", Mixed: "Enum", List: "List", Tuple: "Tuple", Map: "Map", Struct: "Object", Union: "Union",
}
