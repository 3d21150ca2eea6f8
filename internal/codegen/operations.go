package codegen

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
)

// CheckOperations reports operations that one identifier of a language would stand
// for. Identifier converts an operationId as the language's generator does.
func CheckOperations(api *model.API, language string, identifier func(id string) string, problems *diag.List) {
	byName := make(map[string]*model.Operation, len(api.Operations))
	for _, o := range api.Operations {
		name := identifier(o.ID)
		first := byName[name]
		if first == nil {
			byName[name] = o
			continue
		}
		d := problems.Errorf(positionOfID(o), "conflicting-operation-names", "the operations %q and %q both become %s in %s", first.ID, o.ID, name, language)
		d.Help = "change one operationId, so that they differ in more than case and punctuation"
		d.Notes = append(d.Notes, diag.Note{Position: positionOfID(first), Message: "the other one"})
	}
}

func positionOfID(o *model.Operation) diag.Position {
	if id := o.Node.Get("operationId"); id.Str() != "" {
		return id.Position()
	}
	return o.Position
}
