package shape_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

// FuzzTermination builds recursive models of any bytes: no schema is an alternative of itself, however far down, or reading
// a value of it would never end.
func FuzzTermination(f *testing.F) {
	for seed := range 40 {
		data := make([]byte, 80)
		for i := range data {
			data[i] = byte(i*i*7 + seed*(i+13))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		document := recursiveModel(data)
		api, problems := openapi.ReadFS(fstest.MapFS{"api.json": {Data: document}}, "api.json")
		if problems.HasErrors() {
			return
		}
		forms := shape.NewForms()
		for _, s := range api.Schemas {
			if path := circle(forms, s, nil); path != nil {
				t.Fatalf("a value of %s is read as itself, by way of %v\n%s", s.Name, path, document)
			}
		}
	})
}

// circle returns the names of the schemas as which one value is read again and again, or nil.
func circle(forms *shape.Forms, s *model.Schema, above []*model.Schema) []string {
	if i := slices.Index(above, s); i >= 0 {
		var names []string
		for _, one := range append(above[i:], s) {
			names = append(names, fmt.Sprintf("%q", one.Name))
		}
		return names
	}
	above = append(above, s)
	for _, u := range unions(forms.Target(s)) {
		for _, a := range u.Alternatives {
			if found := circle(forms, a, above); found != nil {
				return found
			}
		}
	}
	return nil
}

func unions(f shape.Form) []*shape.UnionForm {
	switch f.Kind {
	case shape.Union:
		return []*shape.UnionForm{f.Union}
	case shape.Struct:
		return f.Object.Unions
	default:
		return nil
	}
}

// recursiveModel returns a document of six schemas, which refer to one another as data says.
func recursiveModel(data []byte) []byte {
	type object = map[string]any
	next := func(n int) int {
		if len(data) == 0 {
			return 0
		}
		b := int(data[0])
		data = data[1:]
		return b % n
	}
	names := []string{"A", "B", "C", "D", "E", "F"}
	var schema func(depth int) object
	list := func(depth int) (all []any) {
		for range 1 + next(3) {
			all = append(all, schema(depth-1))
		}
		return all
	}
	schema = func(depth int) object {
		if depth == 0 || next(2) == 0 {
			return object{"$ref": "#/components/schemas/" + names[next(len(names))]}
		}
		s := object{}
		if next(2) == 0 {
			s["type"] = "object"
			s["properties"] = object{names[next(len(names))]: schema(depth - 1)}
		}
		switch next(5) {
		case 0:
			s["oneOf"] = list(depth)
		case 1:
			s["anyOf"] = list(depth)
		case 2:
			s["allOf"] = list(depth)
		case 3:
			s["allOf"], s["oneOf"] = list(depth), list(depth)
		case 4:
			if s["type"] == nil {
				s["type"], s["items"] = "array", schema(depth-1)
			}
		}
		return s
	}
	schemas := object{}
	for _, name := range names {
		schemas[name] = schema(3)
	}
	document, err := json.Marshal(object{
		"openapi": "3.0.3", "info": object{"title": "T", "version": "1"}, "paths": object{}, "components": object{"schemas": schemas},
	})
	if err != nil {
		panic(err)
	}
	return document
}
