package cdk

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/spec"
)

// body returns the definition as a template holds it, with the role's ARN in the place of its placeholder.
func (a *api) body(document *spec.Document) (map[string]any, diag.List) {
	root, problems := deploy.Body(document.Root, modelFile)
	text := string(root.JSON(false))
	if a.role != nil {
		text = strings.ReplaceAll(text, SharedRole, *a.role.RoleArn())
	}
	var body map[string]any
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		panic(fmt.Sprintf("the definition is not JSON: %v", err))
	}
	return body, problems
}
