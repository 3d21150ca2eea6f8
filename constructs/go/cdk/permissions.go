package cdk

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/internal/prepare/access"
)

// permissions are those to invoke functions, in the order in which they were asked for.
type permissions []*functionPermissions

// functionPermissions are those to invoke one function.
type functionPermissions struct {
	function awslambda.IFunction
	arn      string
	sources  []access.Source
}

func (p *permissions) add(f awslambda.IFunction, source access.Source) {
	arn := *f.FunctionArn()
	for _, known := range *p {
		if known.arn == arn {
			known.sources = append(known.sources, source)
			return
		}
	}
	*p = append(*p, &functionPermissions{f, arn, []access.Source{source}})
}

// addPermissions makes the permissions that were asked for.
func (a *api) addPermissions() {
	var all []permissionOf
	for _, p := range a.permissions {
		if a.isForeign(p) {
			continue
		}
		sources := access.Fewest(p.sources)
		exact := len(sources)
		if sources = access.Fitting(sources, access.MaxFunctionPolicy-len(a.stage)); len(sources) < exact {
			awscdk.Annotations_Of(a.Construct).AddInfoV2(jsii.String("gatewright:merged-permissions"), jsii.String(fmt.Sprintf(
				"%d permissions to invoke %s would make its policy larger than %d bytes; they are merged into %d",
				exact, *p.function.Node().Path(), access.MaxFunctionPolicy, len(sources))))
		}
		for _, s := range sources {
			all = append(all, permissionOf{p.arn, s})
		}
	}
	scope := a.permissionScopes(len(all))
	taken := map[string]int{}
	for _, p := range all {
		taken[p.source.ID]++
		id := p.source.ID
		if n := taken[id]; n > 1 {
			id = fmt.Sprintf("%s%d", id, n)
		}
		a.addPermission(scope(id), id, p.arn, a.executeARN(p.source.Pattern()))
	}
}

type permissionOf struct {
	arn    string
	source access.Source
}

func (a *api) addPermission(scope constructs.Construct, id, function, source string) {
	awslambda.NewCfnPermission(scope, jsii.String(id), &awslambda.CfnPermissionProps{
		Action:       jsii.String("lambda:InvokeFunction"),
		FunctionName: jsii.String(function),
		Principal:    jsii.String("apigateway.amazonaws.com"),
		SourceArn:    jsii.String(source),
	})
}

// permissionScopes gives where permissions are made.
func (a *api) permissionScopes(count int) func(id string) constructs.Construct {
	if count == 0 {
		return nil
	}
	if nested := access.Stacks(count, a.nestedPermissions); nested > 0 {
		return NewStacks(a.Construct, "Permissions", nested).For
	}
	scope := constructs.NewConstruct(a.Construct, jsii.String("Permissions"))
	return func(string) constructs.Construct { return scope }
}

// isForeign reports whether a function is in another account, where no permission can be made from here, and says what to
// do.
func (a *api) isForeign(p *functionPermissions) bool {
	account := strings.Split(p.arn, ":")
	own := *a.stack.Account()
	if len(account) < 7 || strings.Contains(account[4], "${") || strings.Contains(own, "${") || account[4] == own {
		return false
	}
	a.warn("gatewright:foreign-function", p.arn+
		" is in another account: let apigateway.amazonaws.com invoke it there, with AWS::Lambda::Permission and the source ARN of each operation")
	return true
}

// addAuthorizerPermissions lets API Gateway ask the functions of authorizers that are used.
func (a *api) addAuthorizerPermissions(d *definition) {
	schemes := d.document.Root.Get("components").Get("securitySchemes")
	done := map[string]bool{}
	for _, one := range a.allAuthorizers(d) {
		arns := one.ARNs()
		if !authorizer.IsLambda(one) || schemes.Get(one.Name()) == nil {
			continue
		}
		if function, credentials := arns[0], arns[1]; credentials == "" && !done[function] {
			done[function] = true
			a.addPermission(a.Construct, "Authorizer-"+one.Name(), function, a.arnPrefix()+"authorizers/*")
		}
	}
}
