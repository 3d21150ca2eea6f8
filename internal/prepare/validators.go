package prepare

import (
	"strconv"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// setValidators names the validator of all operations (API Gateway Developer
// Guide, "Request validation for REST APIs in API Gateway"). A model that names
// its own keeps it unless the user says otherwise.
func (p *preparation) setValidators() {
	v := p.in.Validation
	if v == nil {
		if p.root.Get(spec.ExtRequestValidator) != nil {
			return
		}
		v = &Validation{Body: true, Parameters: true}
	}
	name := validatorName(*v)
	if name == "" {
		p.root.Delete(spec.ExtRequestValidator)
		return
	}
	validators := copyMapping(p.root.Get(spec.ExtRequestValidators))
	validator := tree.NewMapping(
		tree.Field{Name: "validateRequestBody", Value: tree.NewBool(v.Body)},
		tree.Field{Name: "validateRequestParameters", Value: tree.NewBool(v.Parameters)},
	)
	name = freeName(validators, name, validator)
	validators.Set(name, validator)
	p.root.Set(spec.ExtRequestValidators, validators)
	p.root.Set(spec.ExtRequestValidator, tree.NewString(name))
}

// freeName returns a name under which nothing else is in a mapping: the given one, or one
// with a number.
func freeName(in *tree.Node, name string, value *tree.Node) string {
	for candidate, i := name, 2; ; i++ {
		if known := in.Get(candidate); known == nil || tree.Equal(known, value) {
			return candidate
		}
		candidate = name + "-" + strconv.Itoa(i)
	}
}

func validatorName(v Validation) string {
	switch {
	case v.Body && v.Parameters:
		return "all"
	case v.Body:
		return "body-only"
	case v.Parameters:
		return "params-only"
	}
	return ""
}
