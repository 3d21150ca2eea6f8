package config

import (
	"cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// Uses is what an integration uses, which API Gateway must be allowed.
type Uses struct {
	Function string // the ARN; empty: none
	Bucket   *deploy.Bucket
	Service  *Service
}

// Service is a resource of an AWS service, and the IAM actions on it.
type Service struct {
	Resource string // the ARN; empty: not named
	Actions  []string
}

// uses reads what the integration of an entry uses.
func (l *loader) uses(entry *tree.Node, i integration.Integration) Uses {
	if get(entry, "lambda") != nil {
		return Uses{Function: integration.ARNs(i)[0]}
	}
	if bucket := get(entry, "s3", "bucket"); bucket != nil {
		return Uses{Bucket: l.usedBucket(bucket.Text)}
	}
	if service := get(entry, "service"); service != nil {
		return Uses{Service: &Service{get(service, "resource").Str(), get(service, "actions").Strings()}}
	}
	return Uses{}
}

func (l *loader) usedBucket(key string) *deploy.Bucket {
	used := &deploy.Bucket{Name: key}
	for _, b := range l.project.Buckets {
		if b.Key == key {
			used = &deploy.Bucket{Name: b.Name, ARN: b.ARN, KeyARN: b.KeyARN}
		}
	}
	used.ARN = cmp.Or(used.ARN, "arn:${AWS::Partition}:s3:::"+used.Name)
	return used
}

// Plan decides what is deployed with the definition of a project without errors.
func (p *Project) Plan(warnings diag.List) (*deploy.Plan, diag.List) {
	operations, problems := p.operations()
	in := deploy.Input{
		API:          p.Model,
		Document:     p.Definition,
		Full:         p.Full,
		Operations:   operations,
		Integrations: p.Input.Integrations,
		Authorizers:  p.Input.Authorizers,
		CORS:         p.Input.CORS,
		Stage:        p.Stage,
		Warnings:     append(warnings, problems...),
	}
	if b := p.Binding; b != nil {
		in.Account, in.Stage, in.NestedPermissions = b.Account, cmp.Or(b.Stage, p.Stage), b.NestedPermissions
	}
	return deploy.New(in), problems
}

// operations returns those of the model with what they require.
func (p *Project) operations() ([]*deploy.Operation, diag.List) {
	api, problems := spec.Read(p.Full)
	rendered := map[string]*spec.Integration{}
	for _, o := range api.Operations {
		rendered[o.ID] = o.Integration
	}
	all := make([]*deploy.Operation, len(p.Model.Operations))
	for i, o := range p.Model.Operations {
		all[i] = &deploy.Operation{Operation: o, Rendered: rendered[o.ID]}
		if err := p.Uses[o.ID].require(all[i]); err != nil {
			problems.Errorf(p.placeOfIntegration(o.ID), "invalid-option", "the integration of %s: %s", o.ID, err.Message).Help = err.Help
		}
	}
	return all, problems
}

// require adds what an operation requires.
func (u Uses) require(o *deploy.Operation) *integration.OptionError {
	if u.Function != "" {
		o.Invoke(u.Function)
	}
	if o.Rendered == nil || o.Rendered.Credentials == "" {
		return nil
	}
	if u.Bucket != nil {
		o.Allow(o.Rendered.Credentials, deploy.S3(o.Rendered, *u.Bucket)...)
	}
	if u.Service == nil {
		return nil
	}
	statements, err := deploy.Service(o.Rendered, u.Service.Resource, u.Service.Actions)
	o.Allow(o.Rendered.Credentials, statements...)
	return err
}
