package clients

import (
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Credential is what a client is given to authorize its requests.
type Credential struct {
	Name   string // of the security scheme; "iam" for signatures
	Kind   Kind
	In     string // of keys: "header", "query" or "cookie"; of tokens: "header"
	Field  string // of keys and tokens: "x-api-key", "Authorization"
	Prefix string // of tokens: "Bearer "

	Sources []string // of custom ones: what the authorizer reads, "method.request.header.X-Tenant"
	Doc     string   // of the scheme's description
}

// Kind is how a credential authorizes a request.
type Kind uint8

const (
	// SigV4 signs the request with Signature Version 4.
	SigV4 Kind = iota
	// APIKey is a value that stays the same.
	APIKey
	// Token is sent in a header and may be refreshed.
	Token
	// Custom is whatever a function adds to the request: what a REQUEST authorizer
	// reads, or a scheme of HTTP that is not bearer.
	Custom
)

func (k Kind) String() string { return [...]string{"signature", "key", "token", "custom"}[k] }

const iamName = "iam"

// need is a scheme that an operation needs.
type need struct {
	scheme string
	scopes []string
}

// needs returns the schemes that an operation needs. Of alternatives it is the first:
// API Gateway takes no second one.
func (r *reader) needs(o *model.Operation) []need {
	operation := r.operation(o)
	if strings.EqualFold(operation.Get("x-amazon-apigateway-auth", "type").Str(), "NONE") {
		return keysOnly(r, operation.Get("security"))
	}
	security := operation.Get("security")
	if security == nil {
		security = r.document.Get("security")
	}
	if security == nil && r.fallback.Name != "" {
		return []need{{scheme: r.fallback.Name}}
	}
	return r.merged(security)
}

func (r *reader) operation(o *model.Operation) *tree.Node {
	return r.document.Get("paths", o.Path, strings.ToLower(o.Method))
}

// merged returns the schemes of requirements. Definitions that were rendered name each
// scheme in a requirement of its own, and API Gateway demands all of them; so it is with a
// key and one authorizer in a model.
func (r *reader) merged(security *tree.Node) []need {
	var all []need
	if security == nil {
		return nil
	}
	authorized := false
	for _, requirement := range security.Items {
		var added []need
		other := false
		for _, f := range requirement.Fields {
			other = other || !r.isKey(f.Name)
			added = append(added, need{f.Name, f.Value.Strings()})
		}
		if other && authorized {
			continue // an alternative to what is there
		}
		authorized = authorized || other
		all = append(all, added...)
	}
	return all
}

func keysOnly(r *reader, security *tree.Node) []need {
	var keys []need
	for _, n := range r.merged(security) {
		if r.isKey(n.scheme) {
			keys = append(keys, n)
		}
	}
	return keys
}

func (r *reader) isKey(scheme string) bool {
	s := r.scheme(scheme)
	return s != nil && kindOf(s) == APIKey
}

func (r *reader) scheme(name string) *tree.Node {
	if s := r.document.Get("components", "securitySchemes", name); s != nil {
		return s
	}
	return r.api.Document.Get("components", "securitySchemes", name)
}

// credential returns the credential of a scheme, nil for what no client can be given: a
// scheme that is not there, or one of the connection (mutual TLS).
func (r *reader) credential(scheme string) *Credential {
	if c, ok := r.credentials[scheme]; ok {
		return c
	}
	c := r.newCredential(scheme)
	if c != nil {
		c = r.once(c)
	}
	r.credentials[scheme] = c
	return c
}

// once returns the credential that a new one is: all schemes of signatures are one.
func (r *reader) once(c *Credential) *Credential {
	for _, known := range r.result.Credentials {
		if c.Kind == SigV4 && known.Kind == SigV4 {
			return known
		}
	}
	r.result.Credentials = append(r.result.Credentials, c)
	return c
}

func (r *reader) newCredential(scheme string) *Credential {
	s := r.scheme(scheme)
	if s == nil {
		if scheme == iamName {
			return &Credential{Name: iamName, Kind: SigV4}
		}
		return nil
	}
	c := &Credential{Name: scheme, Kind: kindOf(s), Doc: s.Get("description").Str()}
	switch c.Kind {
	case SigV4:
		c.Name = iamName
	case APIKey:
		c.In, c.Field = s.Get("in").Str(), s.Get("name").Str()
	case Token:
		c.In, c.Field, c.Prefix = "header", "Authorization", "Bearer "
		if s.Get("type").Str() == "apiKey" {
			c.Field = s.Get("name").Str()
			if authorizerType(s) == "token" {
				c.Prefix = "" // the Lambda authorizer gets the header as it is
			}
		}
	case Custom:
		for source := range strings.SplitSeq(s.Get("x-amazon-apigateway-authorizer", "identitySource").Str(), ",") {
			if source = strings.TrimSpace(source); source != "" {
				c.Sources = append(c.Sources, source)
			}
		}
	}
	if s.Get("type").Str() == "mutualTLS" {
		return nil
	}
	return c
}

// kindOf tells what a security scheme takes.
func kindOf(s *tree.Node) Kind {
	kind := s.Get("type").Str()
	switch {
	case strings.EqualFold(s.Get("x-amazon-apigateway-authtype").Str(), "awsSigv4"):
		return SigV4
	case authorizerType(s) == "request":
		return Custom
	case authorizerType(s) != "":
		return Token
	case kind == "apiKey" && s.Get("in").Str() == "header" && strings.EqualFold(s.Get("name").Str(), "Authorization"):
		return Token
	case kind == "apiKey":
		return APIKey
	case kind == "http" && !strings.EqualFold(s.Get("scheme").Str(), "bearer"):
		return Custom
	}
	return Token
}

// authorizerType returns the type of a scheme's authorizer in lower case, "" without one.
func authorizerType(s *tree.Node) string {
	return strings.ToLower(s.Get("x-amazon-apigateway-authorizer", "type").Str())
}
