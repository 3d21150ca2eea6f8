package deploy_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/tree"
)

func TestBody(t *testing.T) {
	const given = `{"a": null, "enum": ["x", null], "b/c": {"Ref": {"type": "string"}}, "list": [null, {"Fn::Sub": 1}]}`
	n, problems := tree.Read("model.json", []byte(given))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	body, found := deploy.Body(n, "model.json")
	const want = `{"enum":["x"],"b/c":{"Ref":{"type":"string"}},"list":[{"Fn::Sub":1}]}`
	if got := strings.TrimSpace(string(body.JSON(false))); got != want {
		t.Errorf("the body is %s, want %s", got, want)
	}
	var rules []string
	for _, p := range found {
		rules = append(rules, p.Rule+" "+p.Message[strings.LastIndex(p.Message, ": ")+2:])
	}
	if got := strings.Join(rules, "; "); got != "conflicting-template-keys /b~1c/Ref, /list/1/Fn::Sub; ignored-null /enum" {
		t.Errorf("the diagnostics are %s", got)
	}
	if text := string(n.JSON(false)); !strings.Contains(text, "null") {
		t.Errorf("the definition itself was changed: %s", text)
	}
}
