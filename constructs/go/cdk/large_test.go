package cdk_test

import (
	"fmt"
	"strings"
	"testing"
)

const (
	maxResources = 500
	maxOutputs   = 200
	maxTemplate  = 1_000_000
)

// largeModel has five operations on each of many paths.
func largeModel(operations int) (model string, ids []string) {
	var paths []string
	for i := range operations / 5 {
		var methods []string
		for _, method := range []string{"get", "put", "post", "patch", "delete"} {
			id := fmt.Sprintf("%sThing%d", method, i)
			ids = append(ids, id)
			methods = append(methods, fmt.Sprintf(`%q: {"operationId": %q, "responses": {"200": {"description": "done"}}}`, method, id))
		}
		paths = append(paths, fmt.Sprintf(`"/things%d/{id}": {
			"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
			%s}`, i, strings.Join(methods, ",")))
	}
	return `{"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "paths": {` + strings.Join(paths, ",") + `}}`, ids
}

// TestFunctionPerOperation deploys an API with 500 operations and as many functions.
func TestFunctionPerOperation(t *testing.T) {
	templates := functionPerOperation(t)
	counts := map[string]int{}
	for name, made := range templates {
		t.Logf("%s: %d resources, %d parameters, %d outputs, %d bytes", name, len(made.Resources), len(made.Parameters), len(made.Outputs), made.size)
		if len(made.Resources) > maxResources || len(made.Parameters) > maxOutputs || len(made.Outputs) > maxOutputs || made.size > maxTemplate {
			t.Errorf("%s is too large: %d resources, %d parameters, %d outputs, %d bytes", name, len(made.Resources), len(made.Parameters), len(made.Outputs), made.size)
		}
		for kind, n := range made.kinds() {
			counts[kind] += n
		}
		if cycle := made.cycle(); cycle != nil {
			t.Errorf("%s has the cycle %s", name, strings.Join(cycle, " → "))
		}
	}
	for _, kind := range []string{"AWS::Lambda::Function", "AWS::Lambda::Permission"} {
		if counts[kind] != 500 {
			t.Errorf("there are %d of %s, want 500", counts[kind], kind)
		}
	}
}

// cycle returns resources that need each other, or nil.
func (t template) cycle() []string {
	state := map[string]int{} // 1: being visited, 2: done
	var visit func(id string, path []string) []string
	visit = func(id string, path []string) []string {
		path = append(path, id)
		switch state[id] {
		case 1:
			return path
		case 2:
			return nil
		}
		state[id] = 1
		r := t.Resources[id]
		for _, needed := range append(references(r.Properties), r.DependsOn...) {
			if t.Resources[needed] == nil {
				continue
			}
			if found := visit(needed, path); found != nil {
				return found
			}
		}
		state[id] = 2
		return nil
	}
	for id := range t.Resources {
		if found := visit(id, nil); found != nil {
			return found
		}
	}
	return nil
}

// references returns the IDs that a value refers to.
func references(value any) []string {
	var found []string
	switch value := value.(type) {
	case map[string]any:
		if id, ok := value["Ref"].(string); ok {
			return []string{id}
		}
		if attribute, ok := value["Fn::GetAtt"].([]any); ok {
			return []string{attribute[0].(string)}
		}
		for _, v := range value {
			found = append(found, references(v)...)
		}
	case []any:
		for _, v := range value {
			found = append(found, references(v)...)
		}
	}
	return found
}
