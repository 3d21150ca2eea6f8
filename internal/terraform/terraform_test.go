package terraform_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/template"
	"github.com/gatewright/gatewright/internal/terraform"
	"github.com/gatewright/gatewright/internal/tree"
)

var update = flag.Bool("update", false, "write what the tests got into their golden files")

const projects = "../template/testdata/"

// render returns the template of a project, and the configuration.
func render(t *testing.T, path string) (made, configuration *tree.Node) {
	t.Helper()
	made, problems := template.NewForTerraform(config.LoadVariants(path, config.Options{Template: true}))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	configuration, problems = terraform.New(made)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return made, configuration
}

func TestGolden(t *testing.T) {
	for name, path := range map[string]string{"shop": projects + "shop", "choices": projects + "choices", "hello": "testdata/hello"} {
		t.Run(name, func(t *testing.T) {
			_, configuration := render(t, path)
			got := configuration.JSON(true)
			golden := filepath.Join("testdata", name+".tf.json")
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-golden +configuration):\n%s", diff)
			}
		})
	}
}

// TestEvaluate evaluates configurations with the language of Terraform, and compares the
// definitions with those that CloudFormation's functions make of the templates.
func TestEvaluate(t *testing.T) {
	const arn = "arn:aws:execute-api:us-east-1:123456789012:id/"
	tests := map[string]struct {
		project, isProd, hasBackend string
		permissions                 []string
	}{
		"shop":             {"shop", "", "", []string{"HelloFunctionArn " + arn + "authorizers/*", "HelloFunctionArn " + arn + "prod/GET/pets"}},
		"prod":             {"choices", "true", "true", []string{"LiveArn " + arn + "prod/GET/pets"}},
		"prod, no backend": {"choices", "true", "false", []string{"LiveArn " + arn + "prod/GET/pets"}},
		"test":             {"choices", "false", "true", []string{"TestArn " + arn + "prod/GET/pets"}},
		"test, no backend": {"choices", "false", "false", []string{"TestArn " + arn + "prod/GET/pets", "TestArn " + arn + "prod/POST/orders"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			made, configuration := render(t, projects+test.project)
			values := map[string]string{}
			for _, f := range made.Get("Parameters").Fields {
				values[f.Name] = f.Name
			}
			if test.isProd != "" {
				values["IsProd"], values["HasBackend"] = test.isProd, test.hasBackend
			}
			e := newEvaluation(t, made, configuration, values)
			var definition any
			if err := json.Unmarshal([]byte(e.value(`${jsonencode(local.definition)}`).AsString()), &definition); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(deployed(t, made, values), definition); diff != "" {
				t.Errorf("(-CloudFormation +Terraform):\n%s", diff)
			}
			if diff := cmp.Diff(test.permissions, e.permissions()); diff != "" {
				t.Errorf("permissions (-want +got):\n%s", diff)
			}
			e.evaluateAll(e.configuration["resource"])
			e.evaluateAll(e.configuration["output"])
		})
	}
}

// deployed returns the definition of a template's API as CloudFormation deploys it.
func deployed(t *testing.T, made *tree.Node, values map[string]string) (definition any) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "template.json")
	if err := os.WriteFile(file, made.JSON(true), 0o600); err != nil {
		t.Fatal(err)
	}
	assembly, problems := cloudformation.ReadTemplate(file, cloudformation.Options{Parameters: values})
	if problems.HasErrors() || len(assembly.APIs) != 1 {
		t.Fatalf("%d APIs: %v", len(assembly.APIs), problems)
	}
	if err := json.Unmarshal(assembly.APIs[0].Document.Root.JSON(false), &definition); err != nil {
		t.Fatal(err)
	}
	return definition
}

// evaluation is a configuration with values for its variables.
type evaluation struct {
	*testing.T
	configuration map[string]any
	context       *hcl.EvalContext
}

func newEvaluation(t *testing.T, made, configuration *tree.Node, values map[string]string) *evaluation {
	t.Helper()
	e := &evaluation{T: t, context: &hcl.EvalContext{
		Functions: map[string]function.Function{
			"jsonencode": stdlib.JSONEncodeFunc, "jsondecode": stdlib.JSONDecodeFunc, "merge": stdlib.MergeFunc, "concat": stdlib.ConcatFunc,
			"contains": stdlib.ContainsFunc, "sha1": stdlib.UpperFunc, "one": one,
		},
		Variables: map[string]cty.Value{},
	}}
	if err := json.Unmarshal(configuration.JSON(false), &e.configuration); err != nil {
		t.Fatal(err)
	}
	e.context.Variables["data"] = objectOf(map[string]any{
		"aws_partition":       map[string]any{"current": map[string]any{"partition": "aws", "dns_suffix": "amazonaws.com"}},
		"aws_region":          map[string]any{"current": map[string]any{"region": "us-east-1"}},
		"aws_caller_identity": map[string]any{"current": map[string]any{"account_id": "123456789012"}},
	})
	variables := map[string]any{}
	for i, f := range configuration.Get("variable").Fields {
		variables[f.Name] = values[made.Get("Parameters").Fields[i].Name]
	}
	e.context.Variables["var"] = objectOf(variables)
	locals := map[string]cty.Value{}
	set := func(name string) {
		locals[name] = e.any(e.configuration["locals"].(map[string]any)[name])
		e.context.Variables["local"] = cty.ObjectVal(locals)
	}
	conditions := slices.Sorted(maps.Keys(e.configuration["locals"].(map[string]any)))
	slices.SortStableFunc(conditions, func(a, b string) int { // a condition of others is last
		return strings.Count(a, "deployment") - strings.Count(b, "deployment")
	})
	for _, name := range conditions {
		if name != "definition" {
			set(name)
		}
	}
	e.addResources()
	set("definition")
	return e
}

// addResources adds the attributes of resources that others refer to.
func (e *evaluation) addResources() {
	for kind, all := range e.configuration["resource"].(map[string]any) {
		named := map[string]cty.Value{}
		for name, arguments := range all.(map[string]any) {
			attributes := objectOf(map[string]any{"id": "id", "name": name, "stage_name": "prod", "arn": "arn:aws:iam::123456789012:role/" + strings.ToUpper(name[:1]) + name[1:]})
			named[name] = attributes
			if count, ok := arguments.(map[string]any)["count"]; ok {
				named[name] = cty.TupleVal([]cty.Value{attributes}[:number(e.any(count))])
			}
		}
		e.context.Variables[kind] = cty.ObjectVal(named)
	}
}

// permissions returns the functions that may be invoked, and by what.
func (e *evaluation) permissions() []string {
	var all []string
	for _, arguments := range e.configuration["resource"].(map[string]any)["aws_lambda_permission"].(map[string]any) {
		arguments := arguments.(map[string]any)
		if count, ok := arguments["count"]; !ok || number(e.any(count)) == 1 {
			all = append(all, e.any(arguments["function_name"]).AsString()+" "+e.any(arguments["source_arn"]).AsString())
		}
	}
	slices.Sort(all)
	return all
}

func number(v cty.Value) int64 {
	n, _ := v.AsBigFloat().Int64()
	return n
}

// evaluateAll evaluates the templates in a value, none of which may fail.
func (e *evaluation) evaluateAll(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, inner := range value {
			e.evaluateAll(inner)
		}
	default:
		e.any(value)
	}
}

// any returns a value in which templates are evaluated, names of entries included.
func (e *evaluation) any(value any) cty.Value {
	switch value := value.(type) {
	case string:
		return e.value(value)
	case map[string]any:
		object := map[string]cty.Value{}
		for name, inner := range value {
			object[e.value(name).AsString()] = e.any(inner)
		}
		return cty.ObjectVal(object)
	case []any:
		var items []cty.Value
		for _, inner := range value {
			items = append(items, e.any(inner))
		}
		return cty.TupleVal(items)
	case bool:
		return cty.BoolVal(value)
	case float64:
		return cty.NumberFloatVal(value)
	}
	e.Fatalf("there is a %T", value)
	return cty.NilVal
}

// value evaluates a template.
func (e *evaluation) value(text string) cty.Value {
	e.Helper()
	expression, problems := hclsyntax.ParseTemplate([]byte(text), "api.tf.json", hcl.InitialPos)
	if problems.HasErrors() {
		e.Fatalf("%s: %v", text, problems)
	}
	value, problems := expression.Value(e.context)
	if problems.HasErrors() {
		e.Fatalf("%s: %v", text, problems)
	}
	return value
}

func objectOf(values map[string]any) cty.Value {
	object := map[string]cty.Value{}
	for name, value := range values {
		if text, ok := value.(string); ok {
			object[name] = cty.StringVal(text)
		} else {
			object[name] = objectOf(value.(map[string]any))
		}
	}
	return cty.ObjectVal(object)
}

// one is Terraform's function of that name, which the language itself does not have.
var one = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if args[0].LengthInt() == 0 {
			return cty.DynamicPseudoType, nil
		}
		return cty.String, nil
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if args[0].LengthInt() == 0 {
			return cty.NullVal(cty.DynamicPseudoType), nil
		}
		return args[0].AsValueSlice()[0], nil
	},
})

// TestArguments looks up the arguments of resources in the schema of the provider
// hashicorp/aws 6.25.0, of which testdata/provider.json has the names.
func TestArguments(t *testing.T) {
	text, err := os.ReadFile("testdata/provider.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string][]string
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	meta := []string{"count", "depends_on", "lifecycle"}
	for _, path := range []string{projects + "shop", projects + "choices"} {
		_, configuration := render(t, path)
		for _, kind := range configuration.Get("resource").Fields {
			for _, named := range kind.Value.Fields {
				for _, argument := range named.Value.Fields {
					if !slices.Contains(meta, argument.Name) && !slices.Contains(schema[kind.Name], argument.Name) {
						t.Errorf("%s.%s: the provider does not know %s", kind.Name, named.Name, argument.Name)
					}
					for _, inner := range argument.Value.Fields {
						block, isBlock := schema[kind.Name+"."+argument.Name]
						if isBlock && !slices.Contains(block, inner.Name) {
							t.Errorf("%s.%s: the provider does not know %s in %s", kind.Name, named.Name, inner.Name, argument.Name)
						}
					}
				}
			}
		}
	}
}
