package devserver

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/deploy"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/lambda"
	"github.com/gatewright/gatewright/internal/local/s3"
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
	if cors := p.Input.CORS; cors != nil { // as binary-body asks for
		for i := range setup.Buckets {
			setup.Buckets[i].CORS = []s3.CORSRule{{Origins: cors.AllowOrigins}}
		}
	}
	return setup
}

// environmentOf returns a function's variables: its own, over those that the constructs
// set in the cloud.
func environmentOf(p *config.Project, f config.Function) map[string]string {
	variables := deploy.Environment(p.Input.CORS)
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

// runs returns what reports whether all that an operation of an API needs runs here.
func (s *Server) runs(d definition) func(method, path string) bool {
	missing := map[string]bool{}
	for _, o := range d.api.Expand("aws", d.options.Region, d.options.AccountID).Operations {
		needed := ""
		if o.Integration != nil {
			needed = o.Integration.URI
		}
		authorizer := ""
		if a := o.Authorization.Authorizer; a != nil {
			authorizer = a.AuthorizerURI
		}
		missing[o.Method+" "+o.Path] = !s.reaches(needed) || !s.reaches(authorizer)
	}
	return func(method, path string) bool { return !missing[method+" "+path] }
}

// reaches reports whether what an integration's URI calls can be reached from here. What
// depends on the stage or is not of AWS can.
func (s *Server) reaches(uri string) bool {
	if function := config.FunctionOf(uri); function != "" {
		return strings.Contains(function, "${") || s.world.Runs(function)
	}
	fields := strings.SplitN(uri, ":", 6) // arn, partition, apigateway, region, service, path or action
	if len(fields) < 6 || fields[0] != "arn" || fields[2] != "apigateway" {
		return true
	}
	service := fields[4][strings.LastIndexByte(fields[4], '.')+1:]
	return service == "s3" || s.options.Endpoints[service] != nil || s.options.Endpoints[All] != nil
}
