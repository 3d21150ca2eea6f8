// Package compose builds what responds to an API's requests: the definition of a
// project, and the gateway of a definition. The development server, the command
// token and gatewaytest all go through it.
package compose

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/spec"
)

// Read loads the project at a path and reads its definition. The project is never
// nil; the API is nil when the list has errors.
func Read(path string, o config.Options) (*config.Project, *spec.API, diag.List) {
	o.Local = true
	project, problems := config.Load(path, o)
	if problems.HasErrors() {
		return project, nil, problems
	}
	api, found := spec.Read(project.Definition)
	if problems = append(problems, found...); problems.HasErrors() {
		return project, nil, problems
	}
	return project, api, problems
}

// Options returns what a project says about its gateway: the stage, the callers and
// the VPC links.
func Options(p *config.Project) (gateway.Options, diag.List) {
	credentials, problems := credentials(p)
	o := gateway.Options{
		Stage:          p.Stage,
		Region:         config.LocalRegion,
		AccountID:      p.AccountID,
		StageVariables: p.StageVariables,
		Settings:       p.Settings,
		Credentials:    credentials,
		UserPools:      userPools(p),
		Issuers:        issuers(p),
		Source:         gateway.Source(p.Source),
	}
	if len(p.VPCLinks) > 0 {
		o.VPCLink = p.VPCLink
	}
	return o, problems
}

// credentials returns those of a project, with their policies.
func credentials(p *config.Project) (all []gateway.Credential, problems diag.List) {
	for _, c := range p.Credentials {
		credential := gateway.Credential{
			AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken, ARN: c.ARN,
		}
		for _, document := range c.Policies {
			read, found := policy.Read(document, policy.Options{})
			problems.Add(found...)
			credential.Policies = append(credential.Policies, read)
		}
		all = append(all, credential)
	}
	return all, problems
}

// userPools returns those of a project, whose keys are fetched.
func userPools(p *config.Project) []gateway.UserPool {
	var pools []gateway.UserPool
	for _, u := range p.UserPools {
		pool := gateway.UserPool{ARN: u.ARN, Issuer: u.Issuer}
		if u.JWKS != "" {
			pool.Keys = local.RemoteKeys(u.JWKS, nil, nil)
		}
		pools = append(pools, pool)
	}
	return pools
}

// issuers returns those of a project, whose keys are fetched.
func issuers(p *config.Project) []gateway.Issuer {
	var issuers []gateway.Issuer
	for _, i := range p.TokenIssuers {
		issuer := gateway.Issuer{Issuer: i.Issuer, Keys: local.IssuerKeys(i.Issuer)}
		if i.JWKS != "" {
			issuer.Keys = local.RemoteKeys(i.JWKS, nil, nil)
		}
		issuers = append(issuers, issuer)
	}
	return issuers
}

// Gateway returns the gateway of an API. The user pools and issuers that authorizers
// name and the options do not have get the keys that localKeys returns; it is called
// only when there are any.
func Gateway(api *spec.API, o gateway.Options, localKeys func() (jwt.Keys, error)) (*gateway.Gateway, diag.List) {
	expanded := api.Expand("aws", o.Region, o.AccountID)
	if needsKeys(expanded, &o) {
		keys, err := localKeys()
		if err != nil {
			var problems diag.List
			problems.Errorf(api.Root.Position(), "missing-signing-key", "%v", err)
			return nil, problems
		}
		o.UserPools = local.UserPools(expanded, o.UserPools, keys)
		o.Issuers = local.Issuers(expanded, o.Issuers, keys)
	}
	return gateway.New(api, o)
}

// needsKeys reports whether an API names user pools or issuers that the options do not
// have.
func needsKeys(api *spec.API, o *gateway.Options) bool {
	hasPool := func(arn string) bool {
		return slices.ContainsFunc(o.UserPools, func(p gateway.UserPool) bool { return p.ARN == arn })
	}
	hasIssuer := func(name string) bool {
		return slices.ContainsFunc(o.Issuers, func(i gateway.Issuer) bool { return i.Issuer == name })
	}
	return slices.ContainsFunc(local.PoolARNs(api), func(arn string) bool { return !hasPool(arn) }) ||
		slices.ContainsFunc(local.IssuerNames(api), func(name string) bool { return !hasIssuer(name) })
}

// Buckets returns the names of the buckets in the URIs of an API's S3 integrations,
// each once.
func Buckets(api *spec.API) []string {
	var names []string
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		_, path, found := strings.Cut(o.Integration.URI, ":s3:path/")
		name, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if found && name != "" && !strings.ContainsAny(name, "{}$<>") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
