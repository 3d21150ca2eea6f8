package gateway

type bodyValidator interface {
	MissingParameters(has func(in, name string) bool) []string
	Body(contentType string, body []byte) error
}

// validate checks that required parameters are there and that the body fits its
// model ("Request validation for REST APIs").
func (x *exchange) validate() *failure {
	v := x.op.validator
	if v == nil {
		return nil
	}
	if x.op.Validator.Parameters {
		if missing := v.MissingParameters(x.hasParameter); len(missing) > 0 {
			return missingParameters(missing)
		}
	}
	if x.op.Validator.Body {
		if err := v.Body(x.header("Content-Type"), x.body); err != nil {
			return invalidBody(err)
		}
	}
	return nil
}

// hasParameter reports whether a parameter is there and not blank.
func (x *exchange) hasParameter(in, name string) bool {
	switch in {
	case "path":
		return x.pathParameter(name) != ""
	case "query":
		return x.queryParameter(name) != ""
	case "header":
		return x.header(name) != ""
	}
	return false
}

func invalidBody(err error) *failure {
	f := &failure{kind: badRequestBody, reason: err.Error()}
	return f
}
