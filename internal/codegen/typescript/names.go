package typescript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// operationNames are what generated code calls an operation. Its key in
// OperationConfig is its ID.
type operationNames struct {
	pascal string            // GetPetById: the start of its types
	camel  string            // getPetById: the start of its functions
	file   string            // get-pet-by-id: of its handler, without an extension
	mocks  map[string]string // by status: getPetById200, getPetById4XX, getPetByIdDefault
}

// names allocates the identifiers of a model: first those of the schemas, which are the model's, then what is called after
// operations. Adding an operation renames no type.
type names struct {
	operations map[*model.Operation]*operationNames
	schemas    map[*model.Schema]string
	all        []*model.Schema // those of schemas, the named ones first
}

// endings are those of the names that are made of an operation's.
var endings = strings.Fields("Function FunctionProps RequestParameters RequestBody RequestInput ChainedRequestInput HandlerFunction ChainedHandlerFunction OperationResponses")

func endingsOf(o *model.Operation) []string {
	all := slices.Clone(endings)
	for _, r := range o.Responses {
		all = append(all, statusName(r.Status)+"OperationResponse")
	}
	return all
}

func newNames(api *model.API, own []string) *names {
	n := &names{operations: map[*model.Operation]*operationNames{}, schemas: map[*model.Schema]string{}}
	own = append(own, importedTypes...)
	types, functions, files := codegen.NewScope(own...), codegen.NewScope(), codegen.NewScope("index", "router", "shapes", "powertools", "testing")
	for _, s := range api.Schemas {
		name := identifier(naming.Pascal(s.Name), "Model")
		if slices.Contains(own, name) {
			name += "Model"
		}
		n.schemas[s] = types.Take(name)
		n.all = append(n.all, s)
	}
	n.takeInline(api, types)
	for _, name := range runtimeTypes {
		types.Take(name)
	}
	for _, o := range api.Operations {
		name := functions.Take(identifier(naming.Pascal(o.ID), "Operation"))
		all := &operationNames{
			pascal: types.TakeAll(name, endingsOf(o)),
			camel:  lowerFirst(name),
			file:   files.Take(fileName(name)),
			mocks:  map[string]string{},
		}
		for _, r := range o.Responses {
			all.mocks[r.Status] = all.camel + statusName(r.Status)
		}
		n.operations[o] = all
	}
	return n
}

// takeInline allocates the names of the schemas that the model does not name. A single value is as short as a name.
func (n *names) takeInline(api *model.API, types *codegen.Scope) {
	inline := codegen.NewInlineNames(api)
	for _, s := range inline.Schemas() {
		if s.Const != nil || len(s.Enum) == 1 || len(s.PrefixItems) > 0 {
			continue
		}
		name, _ := inline.Of(s, func(words string) string { return identifier(naming.Pascal(words), "Model") })
		n.schemas[s] = types.Take(name)
		n.all = append(n.all, s)
	}
}

func statusName(status string) string {
	if status == "default" {
		return "Default"
	}
	return status
}

func lowerFirst(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[size:]
}

// identifier makes an identifier of a name. Letters that not every tool takes are
// left out.
func identifier(name, otherwise string) string {
	name = strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, name)
	if len(name) > 100 {
		name = name[:100]
	}
	if name == "" || unicode.IsDigit(rune(name[0])) {
		return otherwise + name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func fileName(identifier string) string {
	return strings.ToLower(strings.ReplaceAll(naming.Snake(identifier), "_", "-"))
}

// ownNames are the names that every package has, whatever its model. A schema with such a name gets the suffix Model.
var ownNames = strings.Fields("Api ApiProps MockIntegrations OperationConfig OperationLookup Operations")
