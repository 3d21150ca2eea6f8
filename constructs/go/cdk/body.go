package cdk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// body gives the definition as it can stand in a template, with the role's ARN where it is asked for.
func (a *api) body(document *spec.Document) (map[string]any, diag.List) {
	text := string(document.Root.JSON(false))
	if a.role != nil {
		text = strings.ReplaceAll(text, SharedRole, *a.role.RoleArn())
	}
	var body map[string]any
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		panic(fmt.Sprintf("the definition that was made is no JSON: %v", err))
	}
	var f fit
	f.value("", body)
	return body, f.problems()
}

// fit makes a definition fit into a template, in which nothing may be null, and some names are CloudFormation's
// (AWS CloudFormation Template Reference, "Intrinsic function reference").
type fit struct {
	references []string // places of names that are CloudFormation's
	nulls      []string // places of enumerations that have lost null
}

// pointer writes a name in a JSON pointer.
var pointer = strings.NewReplacer("~", "~0", "/", "~1")

func (f *fit) value(at string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			place := at + "/" + pointer.Replace(name)
			if name == "Ref" || strings.HasPrefix(name, "Fn::") {
				f.references = append(f.references, place)
			}
			if value[name] == nil {
				delete(value, name)
				continue
			}
			value[name] = f.value(place, value[name])
		}
	case []any:
		kept := value[:0]
		for i, item := range value {
			if item == nil {
				continue
			}
			kept = append(kept, f.value(at+"/"+strconv.Itoa(i), item))
		}
		if len(kept) < len(value) && strings.HasSuffix(at, "/enum") {
			f.nulls = append(f.nulls, at)
		}
		return kept
	}
	return value
}

func (f *fit) problems() (problems diag.List) {
	if len(f.references) > 0 {
		problems.Errorf(diag.Position{File: modelFile}, "conflicting-template-keys",
			"CloudFormation takes these names in the definition for functions of its own: %s", strings.Join(f.references, ", ")).Help =
			"give the properties other names in the model, or leave their schemas out of it; Prune: true drops examples and schemas of responses"
	}
	if len(f.nulls) > 0 {
		problems.Warnf(diag.Position{File: modelFile}, "ignored-null",
			"CloudFormation's templates hold no null, which these enumerations lose: %s", strings.Join(f.nulls, ", ")).Help =
			"requests with null there are refused; leave out the enumeration to let them through"
	}
	return problems
}
