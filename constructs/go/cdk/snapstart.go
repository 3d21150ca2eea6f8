package cdk

import "github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

// invocable returns what API Gateway invokes of a function: its current version when the function has SnapStart, which
// Lambda applies to published versions only.
func invocable(f awslambda.IFunction) awslambda.IFunction {
	function, ok := f.(awslambda.Function)
	if !ok {
		return f
	}
	resource, ok := function.Node().DefaultChild().(awslambda.CfnFunction)
	if !ok || resource.SnapStart() == nil {
		return f
	}
	return function.CurrentVersion()
}
