// Package validate checks requests before they are integrated, as a request
// validator of API Gateway does (Amazon API Gateway Developer Guide, "Use request
// validation in API Gateway").
//
// Bodies are checked against models, which are JSON Schemas of draft 4. What is
// wrong with a body is said in the words of API Gateway, which are those of the
// java-json-schema-validator.
package validate

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
	"sync"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// DefaultContentType is that of a request without a Content-Type.
const DefaultContentType = "application/json"

// AnyContentType is the key of the model for requests that no other model is for.
const AnyContentType = "$default"

// ErrModel says that a model cannot be used, which API Gateway responds with 500.
var ErrModel = errors.New("request body validation failed due to an unexpected error")

// BodyError says that a body does not fit its model.
type BodyError struct {
	// ContentType is the key of the model.
	ContentType string
	// Detail is $context.error.validationErrorString, in brackets.
	Detail string
}

// Error returns the line of the execution log.
func (e *BodyError) Error() string {
	return fmt.Sprintf("Request body does not match model schema for content type %s: %s", e.ContentType, e.Detail)
}

// Validator checks the requests for one operation. It is safe for concurrent use.
type Validator struct {
	parameters []spec.Parameter // the required ones, in the order of their report
	models     []*model
}

// model is a model of the body, compiled when it is first needed.
type model struct {
	contentType string
	compiled    func() (*schema, diag.List)
}

// Compile prepares the validator of an operation of the definition at root, in
// which references are resolved. The list holds models that can never be chosen;
// the models themselves are compiled by the first request, or by [Check].
func Compile(root *tree.Node, op *spec.Operation) (*Validator, diag.List) {
	v := &Validator{}
	if op.Validator.Parameters {
		v.parameters = required(op.Parameters)
	}
	if !op.Validator.Body {
		return v, nil
	}
	bodies, list := distinctBodies(op)
	for _, body := range bodies {
		node := body.Schema
		v.models = append(v.models, &model{body.ContentType, sync.OnceValues(func() (*schema, diag.List) {
			return compile(root, node)
		})})
	}
	return v, list
}

// distinctBodies returns the first body of each content type, whose parameters are
// stripped, and warns of the others.
func distinctBodies(op *spec.Operation) ([]spec.Body, diag.List) {
	var distinct []spec.Body
	var list diag.List
	for _, body := range op.Bodies {
		contentType := mediaType(body.ContentType)
		if slices.ContainsFunc(distinct, func(b spec.Body) bool { return b.ContentType == contentType }) {
			list.Warnf(body.Schema.Position(), "duplicate-model", "the operation has a model for %s already", contentType)
			continue
		}
		distinct = append(distinct, spec.Body{ContentType: contentType, Schema: body.Schema})
	}
	return distinct, list
}

// Check compiles the models of the operations of the definition at root, in which
// references are resolved, and returns what is wrong with them, each problem once.
func Check(root *tree.Node, operations []*spec.Operation) diag.List {
	c := newCompiler(root)
	for _, op := range operations {
		if !op.Validator.Body {
			continue
		}
		bodies, _ := distinctBodies(op) // Compile has reported the others
		for _, body := range bodies {
			c.schema(body.Schema)
		}
	}
	return c.List
}

// Body checks a request's body against the model for its Content-Type, which may
// be empty; without a model there is nothing to check. The work is bounded by the
// size of the body. The error is a [*BodyError], that of ctx, or wraps [ErrModel].
func (v *Validator) Body(ctx context.Context, contentType string, body *jsonvalue.Document) error {
	m := v.choose(contentType)
	if m == nil {
		return nil
	}
	s, faults := m.compiled()
	if err := faults.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrModel, err)
	}
	detail, err := s.detail(ctx, body)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%w: %w", ErrModel, err)
	case detail != "":
		return &BodyError{ContentType: m.contentType, Detail: detail}
	}
	return nil
}

// noBody is what API Gateway says of a body that it cannot read.
const noBody = "[Unknown error parsing request body]"

// detail returns what is wrong with a body, or "". A body that is not there passes
// where an empty object does.
func (s *schema) detail(ctx context.Context, body *jsonvalue.Document) (string, error) {
	empty := strings.TrimSpace(body.Text()) == ""
	if empty {
		body = jsonvalue.NewDocument([]byte("{}"))
	}
	value, err := body.Value()
	if err != nil {
		return noBody, nil //nolint:nilerr // the error is the client's, and is what is returned
	}
	size := len(body.Text())
	quick := report{quiet: true, effort: newEffort(ctx, size)}
	s.validate(value, &quick, 0)
	switch {
	case quick.err != nil || !quick.failed:
		return "", quick.err
	case empty:
		return noBody, nil
	}
	full := report{effort: newEffort(ctx, size)}
	s.validate(value, &full, 0)
	return full.detail(), full.err
}

// Problems returns what is wrong with a body that [Validator.Body] refuses, with its
// places, and the key of the model; nothing for a body that is not JSON.
func (v *Validator) Problems(ctx context.Context, contentType string, body *jsonvalue.Document) (key string, problems []Problem) {
	m := v.choose(contentType)
	if m == nil {
		return "", nil
	}
	s, faults := m.compiled()
	value, err := body.Value()
	if err != nil || faults.HasErrors() {
		return m.contentType, nil
	}
	full := report{effort: newEffort(ctx, len(body.Text())), places: true}
	s.validate(value, &full, 0)
	return m.contentType, full.problems
}

// Checks reports whether the parameters or the bodies of a content type are checked.
func (v *Validator) Checks(contentType string) (parameters, body bool) {
	return len(v.parameters) > 0, v.choose(contentType) != nil
}

func (v *Validator) choose(contentType string) *model {
	if m := v.model(mediaType(contentType)); m != nil {
		return m
	}
	return v.model(AnyContentType)
}

func (v *Validator) model(contentType string) *model {
	for _, m := range v.models {
		if m.contentType == contentType {
			return m
		}
	}
	return nil
}

// mediaType strips the parameters of a Content-Type.
func mediaType(contentType string) string {
	switch contentType {
	case "":
		return DefaultContentType
	case DefaultContentType, AnyContentType:
		return contentType
	}
	if t, _, err := mime.ParseMediaType(contentType); err == nil {
		return t
	}
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}
