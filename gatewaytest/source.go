package gatewaytest

import (
	"testing/fstest"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

// Source says which API a test serves: a File, a Text, a Model, a Definition or a
// Project.
type Source interface {
	definition(s *setup) (*spec.Document, diag.List)
}

type sourceFunc func(s *setup) (*spec.Document, diag.List)

func (f sourceFunc) definition(s *setup) (*spec.Document, diag.List) { return f(s) }

// File is the model in an OpenAPI document and in the files that it refers to.
func File(path string) Source {
	return sourceFunc(func(s *setup) (*spec.Document, diag.List) {
		api, problems := openapi.Read(path)
		return s.prepare(api, problems)
	})
}

// Text is the model in an OpenAPI document, YAML or JSON, such as the one that a
// generated package embeds.
func Text[T string | []byte](text T) Source {
	return sourceFunc(func(s *setup) (*spec.Document, diag.List) {
		const name = "api.yaml" // of which JSON is a part
		api, problems := openapi.ReadFS(fstest.MapFS{name: {Data: []byte(text)}}, name)
		return s.prepare(api, problems)
	})
}

// Model is a model that was read before.
func Model(api *model.API) Source {
	return sourceFunc(func(s *setup) (*spec.Document, diag.List) { return s.prepare(api, nil) })
}

// Definition is a finished definition. Integrations next to it are not looked at.
func Definition(document *spec.Document) Source {
	return sourceFunc(func(*setup) (*spec.Document, diag.List) { return document, nil })
}

// Project is what gatewright.yaml describes: that file, or a directory with it. Its
// functions must be given by Function, under their names in the file or their ARNs.
func Project(path string) Source {
	return sourceFunc(func(s *setup) (*spec.Document, diag.List) {
		project, problems := config.Load(path, config.Options{Local: true, Stage: s.stage})
		if problems.HasErrors() {
			return nil, problems
		}
		s.adopt(project)
		problems = append(problems, s.adoptCallers(project)...)
		return project.Definition, problems
	})
}

// adopt takes over what a project says next to its definition.
func (s *setup) adopt(p *config.Project) {
	s.stage, s.accountID = p.Stage, p.AccountID
	for name, value := range p.StageVariables {
		if _, given := s.variables[name]; !given {
			s.variables[name] = value
		}
	}
	for _, f := range p.Functions {
		if h, given := s.functions[f.Name]; given && f.ARN != "" {
			s.functions[f.ARN] = h
		}
	}
}

// prepare makes the definition of a model. Operations without an integration
// answer mocks when the test says so, and are an error otherwise.
func (s *setup) prepare(api *model.API, problems diag.List) (*spec.Document, diag.List) {
	if problems.HasErrors() {
		return nil, problems
	}
	in := s.input
	in.Stage = s.settings
	in.Integrations = s.integrationsOf()
	document, found := prepare.Prepare(api, in)
	return document, append(problems, found...)
}
