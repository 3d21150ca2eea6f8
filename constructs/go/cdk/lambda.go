package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// Lambda passes requests to a function, a version or an alias, and its responses back. API Gateway is allowed to invoke it
// for exactly the operations that name it. Of a function with SnapStart it invokes the current version.
func Lambda(f awslambda.IFunction) integration.Integration { return lambda{f} }

type lambda struct{ function awslambda.IFunction }

func (l lambda) Render(p integration.Props) (*spec.Integration, error) {
	if l.function == nil {
		return nil, optionError("lambda", "the function is nil", "make the function before the API, and keep it where the integration finds it")
	}
	return integration.Lambda(*invocable(l.function).FunctionArn()).Render(p)
}

func (l lambda) Grant(p GrantProps) {
	p.InvokeFunction(invocable(l.function))
	p.api.functions[p.Operation.ID] = l.function
}
