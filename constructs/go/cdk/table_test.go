package cdk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/gatewright/gatewright/constructs/go/cdk"
	"github.com/gatewright/gatewright/integration"
)

// What the PDK's Type Safe API deploys (@aws/pdk 0.26, synthesized apart, with a model of as many operations).
const (
	pdkOne     = "15 resources, among them 3 roles, 2 helper functions, a policy and a custom resource"
	pdkHundred = "188,374 bytes, 127,228 of them properties of the custom resource"
	pdkLarge   = "fails: the stack ends at 161 operations"
)

// TestTable holds the table of docs/cdk-go.md to what is made.
func TestTable(t *testing.T) {
	mocked := func(operations int) template {
		return synth(t, nil, func(stack awscdk.Stack) {
			model, ids := largeModel(5 * ((operations + 4) / 5))
			if operations == 1 {
				model, ids = `{"openapi": "3.0.3", "info": {"title": "One", "version": "1"}, "paths": {"/": {"get": {
					"operationId": "one", "responses": {"200": {"description": "done"}}}}}}`, []string{"one"}
			}
			b := backend{}
			for _, id := range ids {
				b[id] = integration.Mock()
			}
			newAPI(stack, model, &props{Integrations: b})
		})["Test"]
	}
	one, hundred := mocked(1), mocked(100)
	kinds := one.kinds()
	large := functionPerOperation(t)
	resources, most := 0, 0
	for _, made := range large {
		resources, most = resources+len(made.Resources), max(most, len(made.Resources))
	}
	table := fmt.Sprintf(`| | gatewright | PDK 0.26 |
|---|---|---|
| one mocked operation | %d resources: REST API, deployment, stage, %d role and the account's setting for logs, log group, web ACL and its association; no helper function, no custom resource | %s |
| template for 100 mocked operations | %s bytes | %s |
| 500 operations, a function each | %d resources in %d templates, %d in the largest | %s |
`, len(one.Resources), kinds["AWS::IAM::Role"], pdkOne, grouped(hundred.size), pdkHundred, resources, len(large), most, pdkLarge)

	path := filepath.Join("..", "..", "..", "docs", "cdk-go.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- measured by TestTable -->\n\n", "\n<!-- end -->"
	before, rest, ok := strings.Cut(string(text), begin)
	written, after, ok2 := strings.Cut(rest, end)
	switch {
	case !ok || !ok2:
		t.Fatalf("%s has no place for the table", path)
	case written == table:
	case *update:
		if err := os.WriteFile(path, []byte(before+begin+table+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s says\n%s\nbut it is\n%s", path, written, table)
	}
	if n := kinds["AWS::Lambda::Function"] + kinds["AWS::CloudFormation::CustomResource"]; n != 0 {
		t.Errorf("one mocked operation has %d functions and custom resources", n)
	}
}

// grouped writes a number with commas.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

// functionPerOperation makes an API with 500 operations and as many functions, once.
func functionPerOperation(t *testing.T) map[string]template {
	t.Helper()
	if large == nil {
		model, ids := largeModel(500)
		large = synth(t, nil, func(stack awscdk.Stack) {
			functions, b := cdk.NewStacks(stack, "Functions", 6), backend{}
			for _, id := range ids {
				b[id] = cdk.Lambda(cdk.NewFunction(functions.For(id), id, cdk.Handler{Operation: id, Language: "python", Code: "testdata/python"}, nil))
			}
			newAPI(stack, model, &props{Integrations: b})
		})
	}
	return large
}

var large map[string]template
