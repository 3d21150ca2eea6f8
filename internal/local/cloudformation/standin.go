package cloudformation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/spec"
)

// standIn finds what the operations of an API need. Those that need what is absent
// get an integration with a function that says so.
func (r *reader) standIn(api *API) {
	for _, o := range api.Local.Operations {
		if o.Integration == nil {
			continue
		}
		arn := r.needsOf(api, o)
		if arn == "" {
			continue
		}
		o.Integration = &spec.Integration{
			Type: spec.AWSProxy, HTTPMethod: "POST", Position: o.Integration.Position,
			URI: spec.Placement{Partition: "aws", Region: api.Region}.InvocationARN(arn),
		}
	}
	for _, o := range api.Local.Operations {
		r.standInForAuthorizer(api, o)
	}
}

// needsOf makes what an operation needs run here. It returns the ARN of the function
// that is in, or "" when everything is here.
func (r *reader) needsOf(api *API, o *spec.Operation) (standIn string) {
	i := o.Integration
	uri := expand(i.URI, api.StageVariables)
	target := serviceTarget(uri)
	switch {
	case i.Type == spec.HTTP || i.Type == spec.HTTPProxy:
		return r.needsOfHTTP(api, i, uri)
	case i.Type == spec.Mock, target == nil:
		return ""
	case target.service == "s3":
		return r.needBucket(api, i, target)
	case target.function != "":
		return r.needFunction(api, target.function)
	case r.options.Services:
		return ""
	}
	return r.absentService(api, target)
}

// needBucket finds the bucket of an integration with S3. One whose name a mapping gives
// is looked for at each request.
func (r *reader) needBucket(api *API, i *spec.Integration, t *target) (standIn string) {
	name, _, _ := strings.Cut(strings.TrimPrefix(t.rest, "/"), "/")
	if !intrinsic.IsPlaceholder(name) {
		return ""
	}
	for _, found := range r.resources("AWS::S3::Bucket") {
		if found.physicalName(found.node) == name {
			return r.addAbsent(found, unknown("its name", name), r.standInARN(api, name))
		}
	}
	return r.addAbsentARN(Absent{
		Type: "AWS::S3::Bucket", Path: name, Reason: unknown("its name", name), ARN: r.standInARN(api, name), Position: i.Position,
	})
}

// needFunction makes a function one that runs, or tells that it cannot.
func (r *reader) needFunction(api *API, arn string) (standIn string) {
	f := r.function(arn)
	if f == nil {
		return r.addAbsentARN(Absent{
			Type: functionType, Path: arn, Reason: "it is not a function of this app", ARN: arn, Position: api.Position,
		})
	}
	if reason := r.call(f); reason != "" {
		return r.addAbsent(f, reason, f.arn(f.node))
	}
	return ""
}

func (r *reader) needsOfHTTP(api *API, i *spec.Integration, uri string) (standIn string) {
	if i.ConnectionType == spec.VPCLink {
		standIn = r.needVPCLink(api, expand(i.ConnectionID, api.StageVariables))
		if standIn == "" { // the link's address is dialled; the URI's host only has to be one
			i.URI = unknownHost.ReplaceAllString(i.URI, "${1}vpc-link.internal")
		}
		return standIn
	}
	if intrinsic.IsPlaceholder(uri) {
		return r.addAbsentARN(Absent{
			Type: "HTTP endpoint", Path: uri, Reason: "its address is known only once it is deployed",
			ARN: r.standInARN(api, uri), Position: i.Position,
		})
	}
	return ""
}

// unknownHost is a placeholder where the URI of an HTTP integration names the host.
var unknownHost = regexp.MustCompile(`^(https?://)<[^<>]*>`)

func (r *reader) needVPCLink(api *API, id string) (standIn string) {
	for _, link := range r.resources("AWS::ApiGateway::VpcLink") {
		if link.id(link.node) != id {
			continue
		}
		for _, name := range []string{link.path(), link.logicalID, id} {
			if address := r.options.VPCLinks[name]; address != "" {
				api.VPCLinks[id] = address
				return ""
			}
		}
		return r.addAbsent(link, "no local address is configured for its target; name its address with --vpc-link "+link.path()+"=HOST:PORT", r.standInARN(api, id))
	}
	if address := r.options.VPCLinks[id]; address != "" {
		api.VPCLinks[id] = address
		return ""
	}
	return r.addAbsentARN(Absent{
		Type: "AWS::ApiGateway::VpcLink", Path: id, Position: api.Position, ARN: r.standInARN(api, id),
		Reason: "no local address is configured for its target; name its address with --vpc-link " + id + "=HOST:PORT",
	})
}

// absentService names the resource that an integration calls, as far as its URI
// tells, else the service.
func (r *reader) absentService(api *API, t *target) (standIn string) {
	const reason = "it does not run here; name an endpoint for AWS services with --aws-endpoint"
	for _, s := range r.stacks {
		for _, candidate := range s.order {
			if serviceOf(candidate.kind) == t.service && candidate.exists() && t.names(candidate.physicalName(candidate.node)) {
				return r.addAbsent(candidate, reason, r.standInARN(api, candidate.path()))
			}
		}
	}
	return r.addAbsentARN(Absent{
		Type: "AWS service", Path: t.service, Reason: reason, ARN: r.standInARN(api, t.service), Position: api.Position,
	})
}

func (r *reader) standInARN(api *API, name string) string {
	return "arn:aws:lambda:" + api.Region + ":" + api.AccountID + ":function:absent-" + identifier(name, idLength)
}

// standInForAuthorizer keeps everybody out of an operation whose authorizer cannot
// run: its stand-in answers instead.
func (r *reader) standInForAuthorizer(api *API, o *spec.Operation) {
	a := o.Authorization.Authorizer
	if o.Authorization.Type != spec.AuthCustom || a == nil {
		return
	}
	t := serviceTarget(expand(a.AuthorizerURI, api.StageVariables))
	if t == nil || t.function == "" {
		return
	}
	arn := r.needFunction(api, t.function)
	if arn == "" {
		return
	}
	o.Authorization, o.APIKeyRequired = spec.Authorization{Type: spec.AuthNone}, false
	position := o.Position
	if o.Integration != nil {
		position = o.Integration.Position
	}
	o.Integration = &spec.Integration{
		Type: spec.AWSProxy, HTTPMethod: "POST", Position: position,
		URI: spec.Placement{Partition: "aws", Region: api.Region}.InvocationARN(arn),
	}
}

// expand replaces ${stageVariables.name}.
func expand(text string, variables map[string]string) string {
	if !strings.Contains(text, "${stageVariables.") {
		return text
	}
	var pairs []string
	for name, value := range variables {
		pairs = append(pairs, "${stageVariables."+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// target is what the URI of an AWS integration calls.
type target struct {
	service  string
	rest     string // after "path/" or "action/"
	function string // the ARN of a Lambda function
}

// serviceTarget takes "arn:aws:apigateway:eu-west-1:sqs:path/…" apart; nil: it is
// no such ARN.
func serviceTarget(uri string) *target {
	fields := strings.SplitN(uri, ":", 6)
	if len(fields) < 6 || fields[2] != "apigateway" {
		return nil
	}
	t := &target{service: fields[4][strings.LastIndexByte(fields[4], '.')+1:]}
	_, t.rest, _ = strings.Cut(fields[5], "/")
	if _, function, ok := strings.Cut(t.rest, "functions/"); ok && t.service == "lambda" {
		t.function, _, _ = strings.Cut(function, "/")
	}
	return t
}

// names reports whether one segment of the path is a name.
func (t *target) names(name string) bool {
	for segment := range strings.SplitSeq(t.rest, "/") {
		if segment == name {
			return true
		}
	}
	return false
}

// Lambda invokes functions through next, and answers for what is absent with
// status 501 and the name of the resource.
func (a *Assembly) Lambda(next gateway.Lambda) gateway.Lambda {
	absent := map[string]Absent{}
	for _, missing := range a.Absent {
		if missing.ARN != "" {
			absent[missing.ARN] = missing
		}
	}
	return standIns{next, absent}
}

type standIns struct {
	gateway.Lambda
	absent map[string]Absent
}

// Invoke implements gateway.Lambda.
func (s standIns) Invoke(ctx context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
	missing, ok := s.absent[call.FunctionARN]
	if !ok {
		return s.Lambda.Invoke(ctx, call)
	}
	body, err := json.Marshal(map[string]string{"message": missing.message()})
	if err != nil {
		return gateway.LambdaResult{}, err
	}
	payload, err := json.Marshal(map[string]any{
		"statusCode": 501,
		"headers":    map[string]string{"Content-Type": "application/json", "x-amzn-ErrorType": "NotImplementedException"},
		"body":       string(body),
	})
	if err != nil {
		return gateway.LambdaResult{}, err
	}
	if call.Response != nil {
		_, _ = call.Response.Write(payload) // a reader that is gone is not a failure of the function
		return gateway.LambdaResult{}, nil
	}
	return gateway.LambdaResult{Payload: payload}, nil
}

func (a Absent) message() string {
	return fmt.Sprintf("%s %s is not on this machine: %s", a.Type, cmp.Or(a.Path, a.ARN), a.Reason)
}
