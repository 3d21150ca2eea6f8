package validate

import (
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/internal/tree"
)

// schema is a compiled JSON Schema of draft 4. Nil pointers, nil slices and
// negative lengths stand for keywords that are not there.
type schema struct {
	node *tree.Node // where it is written
	ref  *schema    // stands for everything else

	types       kind
	enum        map[string]bool // canonical texts
	enumTypes   kind            // types of its values; either of numbers stands for both
	enumText    string          // as it was written
	format      *format
	unsupported string // a format that is not known

	minimum, maximum *limit
	multipleOf       *limit

	minLength, maxLength int
	pattern              *pattern.Regexp

	minItems, maxItems int
	uniqueItems        bool
	items              *schema
	tuple              []*schema
	additionalItems    *schema
	closedTuple        bool // additionalItems: false

	minProperties, maxProperties int
	required                     []string // sorted
	properties                   map[string]*schema
	patternProperties            []patternProperty
	additionalProperties         *schema
	closed                       bool // additionalProperties: false
	dependencies                 []dependency

	allOf, anyOf, oneOf []*schema
	not                 *schema
}

type patternProperty struct {
	pattern *pattern.Regexp
	schema  *schema
}

// dependency is what a property asks for: other properties, or a schema.
type dependency struct {
	property string
	required []string // sorted
	schema   *schema
}

// limit is a number of a schema.
type limit struct {
	value     jsonvalue.Value
	exclusive bool
}

// kind is a set of JSON types.
type kind uint8

const (
	kindArray kind = 1 << iota
	kindBoolean
	kindInteger
	kindNull
	kindNumber
	kindObject
	kindString
)

// kindNames are sorted, as messages list them.
var kindNames = [...]string{"array", "boolean", "integer", "null", "number", "object", "string"}

func kindOf(v jsonvalue.Value) kind {
	switch v := v.(type) {
	case nil:
		return kindNull
	case bool:
		return kindBoolean
	case string:
		return kindString
	case *jsonvalue.Map:
		return kindObject
	case *jsonvalue.List:
		return kindArray
	default:
		if isIntegral(v) {
			return kindInteger
		}
		return kindNumber
	}
}

// names returns the types of a set.
func (k kind) names() []string {
	var names []string
	for i, name := range kindNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

func kindNamed(name string) kind {
	for i, n := range kindNames {
		if n == name {
			return 1 << i
		}
	}
	return 0
}
