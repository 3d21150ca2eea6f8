package policy

import "strings"

// Principal is who makes a request. The zero value is nobody that is known: an
// anonymous caller.
type Principal struct {
	// ARN is that of a user, or of the session of an assumed role.
	ARN string
	// Account is the caller's AWS account.
	Account string
}

// RoleARN returns the ARN of the role of an assumed role's session
// ("arn:aws:sts::111122223333:assumed-role/Reader/ann"), or "". The path of the
// role is not part of a session's ARN.
func (p Principal) RoleARN() string {
	partition, resource, ok := cutSession(p.ARN)
	if !ok {
		return ""
	}
	role, _, _ := strings.Cut(resource, "/")
	return "arn:" + partition + ":iam::" + p.Account + ":role/" + role
}

// cutSession takes the ARN of an assumed role's session apart.
func cutSession(arn string) (partition, resource string, ok bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[2] != "sts" {
		return "", "", false
	}
	resource, ok = strings.CutPrefix(parts[5], "assumed-role/")
	return parts[1], resource, ok
}

// principals are a statement's Principal or NotPrincipal.
type principals struct {
	negated  bool
	everyone bool
	accounts []string // given by their numbers or by the ARNs of their roots
	arns     []string
}

// include reports whether a statement is about a principal. One without the
// element is.
func (p *principals) include(who Principal) bool {
	return p == nil || p.names(who) != p.negated
}

func (p *principals) names(who Principal) bool {
	if p.everyone {
		return true
	}
	for _, account := range p.accounts {
		if account == who.Account && account != "" {
			return true
		}
	}
	for _, arn := range p.arns {
		if arn == who.ARN || isRole(arn, who.RoleARN()) {
			return true
		}
	}
	return false
}

// isRole compares roles by all but their paths.
func isRole(arn, role string) bool {
	if role == "" {
		return false
	}
	head, rest, ok := strings.Cut(arn, ":role/")
	wantHead, want, _ := strings.Cut(role, ":role/")
	return ok && head == wantHead && rest[strings.LastIndexByte(rest, '/')+1:] == want
}

// account returns the account that a principal element names as a whole: a number,
// or the ARN of its root.
func account(text string) (string, bool) {
	if arn, ok := strings.CutSuffix(text, ":root"); ok {
		text = arn[strings.LastIndexByte(arn, ':')+1:]
	}
	if len(text) != accountDigits {
		return "", false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return "", false
		}
	}
	return text, true
}

const accountDigits = 12
