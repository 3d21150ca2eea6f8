package cdk

import (
	"maps"
	"strings"
	"testing/fstest"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

// modelFile is how positions name the model that generated code embeds.
const modelFile = "model.json"

// definition is the finished definition of an API, before it is put into a template.
type definition struct {
	model      *model.API
	operations []*operation
	document   *spec.Document
	full       *spec.Document // before it was pruned
	cors       *integration.CORS
	problems   diag.List // warnings
}

// operation is an operation and its integration, which remembers what it rendered.
type operation struct {
	*deploy.Operation
	integration integration.Integration // without options; nil: the user gave none
	authorizer  authorizer.Authorizer   // given next to the integration; may be nil
}

// Render implements integration.Integration.
func (o *operation) Render(p integration.Props) (*spec.Integration, error) {
	i, err := o.integration.Render(p)
	if i != nil {
		snippet := *i
		o.Rendered = &snippet
	}
	return i, err
}

// define makes the definition, or panics with all that is wrong.
func (a *api) define() *definition {
	read, problems := openapi.ReadFS(fstest.MapFS{modelFile: {Data: []byte(a.model)}}, modelFile)
	a.panicOn(problems)
	d := &definition{model: read, problems: problems}
	in := prepare.Input{
		Integrations:      a.record(d, read),
		Authorizers:       a.authorizers,
		DefaultAuthorizer: a.defaultAuthorizer,
		Validation:        a.validation.wanted(),
		GatewayResponses:  a.gatewayResponses,
		Data:              mockdata.NewWithOptions(a.mockData),
		CDK:               true,
		Placement:         spec.Placement{Partition: *a.stack.Partition(), Region: *a.stack.Region()},
	}
	var wrong diag.List
	in.CORS = corsOf(a.cors, &wrong)
	if a.apiKeys != nil {
		in.APIKeys = &prepare.APIKeys{Source: a.apiKeys.Source, RequiredByDefault: a.apiKeys.RequiredByDefault}
	}
	if own := a.restAPI; own != nil {
		if own.ApiDefinition != nil {
			wrong.Errorf(diag.Position{}, "invalid-setting", "RestApiProps.ApiDefinition is set, but the definition is made of the model and the integrations")
		}
		in.BinaryMediaTypes = texts(own.BinaryMediaTypes)
		if own.MinCompressionSize != nil {
			size := int(*own.MinCompressionSize.ToBytes(&awscdk.SizeConversionOptions{}))
			in.MinimumCompressionSize = &size
		}
		in.Stage = prepare.CDKCaching(caching(own))
	}
	document, found := prepare.Prepare(read, in)
	d.cors, d.full, d.problems = in.CORS, document, append(d.problems, found...)
	a.panicOn(append(wrong, found...))
	d.document = document
	if a.prune {
		d.document = prepare.Prune(document)
	}
	found = append(limits.Check(d.document), a.checkStage()...)
	a.panicOn(found)
	for _, p := range found {
		if p.Rule != "too-large" { // checkSize knows better what becomes of the template
			d.problems = append(d.problems, p)
		}
	}
	return d
}

// caching returns for which methods the stage keeps responses, by the CDK's keys.
func caching(own *awsapigateway.SpecRestApiProps) map[string]bool {
	enabled := map[string]bool{}
	o := own.DeployOptions
	if o == nil || own.Deploy != nil && !*own.Deploy {
		return enabled
	}
	if o.CachingEnabled != nil {
		enabled["/*/*"] = *o.CachingEnabled
	}
	if o.MethodOptions == nil {
		return enabled
	}
	for key, method := range *o.MethodOptions {
		if method.CachingEnabled != nil {
			enabled[key] = *method.CachingEnabled
		}
	}
	return enabled
}

// checkStage returns what API Gateway would not take of the stage, as far as it is known before it is deployed.
func (a *api) checkStage() (problems diag.List) {
	if a.restAPI == nil || a.restAPI.DeployOptions == nil {
		return nil
	}
	o := a.restAPI.DeployOptions
	if name := o.StageName; name != nil && !*awscdk.Token_IsUnresolved(*name) {
		problems = append(problems, limits.CheckStage(*name, diag.Position{})...)
	}
	if o.Variables == nil {
		return problems
	}
	variables := map[string]string{}
	for name, value := range *o.Variables {
		if !*awscdk.Token_IsUnresolved(*value) {
			variables[name] = *value
		}
	}
	return append(problems, limits.CheckStageVariables(variables, func(string) diag.Position { return diag.Position{} })...)
}

// record lets the integrations remember what they render.
func (a *api) record(d *definition, read *model.API) map[string]integration.Integration {
	recorded := map[string]integration.Integration{}
	maps.Copy(recorded, a.integrations)
	for _, o := range read.Operations {
		recording := &operation{Operation: &deploy.Operation{Operation: o}}
		d.operations = append(d.operations, recording)
		i, given := recorded[o.ID]
		inner, options := integration.Unwrap(i)
		if !given || isNil(inner) {
			continue
		}
		recording.integration, recording.authorizer = inner, options.Authorizer
		switch {
		case integration.IsRaw(inner): // it is known by its type, and goes into the definition as it is
			recording.Rendered, _ = inner.Render(integration.Props{Operation: o, API: read})
		case integration.IsMock(inner): // the same; it needs nothing
		default:
			recorded[o.ID] = integration.WithOptions(recording, options)
		}
	}
	return recorded
}

// corsOf returns the CDK's options of CORS as the engine takes them.
func corsOf(o *awsapigateway.CorsOptions, problems *diag.List) *integration.CORS {
	if o == nil {
		return nil
	}
	c := &integration.CORS{
		AllowOrigins:     texts(o.AllowOrigins),
		AllowMethods:     texts(o.AllowMethods),
		AllowHeaders:     texts(o.AllowHeaders),
		AllowCredentials: o.AllowCredentials != nil && *o.AllowCredentials,
		ExposeHeaders:    texts(o.ExposeHeaders),
	}
	switch {
	case o.DisableCache != nil && *o.DisableCache:
		never := -time.Second
		c.MaxAge = &never
	case o.MaxAge != nil:
		maxAge := time.Duration(*o.MaxAge.ToSeconds(nil) * float64(time.Second))
		c.MaxAge = &maxAge
	}
	if o.StatusCode != nil && *o.StatusCode != 204 {
		problems.Errorf(diag.Position{}, "invalid-setting", "CorsOptions.StatusCode is %v, but preflight requests are answered with 204", *o.StatusCode).
			Help = "leave StatusCode out"
	}
	return c
}

// addRole makes the role that API Gateway takes, when an integration asks for it.
func (a *api) addRole(d *definition) {
	if a.role != nil || !deploy.UsesSharedRole(d.required()) {
		return
	}
	a.role = awsiam.NewRole(a.Construct, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil),
		Description: jsii.String(deploy.RoleDescription(d.model.Title)),
	})
}

// required returns the operations with what their integrations require.
func (d *definition) required() []*deploy.Operation {
	all := make([]*deploy.Operation, len(d.operations))
	for i, o := range d.operations {
		all[i] = o.Operation
	}
	return all
}

// panicOn panics with all diagnostics when there is an error among them.
func (a *api) panicOn(problems diag.List) {
	if !problems.HasErrors() {
		return
	}
	var text strings.Builder
	_ = diag.WriteText(&text, problems, nil) // a strings.Builder takes everything
	panic("the API " + *a.Node().Path() + " cannot be made:\n\n" + text.String())
}

func texts(list *[]*string) []string {
	if list == nil {
		return nil
	}
	all := make([]string, len(*list))
	for i, text := range *list {
		all[i] = *text
	}
	return all
}

// wanted returns what is validated; nil: what the model says.
func (v *Validation) wanted() *prepare.Validation {
	if v == nil {
		return nil
	}
	return &prepare.Validation{Body: v.Body == nil || *v.Body, Parameters: v.Parameters == nil || *v.Parameters}
}
