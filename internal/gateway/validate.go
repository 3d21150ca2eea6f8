package gateway

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/validate"
)

// validate checks that required parameters are there and that the body fits its
// model ("Request validation for REST APIs").
func (x *exchange) validate() *failure {
	v := x.op.validator
	if v == nil {
		return nil
	}
	if missing := v.MissingParameters(x.hasParameter); len(missing) > 0 {
		return missingParameters(missing)
	}
	if err := v.Body(x.request.Context(), x.header("Content-Type"), &x.document); err != nil {
		return invalidBody(err)
	}
	return nil
}

// hasParameter reports whether a parameter is there and not blank.
func (x *exchange) hasParameter(in, name string) bool {
	value := ""
	switch in {
	case "path":
		value = x.pathParameter(name)
	case "query":
		value = x.queryParameter(name)
	case "header":
		value = x.header(name)
	}
	return strings.TrimSpace(value) != ""
}

// maxCauses is how many problems of a body are named as the cause of a failure.
const maxCauses = 3

// cause says more about a failure than the client is told: of a body, with the places
// in it.
func (x *exchange) cause(f *failure) string {
	if f.kind != badRequestBody || x.op == nil || x.op.validator == nil {
		return f.reason
	}
	_, problems := x.op.validator.Problems(x.request.Context(), x.header("Content-Type"), &x.document)
	if len(problems) == 0 {
		return f.reason
	}
	var causes []string
	for _, p := range problems[:min(len(problems), maxCauses)] {
		causes = append(causes, cmp.Or(p.Pointer, "body")+": "+p.Message)
	}
	if more := len(problems) - len(causes); more > 0 {
		causes = append(causes, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(causes, "; ")
}

func invalidBody(err error) *failure {
	var body *validate.BodyError
	if !errors.As(err, &body) {
		return misconfigured(err.Error())
	}
	return &failure{kind: badRequestBody, reason: body.Error(), validation: body.Detail}
}
