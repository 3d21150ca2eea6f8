// Package policy evaluates IAM policies: those of identities, of resources and
// those that Lambda authorizers return (AWS Identity and Access Management User
// Guide, "Policy evaluation logic" and "IAM JSON policy elements reference").
package policy

import "strings"

// Decision is what policies say about a request.
type Decision uint8

// The decisions. None is an implicit denial.
const (
	None Decision = iota
	Allow
	Deny
)

// String returns "none", "allow" or "deny".
func (d Decision) String() string { return [...]string{"none", "allow", "deny"}[d] }

// Policy is a policy document, ready to be evaluated. It is safe for concurrent
// use; a nil Policy says nothing about anything.
type Policy struct{ statements []statement }

type statement struct {
	effect     Decision
	principals *principals // nil: the policy is that of an identity
	actions    patterns
	resources  patterns
	conditions []condition
}

// patterns are the values of Action or Resource, or of their Not forms.
type patterns struct {
	negated bool
	any     []pattern
}

// Request is what a policy is asked about.
type Request struct {
	Action    string // "execute-api:Invoke"
	Resource  string // an ARN
	Principal Principal
	Context   Context // nil: no condition key has a value
}

// Context returns the values of condition keys.
type Context interface {
	// Values returns those of a key, which is in lower case ("aws:sourceip"), or
	// nothing when the request has no such key.
	Values(key string) []string
}

// Evaluate returns what the policies together say: an explicit denial wins over
// everything, and what nothing allows is None.
func Evaluate(r *Request, policies ...*Policy) Decision {
	decision := None
	for _, p := range policies {
		if p == nil {
			continue
		}
		for i := range p.statements {
			s := &p.statements[i]
			if s.effect <= decision || !s.applies(r) {
				continue
			}
			if decision = s.effect; decision == Deny {
				return Deny
			}
		}
	}
	return decision
}

// Deciding returns what [Evaluate] does, and which statement of the policies decides,
// both counted from 0; -1 where none does.
func Deciding(r *Request, policies ...*Policy) (decision Decision, policy, statement int) {
	policy, statement = -1, -1
	for k, p := range policies {
		if p == nil {
			continue
		}
		for i := range p.statements {
			if s := &p.statements[i]; s.effect > decision && s.applies(r) {
				decision, policy, statement = s.effect, k, i
			}
		}
	}
	return decision, policy, statement
}

func (s *statement) applies(r *Request) bool {
	return s.principals.include(r.Principal) &&
		s.actions.match(r.Action, r.Context) &&
		s.resources.match(r.Resource, r.Context) &&
		s.holds(r.Context)
}

func (s *statement) holds(c Context) bool {
	for i := range s.conditions {
		if !s.conditions[i].holds(c) {
			return false
		}
	}
	return true
}

func (p *patterns) match(text string, c Context) bool {
	for i := range p.any {
		if p.any[i].match(text, c) {
			return !p.negated
		}
	}
	return p.negated
}

// valuesOf returns the values of a condition key.
func valuesOf(c Context, key string) []string {
	if c == nil {
		return nil
	}
	return c.Values(strings.ToLower(key))
}
