package mcpserver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway"
)

type listOperationsInput struct {
	API     string `json:"api,omitempty"     jsonschema:"only this API, when dev serves several"`
	Text    string `json:"text,omitempty"    jsonschema:"only operations with this in their name, method, path, summary or integration"`
	Details bool   `json:"details,omitempty" jsonschema:"also parameters, a valid body, and identities"`
}

type listOperationsOutput struct {
	APIs []console.API `json:"apis"`
}

func (s *server) listOperations(ctx context.Context, _ *mcp.CallToolRequest, in listOperationsInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	apis, err := readAPIs(ctx, c, in.API)
	if err != nil {
		return nil, nil, err
	}
	for i := range apis {
		a := &apis[i]
		a.Operations = slices.DeleteFunc(a.Operations, func(o console.Operation) bool { return !mentions(o, in.Text) })
		if in.Details {
			continue
		}
		a.Identities = nil
		for j := range a.Operations {
			o := &a.Operations[j]
			o.Parameters, o.Body, o.Description = nil, nil, ""
		}
	}
	return nil, listOperationsOutput{apis}, nil
}

// readAPIs returns the APIs that are served, or the one of a name.
func readAPIs(ctx context.Context, c console.Client, name string) ([]console.API, error) {
	text, err := c.Get(ctx, "apis")
	if err != nil {
		return nil, err
	}
	var all struct{ APIs []console.API }
	if err := json.Unmarshal(text, &all); err != nil || name == "" {
		return all.APIs, err
	}
	var names []string
	for _, a := range all.APIs {
		if a.Name == name {
			return []console.API{a}, nil
		}
		names = append(names, fmt.Sprintf("%q", a.Name))
	}
	return nil, fmt.Errorf("no API %q; served are %s", name, strings.Join(names, ", "))
}

func mentions(o console.Operation, text string) bool {
	all := strings.Join([]string{o.Name, o.Method, o.Path, o.Tag, o.Summary, o.Integration}, " ")
	return strings.Contains(strings.ToLower(all), strings.ToLower(text))
}

type callOperationInput struct {
	Operation   string            `json:"operation"             jsonschema:"operationId, or method and path as in list_operations: GET /pets/{petId}"`
	API         string            `json:"api,omitempty"         jsonschema:"the API, when dev serves several"`
	Method      string            `json:"method,omitempty"      jsonschema:"of an operation that takes any method; GET when left out"`
	Parameters  map[string]string `json:"parameters,omitempty"  jsonschema:"declared parameters of path, query and headers by their names"`
	Query       map[string]string `json:"query,omitempty"       jsonschema:"other query parameters"`
	Headers     map[string]string `json:"headers,omitempty"     jsonschema:"other headers"`
	Body        string            `json:"body,omitempty"        jsonschema:"the body, as text"`
	ContentType string            `json:"contentType,omitempty" jsonschema:"of the body; that of the model when left out"`
	Identity    console.Identity  `json:"identity,omitzero"     jsonschema:"who the request comes from: one of the identities of list_operations, for a token with scopes and claims"`
	UseExamples bool              `json:"useExamples,omitempty" jsonschema:"fill required parameters and the body that are left out with valid examples of the model"`
}

// callOperationOutput is the response to a call, and what happened to it.
type callOperationOutput struct {
	console.Sent

	Outcome string            `json:"outcome"`
	Next    string            `json:"next,omitempty"`
	Request *console.Outgoing `json:"request"`
}

func (s *server) callOperation(ctx context.Context, _ *mcp.CallToolRequest, in callOperationInput) (*mcp.CallToolResult, any, error) {
	c, err := s.client()
	if err != nil {
		return nil, nil, err
	}
	apis, err := readAPIs(ctx, c, in.API)
	if err != nil {
		return nil, nil, err
	}
	api, operation, err := findOperation(apis, in.Operation)
	if err != nil {
		return nil, nil, err
	}
	outgoing, err := in.request(api, operation)
	if err != nil {
		return nil, nil, err
	}
	text, err := c.Post(ctx, "send", outgoing)
	if err != nil {
		return nil, nil, err
	}
	out := callOperationOutput{Request: outgoing}
	if err := json.Unmarshal(text, &out.Sent); err != nil {
		return nil, nil, err
	}
	trace, err := c.Trace(ctx, out.ID)
	if err != nil {
		return nil, nil, err
	}
	out.Outcome, out.Next = trace.Outcome, trace.Next
	out.Request.Identity.Value = "" // a secret of the caller
	result, err := shortened(out)
	return nil, result, err
}

// findOperation returns the operation of a name and its API.
func findOperation(apis []console.API, name string) (*console.API, *console.Operation, error) {
	var api *console.API
	var found *console.Operation
	var names []string
	for i := range apis {
		for j := range apis[i].Operations {
			o := &apis[i].Operations[j]
			names = append(names, o.Name)
			if o.Name != name && o.Method+" "+o.Path != name {
				continue
			}
			if found != nil {
				return nil, nil, fmt.Errorf("the APIs %q and %q have an operation %q; name one with api", api.Name, apis[i].Name, name)
			}
			api, found = &apis[i], o
		}
	}
	switch near := diag.Nearest(name, names); {
	case found != nil:
		return api, found, nil
	case near != "":
		return nil, nil, fmt.Errorf("no operation %q; did you mean %q?", name, near)
	}
	return nil, nil, fmt.Errorf("no operation %q; list_operations lists them", name)
}

// pathParameter is a parameter in a path, as {petId} or {proxy+}.
var pathParameter = regexp.MustCompile(`\{([^}+]+)(\+?)\}`)

// request returns what to send for the input of a call.
func (in *callOperationInput) request(api *console.API, o *console.Operation) (*console.Outgoing, error) {
	values, err := in.values(o)
	if err != nil {
		return nil, err
	}
	out := &console.Outgoing{API: api.Name, Method: o.Method, Body: in.Body, Identity: in.Identity, Headers: []gateway.HeaderField{}}
	if o.Method == "ANY" {
		out.Method = cmp.Or(in.Method, "GET")
	}
	contentType := in.ContentType
	if o.Body != nil {
		if in.UseExamples {
			out.Body = cmp.Or(out.Body, o.Body.Text)
		}
		contentType = cmp.Or(contentType, o.Body.ContentType)
	}
	query := url.Values{}
	for _, p := range o.Parameters {
		value, given := values[p.Name]
		switch {
		case !given:
		case p.In == "query":
			query.Set(p.Name, value)
		case p.In == "header":
			out.Headers = append(out.Headers, gateway.HeaderField{Name: p.Name, Value: value})
		}
	}
	for name, value := range in.Query {
		query.Set(name, value)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Headers)) {
		out.Headers = append(out.Headers, gateway.HeaderField{Name: name, Value: in.Headers[name]})
	}
	if out.Body != "" && contentType != "" {
		out.Headers = append(out.Headers, gateway.HeaderField{Name: "Content-Type", Value: contentType})
	}
	if out.Target, err = target(o.Path, values); err != nil {
		return nil, err
	}
	if len(query) > 0 {
		out.Target += "?" + query.Encode()
	}
	return out, nil
}

// values returns the parameters of a call by name, each of which the operation declares.
func (in *callOperationInput) values(o *console.Operation) (map[string]string, error) {
	values := map[string]string{}
	var names []string
	for _, p := range o.Parameters {
		names = append(names, p.Name)
		if in.UseExamples && p.Required && p.Example != "" {
			values[p.Name] = p.Example
		}
	}
	for _, m := range pathParameter.FindAllStringSubmatch(o.Path, -1) {
		names = append(names, m[1])
	}
	for _, name := range slices.Sorted(maps.Keys(in.Parameters)) {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("%s declares no parameter %q; send it with query or headers", o.Name, name)
		}
		values[name] = in.Parameters[name]
	}
	return values, nil
}

// target fills in the parameters of a path.
func target(path string, values map[string]string) (string, error) {
	var missing []error
	filled := pathParameter.ReplaceAllStringFunc(path, func(match string) string {
		m := pathParameter.FindStringSubmatch(match)
		value := values[m[1]]
		if value == "" {
			missing = append(missing, fmt.Errorf("the path parameter %q is required: set parameters.%[1]s, or useExamples", m[1]))
		}
		if m[2] == "" {
			return url.PathEscape(value)
		}
		return (&url.URL{Path: value}).EscapedPath()
	})
	return filled, errors.Join(missing...)
}
