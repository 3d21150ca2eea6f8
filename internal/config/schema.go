package config

import (
	"github.com/gatewright/gatewright/internal/tree"
)

// SchemaID is the identifier of the format's JSON Schema.
const SchemaID = "https://gatewright.dev/schema/gatewright.schema.json"

// Schema returns the JSON Schema (draft-07, which editors know best) of
// gatewright.yaml.
func Schema() []byte {
	root := tree.NewMapping(
		tree.Field{Name: "$schema", Value: tree.NewString("http://json-schema.org/draft-07/schema#")},
		tree.Field{Name: "$id", Value: tree.NewString(SchemaID)},
		tree.Field{Name: "title", Value: tree.NewString("gatewright.yaml")},
	)
	root.Fields = append(root.Fields, format.schema().Fields...)
	root.Set("definitions", tree.NewMapping(
		tree.Field{Name: "function", Value: functionSchema()}, tree.Field{Name: "choice", Value: choiceSchema()}))
	return root.JSON(true)
}

// choiceSchema describes a call of Fn::If, which may be in place of any value. Editors take
// the short form, !If [Condition, {}, {}], for a list.
func choiceSchema() *tree.Node {
	arguments := typeSchema("array")
	arguments.Set("items", tree.NewSequence(typeSchema("string"), tree.NewMapping(), tree.NewMapping()))
	arguments.Set("minItems", tree.NewInt(3))
	arguments.Set("maxItems", tree.NewInt(3))
	long := callSchema(tree.NewMapping(tree.Field{Name: "Fn::If", Value: arguments}))
	long.Set("required", tree.NewStrings([]string{"Fn::If"}))
	return tree.NewMapping(
		tree.Field{Name: "description", Value: tree.NewString("CloudFormation's choice between two values: the name of a condition, then the value when it holds, then the other.")},
		tree.Field{Name: "anyOf", Value: tree.NewSequence(long, arguments)},
	)
}

// orChoice describes a value of a shape, or a choice between values. With if and else,
// editors explain what is wrong with a value that is not a choice.
func orChoice(s *shape) *tree.Node {
	n := s.schema()
	if s.any || s.kind == tree.String && s.enum == nil && s.between == nil && s.either == nil {
		return n // takes every function, or everything
	}
	choice := tree.NewMapping(tree.Field{Name: "$ref", Value: tree.NewString("#/definitions/choice")})
	if s.kind == tree.Sequence && s.either == nil { // a list of three strings is a list
		values := typeSchema("array")
		values.Set("contains", tree.NewMapping(tree.Field{Name: "type", Value: tree.NewStrings([]string{"array", "object"})}))
		choice = tree.NewMapping(tree.Field{Name: "allOf", Value: tree.NewSequence(choice,
			tree.NewMapping(tree.Field{Name: "anyOf", Value: tree.NewSequence(typeSchema("object"), values)}))})
	}
	outer := tree.NewMapping()
	for _, name := range []string{"description", "default"} {
		outer.Set(name, n.Get(name))
		n.Delete(name)
	}
	outer.Set("if", choice)
	outer.Set("else", n)
	return outer
}

// functionSchema describes a call of one of CloudFormation's intrinsic functions, which may
// be in place of a string. Editors do not see the tag of a short form: they take
// !GetAtt Hello.Arn for a string, !Join ["", [a, b]] for a list, and
// !Transform { Name: AWS::Include } for a mapping.
func functionSchema() *tree.Node {
	anything := tree.NewMapping()
	long := callSchema(tree.NewMapping(tree.Field{Name: "Ref", Value: typeSchema("string")}))
	long.Set("patternProperties", tree.NewMapping(tree.Field{Name: "^Fn::", Value: anything}))
	long.Set("minProperties", tree.NewInt(1))
	long.Set("maxProperties", tree.NewInt(1))
	transform := callSchema(tree.NewMapping(
		tree.Field{Name: "Name", Value: typeSchema("string")}, tree.Field{Name: "Parameters", Value: anything}))
	transform.Set("required", tree.NewStrings([]string{"Name"}))
	return tree.NewMapping(
		tree.Field{Name: "description", Value: tree.NewString("An intrinsic function of CloudFormation, such as Ref or Fn::GetAtt.")},
		tree.Field{Name: "anyOf", Value: tree.NewSequence(long, typeSchema("array"), transform)},
	)
}

func typeSchema(name string) *tree.Node {
	return tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString(name)})
}

// callSchema describes a mapping that has certain keys only.
func callSchema(properties *tree.Node) *tree.Node {
	n := typeSchema("object")
	n.Set("properties", properties)
	n.Set("additionalProperties", tree.NewBool(false))
	return n
}

var schemaTypes = map[tree.Kind]string{
	tree.Bool: "boolean", tree.Number: "number", tree.String: "string",
	tree.Sequence: "array", tree.Mapping: "object",
}

func (s *shape) schema() *tree.Node {
	n := tree.NewMapping()
	if s.doc != "" {
		n.Set("description", tree.NewString(s.doc))
	}
	switch {
	case s.any:
	case s.either != nil:
		alternatives := tree.NewSequence()
		for _, alternative := range s.either {
			alternatives.Items = append(alternatives.Items, alternative.schema())
		}
		n.Set("anyOf", alternatives)
	default:
		s.schemaOfKind(n)
	}
	if s.fallback != "" {
		fallback, _ := tree.Read("default.json", []byte(s.fallback))
		n.Set("default", fallback)
	}
	return n
}

func (s *shape) schemaOfKind(n *tree.Node) {
	if s.between != nil {
		n.Set("type", tree.NewString("string"))
		n.Set("pattern", tree.NewString(`^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`))
		return
	}
	if s.kind == tree.String && s.enum == nil {
		n.Set("anyOf", tree.NewSequence(
			tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString("string")}),
			tree.NewMapping(tree.Field{Name: "$ref", Value: tree.NewString("#/definitions/function")}),
		))
		return
	}
	n.Set("type", tree.NewString(schemaTypes[s.kind]))
	switch s.kind {
	case tree.Number:
		if s.integer {
			n.Set("type", tree.NewString("integer"))
		}
		if s.atLeastZero {
			n.Set("minimum", tree.NewInt(0))
		}
		if s.min != 0 || s.max != 0 {
			n.Set("minimum", tree.NewInt(s.min))
			n.Set("maximum", tree.NewInt(s.max))
		}
	case tree.String:
		n.Set("enum", tree.NewStrings(s.enum))
	case tree.Sequence:
		n.Set("items", orChoice(s.items))
	case tree.Mapping:
		s.schemaOfMapping(n)
	case tree.Null, tree.Bool: // their type says it all
	}
}

func (s *shape) schemaOfMapping(n *tree.Node) {
	if s.values != nil {
		n.Set("additionalProperties", orChoice(s.values))
		return
	}
	properties, needed := tree.NewMapping(), tree.NewSequence()
	for _, k := range s.keys {
		properties.Set(k.name, orChoice(k.shape))
		if k.required {
			needed.Items = append(needed.Items, tree.NewString(k.name))
		}
	}
	n.Set("properties", properties)
	n.Set("additionalProperties", tree.NewBool(false))
	if len(needed.Items) > 0 {
		n.Set("required", needed)
	}
	if s.onlyOne != nil {
		alternatives := tree.NewSequence()
		for _, name := range s.onlyOne {
			alternatives.Items = append(alternatives.Items,
				tree.NewMapping(tree.Field{Name: "required", Value: tree.NewStrings([]string{name})}))
		}
		n.Set("oneOf", alternatives)
	}
}
