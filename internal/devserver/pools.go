package devserver

import (
	"context"
	"errors"
	"slices"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/local"
)

// TokenIssuers returns the user pools and issuers whose tokens the server of a path
// takes from this machine: at least one, or an error. An app of the CDK is not run when
// it was synthesized before.
func TokenIssuers(ctx context.Context, o Options) (issuers []local.TokenIssuer, err error) {
	s := New(ctx, o)
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.open(); err != nil {
		return nil, err
	}
	if s.app != nil && s.app.synth != nil {
		if made := s.app.synth.made(); made != "" {
			s.options.Logger.Info("reading " + made + ", which the app was synthesized to before")
			s.app = findCloudApp(made, nil)
		}
	}
	read, problems := s.read(ctx)
	if problems.HasErrors() {
		return nil, problems
	}
	issuers, elsewhere := tokenIssuers(read.apis, read.project)
	switch file := (diag.Position{File: read.project.File}); {
	case len(issuers) > 0:
		return issuers, nil
	case elsewhere != "":
		problems.Errorf(file, "missing-user-pool", "the tokens of %s come from elsewhere, as the project says", elsewhere)
	default:
		problems.Errorf(file, "missing-user-pool", "the API has no Cognito authorizer that names a user pool, and no JWT authorizer").Help =
			"add one under authorizers, or give the ARN of the pool with --pool"
	}
	return nil, problems
}

// tokenIssuers returns those that authorizers name: those whose tokens are signed here,
// and the name of one of the others.
func tokenIssuers(apis []definition, p *config.Project) (here []local.TokenIssuer, elsewhere string) {
	known := func(i local.TokenIssuer) bool {
		return slices.ContainsFunc(p.UserPools, func(u config.UserPool) bool { return u.ARN == i.ARN }) ||
			slices.ContainsFunc(p.TokenIssuers, func(t config.TokenIssuer) bool { return i.ARN == "" && t.Issuer == i.Token.Issuer })
	}
	for _, d := range apis {
		for _, i := range local.TokenIssuers(d.api.Expand("aws", d.options.Region, d.options.AccountID)) {
			switch {
			case known(i):
				elsewhere = i.Name()
			case !slices.ContainsFunc(here, func(other local.TokenIssuer) bool { return other.Name() == i.Name() }):
				here = append(here, i)
			}
		}
	}
	return here, elsewhere
}
