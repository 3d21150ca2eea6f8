package gateway

import (
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/jwt"
	"github.com/gatewright/gatewright/internal/gateway/policy"
)

// Credential is a pair of keys that callers of operations with IAM authorization
// may sign with, and who they are then.
type Credential struct {
	AccessKeyID     string
	SecretAccessKey string
	// SessionToken must come with each request when it is not empty, as that of
	// temporary credentials.
	SessionToken string
	// Expires is when temporary credentials end; zero: never.
	Expires time.Time
	// ARN is that of the user, or of the session of an assumed role
	// ("arn:aws:sts::111122223333:assumed-role/Reader/ann"). Default: the user of
	// the access key's name in the API's account.
	ARN string
	// UserID is what $context.identity.user is; default: one made of the ARN.
	UserID string
	// Policies are those of the identity. Without any, only a resource policy can
	// let the caller through.
	Policies []*policy.Policy
}

// UserPool is where the tokens of a Cognito user pool come from.
type UserPool struct {
	// ARN is what authorizers call the pool.
	ARN string
	// Issuer is what is in its tokens; default: Amazon Cognito's for the ARN.
	Issuer string
	// Keys are those that it signs with; default: Amazon Cognito's for the ARN.
	Keys jwt.Keys
}

// Issuer is an issuer of tokens that JWT authorizers name.
type Issuer struct {
	Issuer string
	Keys   jwt.Keys
}

// Source is where all calls come from as far as policies can tell. What is empty
// is taken from the connection; a laptop is in no VPC.
type Source struct {
	IP          string
	VPC         string // "vpc-1a2b3c4d"
	VPCEndpoint string // "vpce-1a2b3c4d"
}

// identity is a Credential with what follows from it.
type identity struct {
	Credential
	who          policy.Principal
	kind         string // "User", "AssumedRole" or "Account"
	userName     string // of a user
	userID       string
	principalARN string // of a session, that of its role
}

func newIdentity(c Credential, account string) *identity {
	if c.ARN == "" {
		c.ARN = "arn:aws:iam::" + account + ":user/" + c.AccessKeyID
	}
	i := &identity{Credential: c, who: policy.Principal{ARN: c.ARN}, principalARN: c.ARN}
	parts := strings.SplitN(c.ARN, ":", arnParts)
	resource := parts[len(parts)-1]
	if len(parts) == arnParts {
		i.who.Account = parts[4]
	}
	name := resource[strings.LastIndexByte(resource, '/')+1:]
	switch role := i.who.RoleARN(); {
	case role != "":
		i.kind, i.principalARN = "AssumedRole", role
		i.userID = "AROA" + strings.ToUpper(idOf(role, idLetters)) + ":" + name
	case resource == "root":
		i.kind, i.userID = "Account", i.who.Account
	default:
		i.kind, i.userName = "User", name
		i.userID = "AIDA" + strings.ToUpper(idOf(c.ARN, idLetters))
	}
	if c.UserID != "" {
		i.userID = c.UserID
	}
	return i
}

const (
	arnParts  = 6
	idLetters = 17 // of an IAM ID after the letters that tell its kind
)
