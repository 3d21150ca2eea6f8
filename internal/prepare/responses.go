package prepare

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// setResponses declares the statuses and headers that the integration answers
// with: API Gateway answers 500 for a status that is not declared. A status that
// neither the model declares nor a renderer added by itself is an error.
func (p *preparation) setResponses(n *tree.Node, o *model.Operation, r *prepared) {
	responses := n.Get("responses")
	if responses == nil {
		responses = tree.NewMapping()
	}
	responses = responses.Copy()
	if !r.rendered.IsProxy() {
		for _, answer := range r.rendered.Responses {
			if p.checkStatus(o, r, answer) {
				p.declare(responses, o, answer)
			}
		}
	}
	if len(responses.Fields) == 0 {
		responses.Set("200", newResponse("200"))
	}
	n.Set("responses", responses)
}

func (p *preparation) checkStatus(o *model.Operation, r *prepared, answer spec.IntegrationResponse) bool {
	if answer.Implied || integration.ResponseFor(o, answer.StatusCode) != nil {
		return true
	}
	position := answer.Position
	if !position.IsValid() {
		position = p.at(o, "integrationResponseSet")
	}
	severity := diag.Error
	if r.fromModel { // the model describes an API that may well be deployed already
		severity = diag.Warning
	}
	p.Add(diag.Diagnostic{
		Severity: severity,
		Rule:     "undeclared-status",
		Position: position,
		Message:  "the integration of " + o.ID + " answers with the status " + answer.StatusCode + ", which the operation does not declare",
		Notes:    p.noteModel(position, o),
		Help:     "add the response to the model; API Gateway would answer 500 instead",
	})
	return false
}

// declare makes sure that a status and the headers set with it are declared.
func (p *preparation) declare(responses *tree.Node, o *model.Operation, answer spec.IntegrationResponse) {
	response := responses.Get(answer.StatusCode)
	if response == nil {
		response = p.similarResponse(responses, o, answer.StatusCode)
	}
	headers := answeredHeaders(answer)
	if resolved := p.resolve(response); resolved != response || len(headers) > 0 {
		response = withHeaders(resolved, headers)
	}
	responses.Set(answer.StatusCode, response)
}

// similarResponse returns what a status that is not named is under ("4XX",
// "default"), else an empty response.
func (p *preparation) similarResponse(responses *tree.Node, o *model.Operation, status string) *tree.Node {
	if declared := integration.ResponseFor(o, status); declared != nil {
		if n := responses.Get(declared.Status); n != nil {
			return n
		}
	}
	return newResponse(status)
}

func newResponse(status string) *tree.Node {
	code, err := strconv.Atoi(status)
	text := http.StatusText(code)
	if err != nil || text == "" {
		text = "Status " + status
	}
	return tree.NewMapping(tree.Field{Name: "description", Value: tree.NewString(text)})
}

func answeredHeaders(answer spec.IntegrationResponse) []string {
	var headers []string
	for _, m := range answer.ResponseParameters {
		if name, ok := strings.CutPrefix(m.Target, responseHeader); ok {
			headers = append(headers, name)
		}
	}
	if slices.ContainsFunc(answer.ResponseTemplates, func(t spec.Template) bool { return strings.Contains(t.Text, overrideOrigin) }) {
		headers = append(headers, allowOrigin)
	}
	return headers
}

func withHeaders(response *tree.Node, names []string) *tree.Node {
	if len(names) == 0 {
		return response
	}
	headers := response.Get("headers")
	if headers == nil {
		headers = tree.NewMapping()
	}
	headers = headers.Copy()
	for _, name := range names {
		if headers.Get(name) == nil {
			headers.Set(name, stringHeader)
		}
	}
	response = response.Copy()
	response.Set("headers", headers)
	return response
}

var stringHeader = tree.NewMapping(tree.Field{Name: "schema", Value: stringSchema})

const responseHeader = "method.response.header."
