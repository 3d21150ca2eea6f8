package devserver

import (
	"context"
	"errors"
	"slices"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/local"
)

// UserPools returns the ARNs of the user pools whose tokens the server of a path
// takes from this machine: at least one, or an error.
func UserPools(ctx context.Context, o Options) (arns []string, err error) {
	s := New(ctx, o)
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.open(); err != nil {
		return nil, err
	}
	read, problems := s.read(ctx)
	if problems.HasErrors() {
		return nil, problems
	}
	arns, elsewhere := userPools(read.apis, read.project)
	switch file := (diag.Position{File: read.project.File}); {
	case len(arns) > 0:
		return arns, nil
	case elsewhere != "":
		problems.Errorf(file, "missing-user-pool", "the tokens of %s come from elsewhere, as userPools says", elsewhere)
	default:
		problems.Errorf(file, "missing-user-pool", "the API has no Cognito authorizer that names a user pool").Help =
			"give one under authorizers, or the ARN of the pool with --pool"
	}
	return nil, problems
}

// userPools returns the user pools that authorizers name: those whose tokens are
// signed here, and one of the others.
func userPools(apis []definition, p *config.Project) (arns []string, elsewhere string) {
	for _, d := range apis {
		for _, arn := range local.PoolARNs(d.api.Expand("aws", config.LocalRegion, config.LocalAccount)) {
			switch {
			case slices.ContainsFunc(p.UserPools, func(u config.UserPool) bool { return u.ARN == arn }):
				elsewhere = arn
			case gateway.CognitoIssuer(arn) != "" && !slices.Contains(arns, arn):
				arns = append(arns, arn)
			}
		}
	}
	return arns, elsewhere
}
