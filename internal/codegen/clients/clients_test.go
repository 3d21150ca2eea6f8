package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
)

func read(t *testing.T, path string) *model.API {
	t.Helper()
	api, problems := openapi.Read(path)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return api
}

// print writes what clients know, a line for each credential, group and operation.
func printed(a *clients.API) string {
	var b strings.Builder
	for _, c := range a.Credentials {
		fmt.Fprintf(&b, "credential %s: %s %s %q%q %v %s\n", c.Name, c.Kind, c.In, c.Field, c.Prefix, c.Sources, c.Doc)
	}
	for _, g := range a.Groups {
		fmt.Fprintf(&b, "group %s:", names(g.Needs))
		for _, o := range g.Operations {
			b.WriteString(" " + o.ID)
		}
		b.WriteByte('\n')
	}
	for _, o := range a.Operations {
		fmt.Fprintf(&b, "%s: scopes %v, successes %s, others %s, retry %t", o.ID, o.Scopes, statuses(o.Successes), statuses(o.Others), o.Retry)
		if o.Events != nil {
			b.WriteString(", events " + o.Events.Type)
		}
		if p := o.Pages; p != nil {
			fmt.Fprintf(&b, ", pages %v %v %s %s", p.Input != nil, p.InputProperty != nil, path(p.Output), path(p.Items))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func names(all []*clients.Credential) string {
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	return "{" + strings.Join(names, ", ") + "}"
}

func statuses(all []*model.Response) string {
	var statuses []string
	for _, r := range all {
		statuses = append(statuses, r.Status)
	}
	return "[" + strings.Join(statuses, " ") + "]"
}

func path(all []*model.Property) string {
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
	}
	return "[" + strings.Join(names, ".") + "]"
}

func TestOf(t *testing.T) {
	got, problems := clients.Of(read(t, "testdata/model.yaml"), nil, clients.Default{})
	want := `credential api_key: key header "X-API-Key""" [] 
credential iam: signature  """" [] 
credential users: token header "Authorization""Bearer " [] The pool of users.
credential tenant: custom  """" [method.request.header.X-Tenant method.request.querystring.region] 
credential partner: token header "X-Partner""" [] 
credential login: custom  """" [] 
group {}: listOrders peek
group {api_key, iam}: createOrder
group {api_key, users}: searchOrders
group {users}: getOrder deleteOrder
group {tenant}: patchOrder
group {iam}: signOrder
group {partner}: watch
group {login}: legacy
listOrders: scopes [], successes [200], others [default], retry true, pages true false [next.token] [orders]
createOrder: scopes [], successes [201 202], others [409], retry false
searchOrders: scopes [orders/admin orders/write], successes [200], others [], retry true, pages false true [next.token] []
getOrder: scopes [orders/read], successes [default], others [], retry true
deleteOrder: scopes [orders/write], successes [204], others [], retry true
patchOrder: scopes [], successes [303], others [500], retry false
signOrder: scopes [], successes [200], others [], retry false
watch: scopes [], successes [200], others [], retry true, events text/event-stream; charset=utf-8
peek: scopes [], successes [200], others [], retry true
legacy: scopes [], successes [200], others [], retry true
`
	if diff := cmp.Diff(want, printed(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(problems) != 1 || problems[0].Rule != "ignored-operation" {
		t.Errorf("problems: %v", problems)
	}
}

// What a definition says goes before the model, and the default holds where neither does.
func TestWhoMayCall(t *testing.T) {
	const text = `{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {
		"get": {"operationId": "first", "responses": {"200": {"description": ""}}},
		"put": {"operationId": "second", "security": [], "responses": {"200": {"description": ""}}}}}}`
	file := filepath.Join(t.TempDir(), "api.json")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	api := read(t, file)
	definition, problems := tree.Read("definition.json", []byte(`{"paths": {"/a": {
		"get": {"security": [{"pool": ["read"]}, {"api_key": []}]},
		"put": {"security": [{"api_key": []}, {"pool": []}], "x-amazon-apigateway-auth": {"type": "NONE"}}}},
		"components": {"securitySchemes": {
			"pool": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools"}},
			"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}}}`))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	for _, test := range []struct {
		name       string
		definition *tree.Node
		fallback   string
		want       [2]string
		rule       string
	}{
		{"a definition", definition, "", [2]string{"{pool, api_key}", "{api_key}"}, ""},
		{"the model", nil, "", [2]string{"{}", "{}"}, ""},
		{"the default", nil, "iam", [2]string{"{iam}", "{}"}, ""},
		{"an unknown default", nil, "nobody", [2]string{"{}", "{}"}, "unknown-authorizer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, problems := clients.Of(api, test.definition, clients.Default{Name: test.fallback})
			if got := [2]string{names(got.Operations[0].Needs), names(got.Operations[1].Needs)}; got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if rules := rulesOf(problems); rules != test.rule {
				t.Errorf("problems %q, want %q", rules, test.rule)
			}
		})
	}
}

func TestInvalidPagination(t *testing.T) {
	const text = `openapi: 3.0.3
info: {title: a, version: "1"}
paths:
  /a:
    get:
      x-paginated: {inputToken: from, outputToken: next, items: list, size: 3}
      responses: {"200": {description: "", content: {application/json: {schema: {type: object}}}}}
    put:
      x-paginated: true
      responses: {"200": {description: ""}}
`
	file := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, problems := clients.Of(read(t, file), nil, clients.Default{})
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Position.Line, p.Position.Column, p.Message))
	}
	want := []string{
		`6:71 x-paginated of getA has no key "size"`,
		`6:33 getA has neither a query parameter nor a property of its body called "from", its inputToken`,
		`6:52 the successful response of getA has no property "next", its outputToken`,
		`6:65 the successful response of getA has no property "list", its items`,
		`9:20 x-paginated of putA must be a mapping, found a boolean`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func rulesOf(problems []diag.Diagnostic) string {
	var rules []string
	for _, p := range problems {
		rules = append(rules, p.Rule)
	}
	return strings.Join(rules, " ")
}
