package devserver

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/lambda"
	"github.com/gatewright/gatewright/local/s3"
	"github.com/gatewright/gatewright/spec"
)

// setupOf returns what a project needs: its functions that have code, its buckets,
// and the buckets that only integrations name.
func setupOf(p *config.Project, api *spec.API) local.Setup {
	var setup local.Setup
	for _, f := range p.Functions {
		if f.Code == "" {
			continue
		}
		setup.Functions = append(setup.Functions, local.Function{ARN: cmp.Or(f.ARN, p.LocalARN(f.Name)), Function: lambda.Function{
			Name: f.Name, Code: f.Code, Runtime: f.Runtime, Handler: f.Handler,
			Environment: environmentOf(p, f), Timeout: f.Timeout, Memory: f.Memory, MaxConcurrency: f.Concurrency,
		}})
	}
	for _, b := range p.Buckets {
		setup.Buckets = append(setup.Buckets, s3.Bucket{Name: b.Name, Directory: b.Directory})
	}
	setup.Buckets = withBucketsOf(setup.Buckets, api)
	return setup
}

// environmentOf returns a function's variables: its own, over those that the constructs
// set in the cloud.
func environmentOf(p *config.Project, f config.Function) map[string]string {
	variables := p.FunctionEnvironment()
	if variables == nil {
		return f.Environment
	}
	maps.Copy(variables, f.Environment)
	return variables
}

// withBucketsOf adds the buckets that only integrations name.
func withBucketsOf(buckets []s3.Bucket, api *spec.API) []s3.Bucket {
	for _, name := range compose.Buckets(api) {
		if !slices.ContainsFunc(buckets, func(b s3.Bucket) bool { return b.Name == name }) {
			buckets = append(buckets, s3.Bucket{Name: name})
		}
	}
	return buckets
}
