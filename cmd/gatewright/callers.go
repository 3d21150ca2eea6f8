package main

import (
	"net"
	"slices"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/gateway/policy"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/userpool"
	"github.com/gatewright/gatewright/spec"
)

// addCallers tells the gateway who may call an API: the credentials and the user
// pools of the project, and where it names none, those of this machine.
func (d *development) addCallers(o *gateway.Options, p *config.Project, api *spec.API) (problems diag.List) {
	o.Source = gateway.Source(p.Source)
	o.Credentials, problems = credentialsOf(p)
	if len(o.Credentials) == 0 && !d.open {
		o.Credentials = append(o.Credentials, local.DefaultCredential(o.AccountID))
	}
	if !d.open {
		o.Credentials = append(o.Credentials, local.FunctionCredential(o.AccountID))
	}
	o.UserPools = d.poolsOf(p)
	arns := local.PoolARNs(api.Expand("aws", o.Region, o.AccountID))
	for _, arn := range arns {
		if slices.ContainsFunc(o.UserPools, func(u gateway.UserPool) bool { return u.ARN == arn }) {
			continue
		}
		keys, err := d.poolKeys()
		if err != nil {
			problems.Errorf(diag.Position{File: p.File}, "no-key", "%v", err)
			return problems
		}
		o.UserPools = append(o.UserPools, gateway.UserPool{ARN: arn, Keys: keys})
	}
	return problems
}

// credentialsOf gives the credentials of a project, with their policies.
func credentialsOf(p *config.Project) (credentials []gateway.Credential, problems diag.List) {
	for _, c := range p.Credentials {
		credential := gateway.Credential{
			AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken, ARN: c.ARN,
		}
		for _, document := range c.Policies {
			read, found := policy.Read(document, policy.Options{})
			problems.Add(found...)
			credential.Policies = append(credential.Policies, read)
		}
		credentials = append(credentials, credential)
	}
	return credentials, problems
}

// poolsOf gives the user pools of a project, whose keys are fetched.
func (d *development) poolsOf(p *config.Project) []gateway.UserPool {
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

// poolKeys gives the key of the local user pools, which is only made when an API
// needs one.
func (d *development) poolKeys() (*userpool.Keys, error) {
	if d.pool == nil {
		keys, err := openPoolKeys()
		if err != nil {
			return nil, err
		}
		d.pool = keys
	}
	return d.pool, nil
}

func openPoolKeys() (*userpool.Keys, error) {
	file, err := userpool.DefaultFile()
	if err != nil {
		return nil, err
	}
	return userpool.Open(file)
}

// tellCallers tells the user how to call what is not open to everybody.
func (d *development) tellCallers(now *serving) {
	signed, tokens := false, false
	for _, a := range now.apis {
		for _, o := range a.api.Operations {
			signed = signed || o.Authorization.Type == spec.AuthIAM
			tokens = tokens || o.Authorization.Type == spec.AuthCognito
		}
	}
	if signed && len(now.project.Credentials) == 0 && !d.open {
		region := config.LocalRegion
		if d.app != nil {
			region = "the stack's"
		}
		d.log.Info("sign requests to operations with IAM authorization",
			"accessKeyId", local.AccessKeyID, "secretAccessKey", local.SecretAccessKey, "region", region)
	}
	if tokens && d.pool != nil {
		d.log.Info("operations with Cognito authorizers take what gatewright token prints")
	}
}

// isLoopback reports whether only this machine can reach a host.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
