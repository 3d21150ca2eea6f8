// Package mcpserver is the server of "gatewright mcp": tools of the Model Context Protocol
// that read and call what a running "gatewright dev" serves, by way of its console.
package mcpserver

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway"
)

// instructions are what clients tell their model about the tools.
const instructions = `Tools for the API that "gatewright dev" serves on this machine as Amazon API Gateway would.
Start with list_operations. call_operation sends a request to the running API and returns its ID;
explain_failure says why a request failed and what to do next, read_trace shows each of the ten steps.
Nothing is deployed, and no file of the project is written.`

// server holds what the tools share.
type server struct {
	find func() (console.Run, error)
}

// New returns a server whose tools look for a console with find at every call, since dev
// may have been restarted.
func New(version string, find func() (console.Run, error)) *mcp.Server {
	s := &server{find}
	m := mcp.NewServer(
		&mcp.Implementation{Name: "gatewright", Title: "gatewright", Version: version},
		&mcp.ServerOptions{Instructions: instructions, Capabilities: &mcp.ServerCapabilities{}},
	)
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: new(bool)}
	mcp.AddTool(m, &mcp.Tool{
		Name: "list_operations", Annotations: reads,
		Description: "List the operations of the APIs that gatewright dev serves: method, path, integration, authorizer, warnings. " +
			"details adds parameters, a valid body and the identities that requests can come from.",
	}, s.listOperations)
	mcp.AddTool(m, &mcp.Tool{
		Name: "call_operation", Annotations: &mcp.ToolAnnotations{OpenWorldHint: new(bool)},
		Description: "Send a request to the running API and return its response, what happened to it, and its ID.",
	}, s.callOperation)
	mcp.AddTool(m, &mcp.Tool{
		Name: "list_requests", Annotations: reads,
		Description: "List the last requests that the API has received, the newest first, each with its outcome.",
	}, s.listRequests)
	mcp.AddTool(m, &mcp.Tool{
		Name: "read_trace", Annotations: reads,
		Description: "Show a request as API Gateway walks it: match, authorizer, key, throttle, validation, cache, integrationRequest, " +
			"integration, integrationResponse, response, each with its input, output and time.",
	}, s.readTrace)
	mcp.AddTool(m, &mcp.Tool{
		Name: "explain_failure", Annotations: reads,
		Description: "Say why a request failed: the step that ended it, the places in the body, the model and the template, " +
			"what the function printed, and the next step. Without an ID: the newest response with a status from 400.",
	}, s.explainFailure)
	mcp.AddTool(m, &mcp.Tool{
		Name: "render_template", Annotations: reads,
		Description: "Render a mapping template (VTL) against a recorded request, and return the result or the places of its errors. Nothing is called.",
	}, s.renderTemplate)
	return m
}

// client returns a client of the console that runs now.
func (s *server) client() (console.Client, error) {
	run, err := s.find()
	return console.Client{Run: run}, err
}

// maxText is how many bytes of each string are returned, unless the whole is asked for: what
// tools return takes room in the context of a model.
const maxText = 4 << 10

// shorten cuts the long strings of a JSON value.
func shorten(v any) any {
	switch v := v.(type) {
	case string:
		if len(v) > maxText {
			return strings.ToValidUTF8(v[:maxText], "") + fmt.Sprintf("… (%d bytes in all; read_trace with whole returns them)", len(v))
		}
	case []any:
		for i := range v {
			v[i] = shorten(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = shorten(v[name])
		}
	}
	return v
}

// shortened returns v as JSON values whose strings are no longer than maxText.
func shortened(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var values any
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, err
	}
	return shorten(values), nil
}

type listRequestsInput struct {
	Operation string `json:"operation,omitempty" jsonschema:"only requests to this operation"`
	Status    string `json:"status,omitempty"    jsonschema:"only responses whose status begins with these digits, as 5 or 404"`
	Text      string `json:"text,omitempty"      jsonschema:"only requests with this in their target, ID, outcome or caller"`
	Limit     int    `json:"limit,omitempty"     jsonschema:"how many; 20 when left out"`
}

type listRequestsOutput struct {
	Requests []console.Request `json:"requests"`
}

func (s *server) listRequests(ctx context.Context, _ *mcp.CallToolRequest, in listRequestsInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 20
	}
	all, err := c.Requests(ctx, url.Values{
		"operation": {in.Operation}, "status": {in.Status}, "text": {in.Text}, "limit": {strconv.Itoa(limit)},
	})
	return nil, listRequestsOutput{all}, err
}

type readTraceInput struct {
	ID    string `json:"id"              jsonschema:"ID of the request, or its first six characters or more"`
	Step  string `json:"step,omitempty"  jsonschema:"only this step, as validation"`
	Whole bool   `json:"whole,omitempty" jsonschema:"do not cut long bodies"`
}

func (s *server) readTrace(ctx context.Context, _ *mcp.CallToolRequest, in readTraceInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	trace, err := c.Trace(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	var result any = trace
	if in.Step != "" {
		i := slices.IndexFunc(trace.Steps, func(s gateway.TraceStep) bool { return s.Name == in.Step })
		if i < 0 {
			return nil, nil, fmt.Errorf("no step %q; the steps are %s", in.Step, stepNames(trace.Steps))
		}
		result = trace.Steps[i]
	}
	if !in.Whole {
		result, err = shortened(result)
	}
	return nil, result, err
}

func stepNames(steps []gateway.TraceStep) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}

type explainFailureInput struct {
	ID string `json:"id,omitempty" jsonschema:"ID of the request; without it the newest response with a status from 400"`
}

// explanation is why a request failed.
type explanation struct {
	gateway.RequestSummary

	API      string              `json:"api,omitempty"`
	Next     string              `json:"next,omitempty"`
	Request  gateway.Message     `json:"request"`
	Response gateway.Message     `json:"response"`
	Steps    []gateway.TraceStep `json:"steps"` // those to look at
	Log      []gateway.LogLine   `json:"log"`   // of these steps
}

func (s *server) explainFailure(ctx context.Context, _ *mcp.CallToolRequest, in explainFailureInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	if in.ID == "" {
		if in.ID, err = newestFailure(ctx, c); err != nil {
			return nil, nil, err
		}
	}
	t, err := c.Trace(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	result, err := shortened(explain(t))
	return nil, result, err
}

func newestFailure(ctx context.Context, c console.Client) (string, error) {
	all, err := c.Requests(ctx, url.Values{})
	if err != nil {
		return "", err
	}
	for _, r := range all {
		if r.Status >= 400 {
			return r.ID, nil
		}
	}
	return "", fmt.Errorf("none of the %d recorded requests had a response with a status from 400", len(all))
}

// explain picks the steps that failed or are worth a look. Where an integration responded
// with an error of its own, that is the integration.
func explain(t *console.Trace) explanation {
	e := explanation{
		RequestSummary: t.RequestSummary, API: t.API, Next: t.Next, Request: t.Request, Response: t.Response,
		Steps: []gateway.TraceStep{}, Log: []gateway.LogLine{},
	}
	for i, step := range t.Steps {
		worth := step.State == gateway.StateFailed || step.State == gateway.StateNoted
		if !worth && (t.Stopped != "" || gateway.Step(i) != gateway.StepIntegration) {
			continue
		}
		step.Log = nil
		e.Steps = append(e.Steps, step)
		for _, line := range t.Log {
			if line.Step == step.Name {
				e.Log = append(e.Log, line)
			}
		}
	}
	return e
}

type renderTemplateInput struct {
	ID         string `json:"id"                   jsonschema:"ID of the recorded request"`
	Template   string `json:"template"             jsonschema:"the template"`
	OfResponse bool   `json:"ofResponse,omitempty" jsonschema:"render as a response template, against what the integration returned"`
}

func (s *server) renderTemplate(ctx context.Context, _ *mcp.CallToolRequest, in renderTemplateInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	text, err := c.Post(ctx, "requests/"+url.PathEscape(in.ID)+"/render", map[string]any{"template": in.Template, "ofResponse": in.OfResponse})
	return nil, text, err
}
