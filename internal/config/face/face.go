// Package face answers the constructs of other languages: what they deploy is decided
// here, once, and they make the resources of it. docs/faces.md describes the protocol.
package face

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/prepare/access"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/internal/version"
	"github.com/gatewright/gatewright/spec"
)

// Answer is what a face reads. With an Error nothing else is in it but the problems.
type Answer struct {
	Gatewright string          `json:"gatewright"` // the version
	Error      string          `json:"error,omitempty"`
	Problems   json.RawMessage `json:"problems,omitempty"` // all errors and warnings, as gatewright check --format json writes them

	Title       string            `json:"title,omitempty"`
	Definition  json.RawMessage   `json:"definition,omitempty"`
	UsesRole    bool              `json:"usesRole"` // the definition takes the shared role
	Permissions *Permissions      `json:"permissions,omitempty"`
	Grants      []Grant           `json:"grants,omitempty"`
	Environment map[string]string `json:"environment,omitempty"` // for the functions behind operations
	Annotations []Annotation      `json:"annotations,omitempty"`
	Sizes       *Sizes            `json:"sizes,omitempty"`
}

// Permissions are those of API Gateway to invoke functions.
type Permissions struct {
	Stacks      int          `json:"stacks"` // nested stacks to lay them in; 0: none
	Operations  []Permission `json:"operations"`
	Authorizers []Permission `json:"authorizers"`
}

// Permission lets API Gateway invoke a function.
type Permission struct {
	ID       string `json:"id"`       // of its construct
	Function string `json:"function"` // the ARN, as the face sent it
	Source   string `json:"source"`   // what follows the stage, or, of an authorizer, the API, in the ARN of the caller
	Stack    int    `json:"stack"`    // the nested stack, from 0; -1: none
}

// Grant is what a role must be allowed for an operation.
type Grant struct {
	Operation  string      `json:"operation"`
	Role       string      `json:"role"` // the ARN, as the face sent it
	Statements []Statement `json:"statements"`
}

// Statement is a statement of a policy.
type Statement struct {
	Actions   []string `json:"actions"`
	Resources []string `json:"resources"`
}

// Annotation is a message that the CDK shows.
type Annotation struct {
	Level string `json:"level"` // "warning" or "info"
	ID    string `json:"id"`
	Text  string `json:"text"`
}

// Sizes are how long the definition's JSON is, in bytes, with the tokens in it.
type Sizes struct {
	Full   int `json:"full"`
	Pruned int `json:"pruned"`
}

// Write gives the answer about a project that a face sent, and whether it is an error.
// Sources serves to show lines of the user's code.
func Write(p *config.Project, problems diag.List, sources diag.Sources) (text []byte, failed bool, err error) {
	a := Answer{Gatewright: version.Version}
	if !problems.HasErrors() {
		problems = append(problems, a.fill(p)...)
		if a.Definition, err = sorted(p.Definition.Output().JSON(false)); err != nil {
			return nil, false, err
		}
	}
	if problems.HasErrors() {
		a, err = refusal(problems, sources)
	} else {
		a.annotate(p, problems)
	}
	if err != nil {
		return nil, false, err
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(a)
	return []byte(b.String()), a.Error != "", err
}

// refusal is the answer to a document with errors.
func refusal(problems diag.List, sources diag.Sources) (Answer, error) {
	var text, list strings.Builder
	if err := diag.WriteText(&text, problems, sources); err != nil {
		return Answer{}, err
	}
	if err := diag.WriteJSON(&list, problems); err != nil {
		return Answer{}, err
	}
	return Answer{Gatewright: version.Version, Error: text.String(), Problems: json.RawMessage(list.String())}, nil
}

// filling is the making of an answer.
type filling struct {
	*Answer
	project  *config.Project
	rendered map[string]*spec.Integration // by operation ID, as they stand in the definition
	sent     *tree.Node                   // the integrations of the document
	diag.List
}

func (a *Answer) fill(p *config.Project) diag.List {
	api, problems := spec.Read(p.Face.Full)
	f := &filling{Answer: a, project: p, rendered: map[string]*spec.Integration{}, sent: p.Face.Document.Get("integrations"), List: problems}
	for _, o := range api.Operations {
		f.rendered[o.ID] = o.Integration
	}
	a.Title = p.Model.Title
	a.UsesRole = slices.ContainsFunc(api.Operations, func(o *spec.Operation) bool {
		return o.Integration != nil && o.Integration.Credentials == access.SharedRole
	})
	f.permissions()
	f.grants()
	f.Environment = f.project.FunctionEnvironment()
	f.sizes()
	return f.List
}

// sorted gives JSON with the keys of each object in order: the CDK makes the logical ID
// of a deployment of the definition's text, and it is to be the same in each language.
func sorted(text []byte) (json.RawMessage, error) {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return b.Bytes(), err
}

// permissions gives those to invoke the functions of operations and authorizers.
func (f *filling) permissions() {
	f.Permissions = &Permissions{Operations: []Permission{}, Authorizers: []Permission{}}
	var functions []string
	sources := map[string][]access.Source{}
	for _, o := range f.project.Model.Operations {
		function := f.sent.Get(o.ID, "lambda").Str()
		if function == "" {
			continue
		}
		if !slices.Contains(functions, function) {
			functions = append(functions, function)
		}
		sources[function] = append(sources[function], access.SourceOf(o))
	}
	for _, function := range functions {
		if !f.isForeign(function) {
			f.permit(function, sources[function])
		}
	}
	stacks := access.Stacks(len(f.Permissions.Operations), f.project.Face.NestedPermissions)
	f.Permissions.Stacks = stacks
	for i := range f.Permissions.Operations {
		p := &f.Permissions.Operations[i]
		p.Stack = -1
		if stacks > 0 {
			p.Stack = access.StackOf(p.ID, stacks)
		}
	}
	f.authorizers()
}

func (f *filling) permit(function string, sources []access.Source) {
	exact := access.Fewest(sources)
	merged := access.Fitting(exact, access.MaxFunctionPolicy-len(f.project.Face.Stage))
	if len(merged) < len(exact) {
		f.note("info", "merged-permissions", fmt.Sprintf(
			"%d permissions to invoke the function behind %s would make its policy larger than %d bytes; they are merged into %d",
			len(exact), exact[0].ID, access.MaxFunctionPolicy, len(merged)))
	}
	for _, s := range merged {
		f.Permissions.Operations = append(f.Permissions.Operations, Permission{
			ID: f.unusedID(s.ID), Function: function, Source: s.Pattern(),
		})
	}
}

// unusedID numbers the permissions that one operation has several of.
func (f *filling) unusedID(id string) string {
	isTaken := func(id string) bool {
		return slices.ContainsFunc(f.Permissions.Operations, func(p Permission) bool { return p.ID == id })
	}
	unused := id
	for n := 2; isTaken(unused); n++ {
		unused = id + strconv.Itoa(n)
	}
	return unused
}

// isForeign reports whether a function is in another account, where no permission can
// be made from here, and says what to do.
func (f *filling) isForeign(function string) bool {
	parts, own := strings.Split(function, ":"), f.project.Face.Account
	if len(parts) < 7 || own == "" || strings.Contains(parts[4], "${") || strings.Contains(own, "${") || parts[4] == own {
		return false
	}
	f.note("warning", "foreign-function", function+
		" is in another account: let apigateway.amazonaws.com invoke it there, with AWS::Lambda::Permission and the source ARN of each operation")
	return true
}

// authorizers gives the permissions to ask the functions of those that are used.
func (f *filling) authorizers() {
	schemes := f.project.Definition.Root.Get("components", "securitySchemes")
	done := map[string]bool{}
	for _, one := range f.project.Face.Input.Authorizers {
		arns := one.ARNs()
		if !authorizer.IsLambda(one) || schemes.Get(one.Name()) == nil || arns[1] != "" || done[arns[0]] {
			continue
		}
		done[arns[0]] = true
		f.Permissions.Authorizers = append(f.Permissions.Authorizers, Permission{
			ID: "Authorizer-" + one.Name(), Function: arns[0], Source: "authorizers/*", Stack: -1,
		})
	}
}

// grants gives what roles need for the integrations with S3 and other services.
func (f *filling) grants() {
	for _, o := range f.project.Model.Operations {
		i := f.rendered[o.ID]
		if i == nil || i.Credentials == "" {
			continue
		}
		var statements []access.Statement
		if bucket := f.sent.Get(o.ID, "s3", "bucket"); bucket != nil {
			statements = access.S3(i, f.bucket(bucket.Str()))
		} else if f.sent.Get(o.ID, "service") != nil {
			statements = f.service(o.ID, i)
		}
		if len(statements) > 0 {
			f.Grants = append(f.Grants, Grant{Operation: o.ID, Role: i.Credentials, Statements: written(statements)})
		}
	}
}

func written(statements []access.Statement) []Statement {
	all := make([]Statement, len(statements))
	for i, s := range statements {
		all[i] = Statement(s)
	}
	return all
}

func (f *filling) bucket(key string) access.Bucket {
	for _, b := range f.project.Buckets {
		if b.Key == key {
			return access.Bucket{Name: b.Name, ARN: b.ARN, KeyARN: b.KeyARN}
		}
	}
	return access.Bucket{Name: key}
}

func (f *filling) service(id string, i *spec.Integration) []access.Statement {
	entry := f.sent.Get(id, "service")
	resource := entry.Get("allow", "resource").Str()
	actions := access.ServiceActions(i, entry.Get("allow", "actions").Strings())
	position := f.project.PlaceOf("integrations", id)
	switch {
	case resource == "" && i.Credentials != access.SharedRole:
		return nil // the user's own role may do what it may
	case resource == "":
		f.Errorf(position, "invalid-option", "the integration of %s: nothing says what the role must be allowed to call", id).Help =
			"name the resource, such as the ARN of the queue, or give a role that may call it"
		return nil
	case len(actions) == 0:
		f.Errorf(position, "invalid-option", "the integration of %s: it is not known which action the path calls", id).Help =
			"name the IAM action, such as sqs:SendMessage"
		return nil
	}
	return []access.Statement{{Actions: actions, Resources: []string{resource}}}
}

func (f *filling) sizes() {
	f.Sizes = &Sizes{
		Full:   len(f.project.Face.Full.Root.JSON(false)),
		Pruned: len(prepare.Prune(f.project.Face.Full).Root.JSON(false)),
	}
}

// annotate says what does not stop the work.
func (a *Answer) annotate(p *config.Project, warnings diag.List) {
	if mocks := integration.MockedOperations(p.Face.Input.Integrations); len(mocks) > 0 {
		a.note("warning", "mocks", fmt.Sprintf("%d of %d operations still answer mocks: %s",
			len(mocks), len(p.Model.Operations), strings.Join(mocks, ", ")))
	}
	for _, w := range warnings {
		var text strings.Builder
		_ = diag.WriteText(&text, diag.List{w}, nil) // a strings.Builder takes everything
		a.note("warning", w.Rule, strings.TrimSpace(strings.Replace(text.String(), "warning: ", "", 1)))
	}
}

func (a *Answer) note(level, id, text string) {
	a.Annotations = append(a.Annotations, Annotation{Level: level, ID: "gatewright:" + id, Text: text})
}
