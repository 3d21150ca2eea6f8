package validate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// maxChecked is the size in bytes up to which the bodies of responses are validated.
const maxChecked = 1 << 20

// Responses checks responses against those that an operation declares, which API
// Gateway does not do. It is safe for concurrent use.
type Responses struct {
	declared []declaredResponse
}

type declaredResponse struct {
	spec.MethodResponse
	models []*model // of the content, in its order; nil: not JSON, or without a schema
}

// Response is what an integration responded. Bodies that are streamed or compressed are
// not looked at.
type Response struct {
	Status      int
	ContentType string
	HasHeader   func(name string) bool
	Body        []byte
	NoBody      bool // the body is not known, or the client gets none
}

// CompileResponses prepares the check of an operation of the definition at root. It is
// nil when the operation declares no responses. Schemas are compiled by the first
// response that needs them.
func CompileResponses(root *tree.Node, op *spec.Operation) *Responses {
	if len(op.Responses) == 0 {
		return nil
	}
	all := &Responses{}
	for _, declared := range op.Responses {
		r := declaredResponse{MethodResponse: declared}
		for _, c := range declared.Content {
			var m *model
			if node := c.Schema; node != nil {
				m = &model{c.ContentType, sync.OnceValues(func() (*schema, diag.List) {
					compiler := newCompiler(root)
					compiler.ofResponses = true
					return compiler.schema(node), compiler.List
				})}
			}
			r.models = append(r.models, m)
		}
		all.declared = append(all.declared, r)
	}
	return all
}

// Check returns how a response breaks what is declared, or "". The work is bounded by
// the size of the body; bodies of more than 1 MiB are not validated.
func (all *Responses) Check(ctx context.Context, r Response) string {
	declared := all.of(r.Status)
	if declared == nil {
		return fmt.Sprintf("the status %d is not declared; declared: %s", r.Status, strings.Join(all.statuses(), ", "))
	}
	for _, name := range declared.Required {
		if !strings.EqualFold(name, "Content-Type") && !r.HasHeader(name) {
			return fmt.Sprintf("the header %s is missing from the response %s", name, declared.Status)
		}
	}
	if r.NoBody && r.ContentType == "" || len(declared.Content) == 0 {
		return ""
	}
	contentType := mediaType(r.ContentType)
	i := slices.IndexFunc(declared.Content, func(b spec.Body) bool { return mediaType(b.ContentType) == contentType })
	if i < 0 {
		i = slices.IndexFunc(declared.Content, func(b spec.Body) bool { return covers(mediaType(b.ContentType), contentType) })
	}
	if i < 0 {
		return fmt.Sprintf("the content type %s of the response %s is not declared; declared: %s", contentType, declared.Status, contentTypes(declared.Content))
	}
	m := declared.models[i]
	if m == nil || r.NoBody || len(r.Body) > maxChecked || !isJSON(contentType) {
		return ""
	}
	return checkBody(ctx, m, declared.Status, r.Body)
}

func checkBody(ctx context.Context, m *model, status string, body []byte) string {
	s, faults := m.compiled()
	if err := faults.Err(); err != nil {
		return fmt.Sprintf("the schema of the response %s cannot be used: %v", status, err)
	}
	if len(body) == 0 {
		return fmt.Sprintf("the body of the response %s is empty", status)
	}
	document := jsonvalue.NewDocument(body)
	if _, err := document.Value(); err != nil {
		return fmt.Sprintf("the body of the response %s is not JSON: %v", status, err)
	}
	switch detail, err := s.detail(ctx, document); {
	case err != nil && ctx.Err() != nil:
		return "" // the client disconnected
	case err != nil:
		return fmt.Sprintf("the body of the response %s cannot be validated: %v", status, err)
	case detail != "":
		return fmt.Sprintf("the body of the response %s does not match its schema: %s", status, detail)
	}
	return ""
}

// of returns the response that is declared for a status: itself, its class, or the
// default.
func (all *Responses) of(status int) *declaredResponse {
	for _, name := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
		for i := range all.declared {
			if strings.EqualFold(all.declared[i].Status, name) {
				return &all.declared[i]
			}
		}
	}
	return nil
}

func (all *Responses) statuses() []string {
	var names []string
	for _, r := range all.declared {
		names = append(names, r.Status)
	}
	return names
}

func contentTypes(content []spec.Body) string {
	var names []string
	for _, c := range content {
		names = append(names, c.ContentType)
	}
	return strings.Join(names, ", ")
}

// covers reports whether a media range such as image/* has a type.
func covers(mediaRange, contentType string) bool {
	kind, isRange := strings.CutSuffix(mediaRange, "/*")
	return isRange && (kind == "*" || strings.HasPrefix(contentType, kind+"/"))
}

func isJSON(contentType string) bool {
	return contentType == DefaultContentType || strings.HasSuffix(contentType, "+json")
}
