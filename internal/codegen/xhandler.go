package codegen

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// HandlerExtension is the key by which a model names an operation's handler.
const HandlerExtension = "x-handler"

// HandlerOf returns what the model says of an operation's handler, or nil.
func HandlerOf(o *model.Operation) *tree.Node { return o.Extension(HandlerExtension) }

// Handler is an operation's handler, as x-handler names it, with its defaults.
type Handler struct {
	Language string
	Code     string // a directory or an archive
	Entry    string // the function to call; empty: that of the language
	At       string // the place in the model, "api.yaml:7:18", if it names no code
}

// Handlers is the directory of the handlers for which the model names no code.
const Handlers = "handlers"

// HandlersOf returns the handlers that the model names. Where x-handler has no code, it is in a folder of [Handlers] called
// after the operation, in every language and for every construct: main.go, index.ts, app.py, or a class called after the
// operation, such as SayHelloHandler.
func HandlersOf(api *model.API) map[*model.Operation]Handler {
	all, folders := map[*model.Operation]Handler{}, HandlerFolders(api)
	for _, o := range api.Operations {
		x := HandlerOf(o)
		if x == nil {
			continue
		}
		h := Handler{Language: x.Get("language").Str(), Code: x.Get("code").Str(), Entry: x.Get("handler").Str()}
		if h.Code == "" {
			h.Code = path.Join(Handlers, folders[o])
			at := x.Position()
			h.At = fmt.Sprintf("%s:%d:%d", filepath.Base(at.File), at.Line, at.Column)
			if h.Entry == "" && h.Language == "java" {
				h.Entry = naming.Pascal(o.ID) + "Handler::handleRequest"
			}
		}
		all[o] = h
	}
	return all
}

// HandlerFolders returns the names of the operations' folders in [Handlers].
func HandlerFolders(api *model.API) map[*model.Operation]string {
	all, scope := map[*model.Operation]string{}, NewScope()
	for _, o := range api.Operations {
		all[o] = scope.Take(folderName(o.ID))
	}
	return all
}

// folderName returns the name of an operation's folder. It is a part of an import path in Go, of which some are special.
func folderName(id string) string {
	name := strings.ToLower(strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id))
	switch name {
	case "":
		return "operation"
	case "testdata", "internal", "vendor":
		return name + "operation"
	}
	return name
}

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
