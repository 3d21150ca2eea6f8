// Package binding responds to the constructs of other languages: what they deploy is
// decided here, and they create the resources. docs/language-bindings.md describes the protocol.
package binding

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/version"
)

// Response is what a construct reads. With an Error it holds nothing else but the
// problems.
type Response struct {
	Gatewright string          `json:"gatewright"` // the version
	Error      string          `json:"error,omitempty"`
	Problems   json.RawMessage `json:"problems,omitempty"` // all errors and warnings, as gatewright check --format json writes them

	Definition json.RawMessage `json:"definition,omitempty"`
	*deploy.Plan
}

// Write returns the response about a project that a construct sent, and whether it is an
// error. Sources serves to show lines of the user's code.
func Write(p *config.Project, problems diag.List, sources diag.Sources) (text []byte, failed bool, err error) {
	r := Response{Gatewright: version.Version}
	if !problems.HasErrors() {
		body, found := deploy.Body(p.Definition.Output(), p.Model.Document.Position().File)
		problems = append(problems, found...)
		r.Plan, found = p.Plan(problems)
		problems = append(problems, found...)
		if r.Definition, err = sorted(body.JSON(false)); err != nil {
			return nil, false, err
		}
	}
	if problems.HasErrors() {
		if r, err = refusal(problems, sources); err != nil {
			return nil, false, err
		}
	}
	text, err = encode(r)
	return text, r.Error != "", err
}

// refusal is the response to a document with errors.
func refusal(problems diag.List, sources diag.Sources) (Response, error) {
	var text, list strings.Builder
	if err := diag.WriteText(&text, problems, sources); err != nil {
		return Response{}, err
	}
	if err := diag.WriteJSON(&list, problems); err != nil {
		return Response{}, err
	}
	return Response{Gatewright: version.Version, Error: text.String(), Problems: json.RawMessage(list.String())}, nil
}

// sorted returns JSON with the keys of each object in order: the CDK makes the logical ID
// of a deployment from the definition's text, and it must be the same in each language.
func sorted(text []byte) (json.RawMessage, error) {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	return encode(value)
}

func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return b.Bytes(), err
}
