package cdk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
	"github.com/aws/jsii-runtime-go/runtime"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/handler"
	"github.com/gatewright/gatewright/integration"
)

// annotate adds a warning for each diagnostic that does not stop the synthesis, and one for the operations that have mocks.
func (a *api) annotate(d *definition) {
	if mocks := integration.MockedOperations(a.integrations); len(mocks) > 0 {
		a.warn("gatewright:mocks", fmt.Sprintf(
			"%d of %d operations still answer mocks: %s", len(mocks), len(d.operations), strings.Join(mocks, ", ")))
	}
	for _, p := range d.problems {
		var text strings.Builder
		_ = diag.WriteText(&text, diag.List{p}, nil) // a strings.Builder takes everything
		a.warn("gatewright:"+p.Rule, strings.TrimSpace(strings.TrimPrefix(text.String(), "warning: ")))
	}
}

// warn adds a warning that can be acknowledged by its id.
//
// It calls addWarningV2 by name: the Go method has a third parameter from v2.277.0 on, so a direct call compiles against
// older or newer releases of the CDK, never against both.
func (a *api) warn(id, message string) {
	runtime.InvokeVoid(awscdk.Annotations_Of(a.Construct), "addWarningV2", []any{id, message})
}

// allAuthorizers are all that the user gave.
func (a *api) allAuthorizers(d *definition) []authorizer.Authorizer {
	all := slices.Clone(a.authorizers)
	if a.defaultAuthorizer != nil {
		all = append(all, a.defaultAuthorizer)
	}
	for _, o := range d.operations {
		if o.authorizer != nil {
			all = append(all, o.authorizer)
		}
	}
	return all
}

// passCORS tells the functions which web pages may read their answers: handlers of gatewright heed it.
func (a *api) passCORS(d *definition) {
	if d.cors == nil {
		return
	}
	text, err := json.Marshal(handler.CORS{
		AllowOrigins:     d.cors.AllowOrigins,
		AllowCredentials: d.cors.AllowCredentials,
		ExposeHeaders:    d.cors.ExposeHeaders,
	})
	if err != nil {
		panic(fmt.Sprintf("the options of CORS cannot be passed on: %v", err))
	}
	done := map[string]bool{}
	for _, o := range d.operations {
		f := ownFunction(a.functions[o.ID])
		if f == nil || done[*f.FunctionArn()] {
			continue
		}
		done[*f.FunctionArn()] = true
		f.AddEnvironment(jsii.String(handler.CORSVariable), jsii.String(string(text)), nil)
	}
}

// ownFunction gives the function of this app that a function, a version or an alias leads to, or nil.
func ownFunction(f awslambda.IFunction) awslambda.Function {
	switch f := f.(type) {
	case awslambda.Function:
		return f
	case awslambda.IVersion:
		return ownFunction(f.Lambda())
	case awslambda.IAlias:
		return ownFunction(f.Version().Lambda())
	}
	return nil
}
