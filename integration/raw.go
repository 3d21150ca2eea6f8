package integration

import (
	"errors"

	"github.com/gatewright/gatewright/spec"
)

// Raw is a finished x-amazon-apigateway-integration. It goes into the definition
// as it is; nothing is added to it.
func Raw(i *spec.Integration) Integration { return raw{i} }

// IsRaw reports whether an integration was made by Raw.
func IsRaw(i Integration) bool {
	_, ok := i.(raw)
	return ok
}

type raw struct{ snippet *spec.Integration }

func (r raw) Render(Props) (*spec.Integration, error) {
	if r.snippet == nil {
		return nil, errors.New("the raw integration is empty")
	}
	rendered := *r.snippet
	return &rendered, nil
}

// Custom is a finished x-amazon-apigateway-integration to which the headers of CORS are
// added: what an integration of the user's own, in another language, rendered.
func Custom(i *spec.Integration) Integration { return custom{raw{i}} }

type custom struct{ raw }
