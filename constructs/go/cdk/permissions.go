package cdk

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
)

const (
	maxFunctionPolicy = 20_480 // bytes of a function's resource policy (AWS Lambda Developer Guide, "Lambda quotas")

	// statementSize is how many bytes a permission takes in the policy, besides what it lets in: its names, an ID and the
	// ARNs at their longest.
	statementSize = 480

	// nestedFrom is the number of permissions from which they lie in nested stacks, and perNested how many lie in one, on
	// average. Each takes a parameter, of which a template may have 200.
	nestedFrom = 100
	perNested  = 120
)

// permissions are those to invoke functions, in the order in which they were asked for.
type permissions []*functionPermissions

// functionPermissions are those to invoke one function.
type functionPermissions struct {
	function awslambda.IFunction
	arn      string
	sources  []source
}

// source is a pattern of requests that may invoke a function.
type source struct {
	id     string // of an operation
	method string // "*": all
	path   string // with * for what is not fixed
}

func (s source) pattern() string { return s.method + s.path }

// covers tells whether a pattern lets all in that another one does.
func (s source) covers(other source) bool { return wildcardMatch(s.pattern(), other.pattern()) }

func (p *permissions) add(f awslambda.IFunction, id, method, path string) {
	arn := *f.FunctionArn()
	for _, known := range *p {
		if known.arn == arn {
			known.sources = append(known.sources, source{id, method, path})
			return
		}
	}
	*p = append(*p, &functionPermissions{f, arn, []source{{id, method, path}}})
}

// addPermissions makes the permissions that were asked for.
func (a *api) addPermissions() {
	var all []permissionOf
	for _, p := range a.permissions {
		if a.isForeign(p) {
			continue
		}
		sources := fewest(p.sources)
		exact := len(sources)
		if sources = fitting(sources, maxFunctionPolicy-len(a.stage)); len(sources) < exact {
			awscdk.Annotations_Of(a.Construct).AddInfoV2(jsii.String("gatewright:merged-permissions"), jsii.String(fmt.Sprintf(
				"%d permissions to invoke %s would make its policy larger than %d bytes; they are merged into %d",
				exact, *p.function.Node().Path(), maxFunctionPolicy, len(sources))))
		}
		for _, s := range sources {
			all = append(all, permissionOf{p.arn, s})
		}
	}
	scope := a.permissionScopes(len(all))
	taken := map[string]int{}
	for _, p := range all {
		taken[p.source.id]++
		id := p.source.id
		if n := taken[id]; n > 1 {
			id = fmt.Sprintf("%s%d", id, n)
		}
		a.addPermission(scope(id), id, p.arn, a.executeARN(p.source.pattern()))
	}
}

type permissionOf struct {
	arn    string
	source source
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
	if count < nestedFrom && !a.nestedPermissions {
		scope := constructs.NewConstruct(a.Construct, jsii.String("Permissions"))
		return func(string) constructs.Construct { return scope }
	}
	stacks := NewStacks(a.Construct, "Permissions", int(math.Ceil(float64(count)/perNested)))
	return stacks.For
}

// isForeign reports whether a function is in another account, where no permission can be made from here, and says what to
// do.
func (a *api) isForeign(p *functionPermissions) bool {
	account := strings.Split(p.arn, ":")
	own := *a.stack.Account()
	if len(account) < 7 || strings.Contains(account[4], "${") || strings.Contains(own, "${") || account[4] == own {
		return false
	}
	awscdk.Annotations_Of(a.Construct).AddWarningV2(jsii.String("gatewright:foreign-function"), jsii.String(fmt.Sprintf(
		"%s is in another account: let apigateway.amazonaws.com invoke it there, with AWS::Lambda::Permission and the source ARN of each operation", p.arn)))
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

// fewest leaves out sources that others cover.
func fewest(sources []source) []source {
	var kept []source
	for i, s := range sources {
		needless := slices.ContainsFunc(sources[:i], func(o source) bool { return o.covers(s) }) ||
			slices.ContainsFunc(sources[i+1:], func(o source) bool { return o.covers(s) && !s.covers(o) })
		if !needless {
			kept = append(kept, s)
		}
	}
	return kept
}

// fitting merges sources until a policy that holds them is small enough: first the methods of each path, then paths that
// begin alike, from the longest on.
func fitting(sources []source, size int) []source {
	if policySize(sources) <= size {
		return sources
	}
	merged := generalize(sources, func(s source) source { return source{s.id, "*", s.path} })
	for depth := depthOf(merged); policySize(merged) > size && depth > 0; depth-- {
		merged = generalize(merged, func(s source) source {
			segments := strings.Split(s.path, "/") // the first is empty
			if len(segments)-1 <= depth-1 {
				return s
			}
			return source{s.id, s.method, strings.Join(segments[:depth], "/") + "/*"}
		})
	}
	return merged
}

func generalize(sources []source, by func(source) source) []source {
	general := make([]source, len(sources))
	for i, s := range sources {
		general[i] = by(s)
	}
	return fewest(general)
}

func depthOf(sources []source) int {
	depth := 0
	for _, s := range sources {
		depth = max(depth, strings.Count(s.path, "/"))
	}
	return depth
}

func policySize(sources []source) int {
	size := 0
	for _, s := range sources {
		size += statementSize + len(s.pattern())
	}
	return size
}

// wildcardMatch reports whether a pattern, in which * stands for anything, matches a text, as IAM's ArnLike does.
func wildcardMatch(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(text, first) || !strings.HasSuffix(text[len(first):], last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}
