package devserver

import (
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/userpool"
	"github.com/gatewright/gatewright/spec"
)

// addCredentials adds those of this machine: of people where a project names none,
// and of functions.
func (s *Server) addCredentials(o *gateway.Options) {
	if s.isOpen() {
		return
	}
	if len(o.Credentials) == 0 {
		o.Credentials = append(o.Credentials, local.DefaultCredential(o.AccountID))
	}
	o.Credentials = append(o.Credentials, local.FunctionCredential(o.AccountID))
}

// openPoolKeys returns the key of the local user pools.
func openPoolKeys() (jwt.Keys, error) {
	file, err := userpool.DefaultFile()
	if err != nil {
		return nil, err
	}
	return userpool.Open(file)
}

// explainCallers reports the user how to call what is not open to everybody.
func (s *Server) explainCallers(v *version) {
	signed, tokens := false, false
	for _, d := range v.apis {
		for _, o := range d.api.Operations {
			signed = signed || o.Authorization.Type == spec.AuthIAM
			byToken := o.Authorization.Type == spec.AuthCognito || o.Authorization.Type == spec.AuthJWT
			tokens = tokens || byToken && hasLocalIssuer(d, v.project)
		}
	}
	if signed && len(v.project.Credentials) == 0 && !s.isOpen() {
		region := config.LocalRegion
		if s.app != nil {
			region = "the stack's"
		}
		s.options.Logger.Info("sign requests to operations with IAM authorization",
			"accessKeyId", local.AccessKeyID, "secretAccessKey", local.SecretAccessKey, "region", region)
	}
	if tokens {
		s.options.Logger.Info("operations with Cognito and JWT authorizers accept what gatewright token prints")
	}
}

// hasLocalIssuer reports whether an API has an issuer whose tokens are signed here.
func hasLocalIssuer(d definition, p *config.Project) bool {
	issuers, _ := tokenIssuers([]definition{d}, p)
	return len(issuers) > 0
}
