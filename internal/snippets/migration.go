package snippets

import (
	"encoding/json"
	"strings"
	"testing"
)

// HoldMigration holds the template of the stack that docs/from-aws-pdk.md shows to what the
// stack says.
func HoldMigration(t testing.TB, template string) {
	t.Helper()
	type operation struct {
		Security    json.RawMessage
		Integration struct{ Type string } `json:"x-amazon-apigateway-integration"`
	}
	var got struct {
		Resources map[string]struct {
			Properties struct {
				Body struct {
					Paths map[string]struct{ Get operation }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(template), &got); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, r := range got.Resources {
		for path, methods := range r.Properties.Body.Paths {
			found[path] = strings.ToLower(methods.Get.Integration.Type) + " " + string(methods.Get.Security)
		}
	}
	for path, want := range map[string]string{
		"/hello":        `aws_proxy []`,
		"/pets/{petId}": `aws [{"users":["pets/read"]}]`,
		"/pets":         `mock [{"users":[]}]`,
	} {
		if found[path] != want {
			t.Errorf("%s has %s, want %s", path, found[path], want)
		}
	}
}
