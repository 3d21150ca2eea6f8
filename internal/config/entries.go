package config

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// integrations returns those of the file by operation ID.
func (l *loader) integrations(authorizers map[string]authorizer.Authorizer) map[string]integration.Integration {
	all := map[string]integration.Integration{}
	l.project.Uses = map[string]Uses{}
	for _, f := range fields(l.get("integrations")) {
		if i := l.integration(f.Value); i != nil {
			l.project.Uses[f.Name] = l.uses(f.Value, i)
			all[f.Name] = l.withOptions(i, f.Value, authorizers)
		}
	}
	l.withoutIntegration(all)
	return all
}

// kinds read the kinds of integrations, by their keys.
var kinds = map[string]func(*loader, *tree.Node) integration.Integration{
	"lambda":  (*loader).lambda,
	"s3":      (*loader).s3,
	"mock":    (*loader).mock,
	"http":    (*loader).http,
	"service": (*loader).service,
	"raw":     (*loader).raw,
	"custom":  (*loader).custom,
}

func (l *loader) integration(entry *tree.Node) integration.Integration {
	for _, f := range entry.Fields {
		if read, ok := kinds[f.Name]; ok {
			value := f.Value
			if value.Kind == tree.Null {
				value = tree.NewMapping()
			}
			return read(l, value)
		}
	}
	return nil
}

func (l *loader) withOptions(i integration.Integration, entry *tree.Node, authorizers map[string]authorizer.Authorizer) integration.Integration {
	if n := get(entry, "authorizer"); n != nil {
		if a := l.authorizerNamed(n, authorizers); a != nil {
			if scopes := get(entry, "authorizationScopes"); scopes != nil {
				a = authorizer.WithScopes(a, scopes.Strings()...)
			}
			i = integration.WithAuthorizer(i, a)
		}
	}
	if n := get(entry, "apiKeyRequired"); n != nil {
		i = integration.WithAPIKey(i, n.True())
	}
	if get(entry, "stream").True() {
		i = integration.WithStreaming(i)
	}
	return i
}

func (l *loader) lambda(n *tree.Node) integration.Integration {
	return integration.Lambda(l.functionARN(n))
}

func (l *loader) s3(n *tree.Node) integration.Integration {
	options := append([]integration.S3Option{integration.S3Role(l.defaultRole())}, l.s3Options(n)...)
	return integration.S3(l.bucketName(get(n, "bucket")), options...)
}

// defaultRole returns the role of an integration that names none; empty: it has none.
func (l *loader) defaultRole() string {
	if l.options.Template {
		return deploy.SharedRole
	}
	return ""
}

func (l *loader) mock(n *tree.Node) integration.Integration {
	switch {
	case get(n, "placeholder").True():
		return integration.Placeholder()
	case get(n, "response") != nil:
		return l.mockResponse(n)
	}
	options := l.mockOptions(n)
	if body, ok := mockBody(n); ok {
		options = append(options, integration.MockBody(body))
	}
	return integration.Mock(options...)
}

// mockResponse reads a mock of one response of the model, as the mock functions of
// generated packages make it.
func (l *loader) mockResponse(n *tree.Node) integration.Integration {
	var m integration.MockResponse
	response := get(n, "response").Text
	switch body, ok := mockBody(n); {
	case n.Get("json") != nil:
		m = integration.MockJSONOf(response, json.RawMessage(body))
	case ok:
		m = integration.MockTextOf(response, body)
	default:
		m = integration.MockResponseOf(response)
	}
	if status := get(n, "statusCode"); status != nil {
		m = m.WithStatus(integerOf(status))
	}
	for _, f := range fields(get(n, "headers")) {
		m = m.WithHeaderFrom(f.Name, f.Value.Text)
	}
	return m
}

// mockBody returns the text of a mock's body, and whether there is one.
func mockBody(n *tree.Node) (string, bool) {
	if value := n.Get("json"); value != nil {
		return string(value.JSON(false)), true
	}
	switch body := n.Get("body"); {
	case body == nil:
		return "", false
	case body.Kind == tree.String:
		return body.Text, true
	default:
		return string(body.JSON(false)), true
	}
}

func (l *loader) http(n *tree.Node) integration.Integration {
	l.checkARN(get(n, "target"), "elasticloadbalancing", exampleBalancer)
	uri, options := get(n, "uri").Str(), l.httpOptions(n)
	if proxy := get(n, "proxy"); proxy != nil && !proxy.True() {
		return integration.HTTP(uri, options...)
	}
	return integration.HTTPProxy(uri, options...)
}

func (l *loader) service(n *tree.Node) integration.Integration {
	options := append([]integration.ServiceOption{integration.ServiceRole(l.defaultRole())}, l.serviceOptions(n)...)
	return integration.Service(get(n, "service").Str(), options...)
}

// given returns the entries of a mapping that have a value: null counts as absent.
func given(n *tree.Node) []tree.Field {
	return slices.DeleteFunc(slices.Clone(n.Fields), func(f tree.Field) bool { return f.Value.Kind == tree.Null })
}

// roleARN returns the ARN of a role, which it checks.
func (l *loader) roleARN(n *tree.Node) string {
	l.checkARN(n, "iam", exampleRole)
	return n.Text
}

func textOf(n *tree.Node) string { return n.Text }

// integerOf returns a whole number, which the format has checked.
func integerOf(n *tree.Node) int {
	i, _ := n.Int()
	return i
}

// durationOf returns a duration, which the format has checked.
func durationOf(n *tree.Node) time.Duration {
	d, _ := time.ParseDuration(n.Text)
	return d
}

func (l *loader) raw(n *tree.Node) integration.Integration {
	i, problems := spec.ReadIntegration(n)
	l.Add(problems...)
	return integration.Raw(i)
}

func (l *loader) custom(n *tree.Node) integration.Integration {
	i, problems := spec.ReadIntegration(n)
	l.Add(problems...)
	return integration.Custom(i)
}

func responseSets(n *tree.Node) []integration.ResponseSet {
	var sets []integration.ResponseSet
	for _, item := range n.Items {
		for _, f := range item.Fields {
			sets = append(sets, responseSet(f))
		}
	}
	return sets
}

func responseSet(f tree.Field) integration.ResponseSet {
	switch f.Name {
	case "defaultPassthrough":
		if status := get(f.Value, "statusCode"); status != nil {
			return integration.DefaultPassthroughAs(integerOf(status))
		}
		return integration.DefaultPassthrough()
	case "s3JsonErrorMessage":
		return integration.S3JSONErrorMessage()
	case "catchAll":
		return integration.CatchAll()
	case "declaredStatuses":
		return integration.DeclaredStatuses()
	default:
		return integration.CustomResponses(customResponses(f.Value)...)
	}
}

func customResponses(n *tree.Node) []spec.IntegrationResponse {
	responses := make([]spec.IntegrationResponse, 0, len(n.Fields))
	for _, f := range n.Fields {
		responses = append(responses, spec.IntegrationResponse{
			Pattern:            f.Name,
			StatusCode:         get(f.Value, "statusCode").Text,
			ResponseParameters: mappings(get(f.Value, "responseParameters")),
			ResponseTemplates:  templates(get(f.Value, "responseTemplates")),
			ContentHandling:    get(f.Value, "contentHandling").Str(),
			Position:           n.FieldPosition(f.Name),
		})
	}
	return responses
}
