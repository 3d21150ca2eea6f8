package codegen

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// HandlerExtension is the key by which a model names an operation's handler.
const HandlerExtension = "x-handler"

// HandlerOf gives what the model says of an operation's handler, or nil.
func HandlerOf(o *model.Operation) *tree.Node { return o.Extension(HandlerExtension) }

// What x-handler takes.
var (
	handlerKeys      = []string{"language", "code", "handler"}
	handlerLanguages = []string{"go", "typescript", "javascript", "python", "java"}
)

// CheckHandlers reports what is wrong with the handlers that the model names.
func CheckHandlers(api *model.API, problems *diag.List) {
	for _, o := range api.Operations {
		switch x := HandlerOf(o); {
		case x == nil:
		case !x.Is(tree.Mapping):
			problems.Errorf(x.Position(), "invalid-handler", "x-handler of %s must be a mapping, found %s", o.ID, x.Kind).Help =
				"write x-handler: { language: go }"
		default:
			checkHandler(o, x, problems)
		}
	}
}

func checkHandler(o *model.Operation, x *tree.Node, problems *diag.List) {
	for _, f := range x.Fields {
		switch {
		case !slices.Contains(handlerKeys, f.Name):
			problems.Errorf(x.FieldPosition(f.Name), "invalid-handler", "x-handler of %s has no key %q", o.ID, f.Name).Help =
				nearest(f.Name, "the keys are ", handlerKeys)
		case !f.Value.Is(tree.String):
			problems.Errorf(f.Value.Position(), "invalid-handler", "%s in x-handler of %s must be a string, found %s", f.Name, o.ID, f.Value.Kind)
		}
	}
	switch language := x.Get("language"); {
	case language == nil:
		problems.Errorf(x.Position(), "invalid-handler", "x-handler of %s needs the key %q", o.ID, "language").Help =
			"it is one of " + strings.Join(handlerLanguages, ", ")
	case language.Is(tree.String) && !slices.Contains(handlerLanguages, language.Text):
		problems.Errorf(language.Position(), "invalid-handler", "x-handler of %s cannot be in %q", o.ID, language.Text).Help =
			nearest(language.Text, "it is one of ", handlerLanguages)
	}
}

// nearest helps with a name that is not known.
func nearest(name, all string, names []string) string {
	if near := diag.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return all + strings.Join(names, ", ")
}
