package integration

import "github.com/gatewright/gatewright/spec"

// Lambda passes requests to a function and its responses back (API Gateway
// Developer Guide, "Lambda proxy integrations in API Gateway"). The ARN is that
// of a function, a version or an alias.
func Lambda(arn string) Integration { return lambda{arn} }

type lambda struct{ arn string }

func (l lambda) Render(p Props) (*spec.Integration, error) {
	if l.arn == "" {
		return nil, optionErrorf("lambda", "the function has no ARN")
	}
	return &spec.Integration{
		Type:       spec.AWSProxy,
		HTTPMethod: "POST", // that of Lambda's Invoke, whatever the operation's is
		URI:        p.Placement.InvocationARN(l.arn),
	}, nil
}
