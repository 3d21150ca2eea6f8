package gateway

import (
	"errors"
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

func invalidBody(err error) *failure {
	var body *validate.BodyError
	if !errors.As(err, &body) {
		return misconfigured(err.Error())
	}
	return &failure{kind: badRequestBody, reason: body.Error(), validation: body.Detail}
}
