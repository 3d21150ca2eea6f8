package initproject

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen/java"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/model"
)

// exampleModel is the model of projects that have no other.
const exampleModel = "api.yaml"

// data is what the templates are made with.
type data struct {
	commands

	Language     string
	Name         string // of the project
	Module       string // of the project, in Go
	Model        string // file
	ModelVersion string // as Maven takes it
	Handler      string // x-handler of the operation that has one
	From         bool   // the model is the user's own
	Operations   []string
	Curl         string

	Source  string // clone that the command was built from; empty: it is of a release
	Require string // version of the library for go.mod
	Version string
}

// commands are those of a language.
type commands struct {
	Code     string   // row of the table in README.md for the handlers
	Contents string   // its other rows
	Prepare  []string // before the tests
	Test     string
	Dev      string
	Deploy   string
	CI       []string // steps of the workflow after the check
}

func newData(name, language string) *data {
	d := &data{
		commands: languages[language],
		Language: language, Name: name, Module: "example.com/" + name,
		Model: exampleModel, ModelVersion: "1.0", Handler: handlers[language],
		Curl:   "curl 'localhost:3000/hello?name=Ada'",
		Source: version.Source, Require: "v" + version.Version, Version: version.Version,
	}
	if d.Source != "" {
		d.Require = "v0.0.0"
	}
	return d
}

// use replaces the example's model.
func (d *data) use(api *model.API) {
	d.From = true
	d.Model = baseName(api.Document.Position().File)
	d.ModelVersion = java.MavenVersion(api.Version)
	d.Code, d.Curl = "", ""
	for _, o := range api.Operations {
		d.Operations = append(d.Operations, o.ID)
		if d.Curl == "" && o.Method == http.MethodGet && !slices.ContainsFunc(o.Parameters, func(p *model.Parameter) bool { return p.Required }) {
			d.Curl = "curl 'localhost:3000" + (&url.URL{Path: o.Path}).EscapedPath() + "'"
		}
	}
	if d.Language == "yaml" {
		d.Test, d.CI = "gatewright check", nil
	}
}

func baseName(file string) string {
	return file[strings.LastIndexAny(file, `/\`)+1:]
}

var handlers = map[string]string{
	"go":         "{ language: go }",
	"typescript": "{ language: typescript, code: dist/handlers/sayhello }",
	"python":     "{ language: python }",
	"java": `
        language: java
        code: handlers/sayhello/target/classes
        handler: com.example.handlers.SayHelloHandler::handleRequest`,
}

const synth = "run: npx --yes aws-cdk@2 synth --quiet"

var languages = map[string]commands{
	"go": {
		Code:     "| `handlers/` | Lambda functions and their tests |\n",
		Contents: "| `api/` | the generated package; commit it |\n| `infra/` | the CDK app |\n",
		Prepare:  []string{"go mod tidy"},
		Test:     "go test ./...",
		Dev:      "gatewright dev infra",
		Deploy:   "cd infra && npx aws-cdk deploy",
		CI:       []string{"run: gatewright generate --check", "run: go mod tidy && go test ./...", "run: cd infra && npx --yes aws-cdk@2 synth --quiet"},
	},
	"typescript": {
		Code:     "| `handlers/` | Lambda functions and their tests |\n",
		Contents: "| `api/` | the generated package; not committed |\n| `infra/` | the CDK app |\n",
		Prepare:  []string{"gatewright generate", "npm install"},
		Test:     "npm test",
		Dev:      "gatewright dev",
		Deploy:   "npx aws-cdk deploy",
		CI:       []string{"run: gatewright generate", "run: npm install && npm test", synth},
	},
	"python": {
		Code:     "| `handlers/` | Lambda functions and their tests |\n",
		Contents: "| `api/` | the generated package; not committed |\n| `app.py`, `stack.py` | the CDK app |\n",
		Prepare:  []string{"gatewright generate", "python3 -m venv .venv && . .venv/bin/activate", "pip install -r requirements-dev.txt"},
		Test:     "python -m pytest && mypy",
		Dev:      "gatewright dev",
		Deploy:   "npx aws-cdk deploy",
		CI:       []string{"run: gatewright generate", "run: pip install -r requirements-dev.txt && python -m pytest && mypy", synth},
	},
	"java": {
		Code:     "| `handlers/` | Lambda functions and their tests |\n",
		Contents: "| `api/` | the generated Maven project; not committed |\n| `infra/` | the CDK app |\n",
		Prepare:  []string{"gatewright generate"},
		Test:     "mvn package",
		Dev:      "gatewright dev",
		Deploy:   "npx aws-cdk deploy",
		CI:       []string{"run: gatewright generate", "run: mvn --batch-mode package", synth},
	},
	"yaml": {
		Code:   "| `functions/` | Lambda functions |\n| `data/` | the objects of the bucket on this machine |\n",
		Test:   "node --test functions/",
		Dev:    "gatewright dev",
		Deploy: "gatewright render --format cloudformation -o template.yaml",
		CI:     []string{"run: node --test functions/"},
	},
}
