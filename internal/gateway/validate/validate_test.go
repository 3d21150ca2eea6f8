package validate_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const definition = `
openapi: 3.1.0
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, example: Rex, nullable: true}
        tag: {type: [string, "null"], const: ignored}
        age: {type: integer, format: int32, minimum: 0}
        friends: {type: array, items: {$ref: '#/components/schemas/Pet'}}
      additionalProperties: false
      discriminator: {propertyName: name}
    Model: {$ref: 'https://apigateway.amazonaws.com/restapis/abc123/models/Pet'}
    Anything: {}
    Loop: {allOf: [{$ref: '#/components/schemas/Loop'}]}
    Bomb: {anyOf: [{$ref: '#/components/schemas/Bomb'}, {$ref: '#/components/schemas/Bomb'}]}
    Slow: {pattern: '^(?=(a+)+$)(a+)+$'}
`

// named returns bodies whose models are of the definition, "type=Name".
func named(t testing.TB, pairs ...string) *validate.Validator {
	t.Helper()
	root, list := tree.Read("api.yaml", []byte(definition))
	if list.HasErrors() {
		t.Fatal(list)
	}
	var bodies []spec.Body
	for _, pair := range pairs {
		contentType, name, _ := strings.Cut(pair, "=")
		schema := tree.NewMapping(tree.Field{Name: "$ref", Value: tree.NewString("#/components/schemas/" + name)})
		bodies = append(bodies, spec.Body{ContentType: contentType, Schema: schema})
	}
	return compile(t, root, bodies...)
}

func TestBody(t *testing.T) {
	const missing = `application/json: [object has missing required properties (["name"])]`
	tests := []struct {
		name        string
		models      []string
		contentType string
		body        string
		want        string // after "for content type "; empty: the body is right
	}{
		{"fits", []string{"application/json=Pet"}, "application/json", `{"name":"Rex","tag":null,"age":3}`, ""},
		{"fits inside itself", []string{"application/json=Pet"}, "", `{"name":"a","friends":[{"name":"b","friends":[]}]}`, ""},
		{"wrong inside itself", []string{"application/json=Pet"}, "", `{"name":"a","friends":[{"name":"b"},{}]}`, missing},
		{"no content type", []string{"application/json=Pet"}, "", `{}`, missing},
		{"parameters are stripped", []string{"application/json=Pet"}, "Application/JSON; charset=utf-8", `{}`, missing},
		{"parameters that are wrong", []string{"application/json=Pet"}, "application/json; charset", `{}`, missing},
		{"no model for the type", []string{"application/json=Pet"}, "text/plain", `nonsense`, ""},
		{"no models", nil, "application/json", `nonsense`, ""},
		{
			"default model", []string{"application/json=Anything", "$default=Pet"}, "text/plain", `{}`,
			`$default: [object has missing required properties (["name"])]`,
		},
		{"reference to a model of the API", []string{"application/json=Model"}, "", `{}`, missing},
		{"no body", []string{"application/json=Pet"}, "", ``, "application/json: [Unknown error parsing request body]"},
		{"blank body", []string{"application/json=Pet"}, "", " \n", "application/json: [Unknown error parsing request body]"},
		{"no body where an empty one fits", []string{"application/json=Anything"}, "", ``, ""},
		{"not JSON", []string{"application/json=Anything"}, "", `{"a":`, "application/json: [Unknown error parsing request body]"},
		{"nullable is ignored", []string{"application/json=Pet"}, "", `{"name":null}`, `application/json: [instance type (null) does not match any allowed primitive type (allowed: ["string"])]`},
		{
			"several faults", []string{"application/json=Pet"}, "", `{"foo":1}`,
			`application/json: [object has missing required properties (["name"]), object instance has properties which are not allowed by the schema: ["foo"]]`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := named(t, tt.models...).Body(t.Context(), tt.contentType, jsonvalue.NewDocument([]byte(tt.body)))
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if _, ok := errors.AsType[*validate.BodyError](err); !ok {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff("Request body does not match model schema for content type "+tt.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Messages as they were seen in answers of API Gateway.
func TestMessagesOfAPIGateway(t *testing.T) {
	const coordinate = `{"type":"object","properties":{` +
		`"lat":{"type":"number","format":"double","minimum":-90,"maximum":90},` +
		`"lon":{"type":"number","format":"double","minimum":-180,"maximum":180}}}`
	const double = `format attribute "double" not supported`
	const null = `[instance type (null) does not match any allowed primitive type (allowed: ["integer","number"]), ` + double + `]`
	tests := []struct{ schema, body, want string }{
		{coordinate, `{"lat":91.0}`, `[` + double + `, numeric instance is greater than the required maximum (maximum: 90, found: 91.0)]`},
		{coordinate, `{"lat":-91.0}`, `[numeric instance is lower than the required minimum (minimum: -90, found: -91.0), ` + double + `]`},
		{coordinate, `{"lat":45.0,"lon":181.0}`, `[` + double + `, numeric instance is greater than the required maximum (maximum: 180, found: 181.0)]`},
		{coordinate, `{"lat":45.0,"lon":-181.0}`, `[` + double + `, numeric instance is lower than the required minimum (minimum: -180, found: -181.0)]`},
		{coordinate, `{"lat":null,"lon":10.0}`, null},
		{coordinate, `{"lat":null,"lon":null}`, null},
		{
			`{"type":"object","required":["bar"],"properties":{"bar":{}},"additionalProperties":false}`, `{"foo":1}`,
			`[object has missing required properties (["bar"]), object instance has properties which are not allowed by the schema: ["foo"]]`,
		},
		{`{"required":["password","email"]}`, `{}`, `[object has missing required properties (["email","password"])]`},
	}
	for _, tt := range tests {
		if got, err := detail(t, tt.schema, tt.body); got != tt.want || err != nil {
			t.Errorf("%s\ngot  %s %v\nwant %s", tt.body, got, err, tt.want)
		}
	}
}

// A model that the definition does not have validates nothing.
func TestMissingModel(t *testing.T) {
	if err := named(t, "application/json=Absent").Body(t.Context(), "", jsonvalue.NewDocument([]byte(`{"a":1}`))); err != nil {
		t.Error(err)
	}
}

func TestModelsThatCannotBeUsed(t *testing.T) {
	for _, name := range []string{"Loop", "Bomb"} {
		err := named(t, "application/json="+name).Body(t.Context(), "", jsonvalue.NewDocument([]byte(`{"a":1}`)))
		if !errors.Is(err, validate.ErrModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPatternThatTakesTooLong(t *testing.T) {
	body := `"` + strings.Repeat("a", 60) + `!"`
	if err := named(t, "application/json=Slow").Body(t.Context(), "", jsonvalue.NewDocument([]byte(body))); !errors.Is(err, validate.ErrModel) {
		t.Errorf("got %v", err)
	}
}

func TestNoValidator(t *testing.T) {
	schema, _ := tree.Read("model.json", []byte(`{"type":"string"}`))
	op := &spec.Operation{
		Bodies:     []spec.Body{{ContentType: "application/json", Schema: schema}},
		Parameters: []spec.Parameter{{Name: "a", In: "query", Required: true}},
	}
	v, _ := validate.Compile(schema, op)
	if err := v.Body(t.Context(), "", jsonvalue.NewDocument([]byte(`1`))); err != nil {
		t.Error(err)
	}
	if missing := v.MissingParameters(func(string, string) bool { return false }); missing != nil {
		t.Error(missing)
	}
}

func TestDuplicateModel(t *testing.T) {
	schema, _ := tree.Read("model.json", []byte(`{}`))
	op := &spec.Operation{
		Validator: spec.Validator{Body: true},
		Bodies: []spec.Body{
			{ContentType: "application/json", Schema: schema},
			{ContentType: "application/json; charset=utf-8", Schema: schema},
		},
	}
	_, list := validate.Compile(schema, op)
	if len(list) != 1 || list[0].Message != "the operation has a model for application/json already" {
		t.Error(list)
	}
}

func TestMissingParameters(t *testing.T) {
	op := &spec.Operation{
		Validator: spec.Validator{Parameters: true},
		Parameters: []spec.Parameter{
			{Name: "qs1", In: "query", Required: true},
			{Name: "issuer", In: "path", Required: true},
			{Name: "optional", In: "header"},
			{Name: "x-header-param", In: "header", Required: true},
			{Name: "divisor", In: "query", Required: true},
			{Name: "crumb", In: "cookie", Required: true},
		},
	}
	v, list := validate.Compile(nil, op)
	if len(list) > 0 {
		t.Fatal(list)
	}
	tests := []struct{ given, want []string }{
		{nil, []string{"x-header-param", "issuer", "qs1", "divisor"}},
		{[]string{"query qs1", "path divisor"}, []string{"x-header-param", "issuer", "divisor"}},
		{[]string{"header x-header-param", "path issuer", "query qs1", "query divisor"}, nil},
	}
	for _, tt := range tests {
		got := v.MissingParameters(func(in, name string) bool { return slices.Contains(tt.given, in+" "+name) })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v: %s", tt.given, diff)
		}
	}
}

func TestCheck(t *testing.T) {
	tests := []struct{ schema, want string }{
		{`{"type":"object"}`, ""},
		{`{"type":"strin"}`, `model.json:1:9: "strin" is not a type of JSON`},
		{`{"type":7}`, "model.json:1:9: type must be a string, found a number"},
		{`{"properties":{"a":{"type":"any"}}}`, `model.json:1:28: "any" is not a type of JSON`},
		{`{"pattern":"("}`, "model.json:1:12: "},
		{`{"required":[]}`, "model.json:1:13: required has no names: API Gateway refuses an empty list"},
		{`{"required":true}`, "model.json:1:13: required must be a list, found a boolean"},
		{`{"minLength":-1}`, "model.json:1:14: minLength must be an integer of at least 0"},
		{`{"minimum":"1"}`, "model.json:1:12: a limit must be a number, found a string"},
		{`{"multipleOf":0}`, "model.json:1:15: multipleOf must be more than 0, found 0"},
		{`{"exclusiveMinimum":5}`, "API Gateway ignores exclusiveMinimum with a number"},
		{`{"enum":[]}`, "model.json:1:9: enum has no values"},
		{`{"allOf":[]}`, "model.json:1:10: allOf has no models"},
		{`{"items":true}`, "a model must be a mapping, found a boolean"},
		{`{"properties":[]}`, "properties must be a mapping, found a list"},
		{`{"patternProperties":{"(":{}}}`, "model.json:1:23: "},
		{`{"dependencies":{"a":[1]}}`, "a name in dependencies must be a string, found a number"},
		{`{"$ref":"#/components/schemas/Nope"}`, `model.json:1:9: model "#/components/schemas/Nope" not found: nothing is validated by it`},
		{`{"$ref":"#/nope"}`, `model.json:1:9: nothing is at "#/nope"`},
		{`{"$ref":"other.json"}`, `nothing is at "other.json"`},
		{`{"$ref":1}`, "$ref must be a string, found a number"},
		{`{"$ref":"#/a","a":{"$ref":"#/b"},"b":{"$ref":"#/a"}}`, `the reference "#/a" refers to itself`},
	}
	for _, tt := range tests {
		t.Run(tt.schema, func(t *testing.T) {
			root, list := tree.Read("model.json", []byte(tt.schema))
			if list.HasErrors() {
				t.Fatal(list)
			}
			op := &spec.Operation{
				Validator: spec.Validator{Body: true},
				Bodies:    []spec.Body{{ContentType: "application/json", Schema: root}},
			}
			got := validate.Check(root, []*spec.Operation{op, op}) // each problem once
			if len(got) == 0 && tt.want == "" {
				return
			}
			if len(got) != 1 || tt.want == "" || !strings.Contains(got[0].Error(), tt.want) {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

// FuzzBody looks for schemas and bodies that bring the validator down.
func FuzzBody(f *testing.F) {
	f.Add(`{"type":"object","required":["a"],"properties":{"a":{"$ref":"#"}}}`, `{"a":{"a":{}}}`)
	f.Add(`{"uniqueItems":true,"items":{"multipleOf":0.1}}`, `[1,1.0,1e400,"x",{}]`)
	f.Add(`{"enum":[1e400,{"a":[null]}],"pattern":"^(a+)+$"}`, `"aaaaaaaaaaaaaaaaaaaaaaaa!"`)
	f.Fuzz(func(t *testing.T, schema, body string) {
		root, list := tree.Read("model.json", []byte(schema))
		if list.HasErrors() {
			return
		}
		v := compile(t, root, spec.Body{ContentType: "application/json", Schema: root})
		err := v.Body(t.Context(), "", jsonvalue.NewDocument([]byte(body)))
		var bodyErr *validate.BodyError
		switch {
		case err == nil, errors.Is(err, validate.ErrModel):
		case !errors.As(err, &bodyErr) || !strings.HasPrefix(bodyErr.Detail, "[") || len(bodyErr.Detail) < 3:
			t.Errorf("got %v", err)
		}
	})
}

func BenchmarkBody(b *testing.B) {
	for name, body := range map[string]string{
		"valid":   `{"name":"Rex","tag":"dog","age":3,"friends":[{"name":"Tom","age":2}]}`,
		"invalid": `{"name":"Rex","tag":"dog","age":-3,"friends":[{"name":"Tom","age":2}]}`,
	} {
		b.Run(name, func(b *testing.B) {
			v := named(b, "application/json=Pet")
			b.ReportAllocs()
			for b.Loop() {
				if err := v.Body(b.Context(), "application/json", jsonvalue.NewDocument([]byte(body))); (err == nil) != (name == "valid") {
					b.Fatal(err)
				}
			}
		})
	}
}
