package policy

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Options say what kind of policy is read.
type Options struct {
	// OfResource says that the policy is a resource's: its statements name
	// principals. Those of an identity name none.
	OfResource bool
	// API is the ARN of the API, "arn:aws:execute-api:{region}:{account}:{id}",
	// for which a resource policy may write "execute-api:".
	API string
}

// Read reads a policy document. The list holds all that is wrong with it; with
// an error in it the policy is nil.
func Read(n *tree.Node, o Options) (*Policy, diag.List) {
	r := &reader{options: o}
	p := r.policy(n)
	if r.HasErrors() {
		return nil, r.List
	}
	return p, r.List
}

type reader struct {
	options Options
	syntax  syntax // what texts of this version may hold
	diag.List
}

const rule = "invalid-policy"

// current is the version of the policy language that has variables; documents
// without one are of the older version 2008-10-17.
const current = "2012-10-17"

func (r *reader) policy(n *tree.Node) *Policy {
	if !n.Is(tree.Mapping) {
		r.wrongKind(n, "a policy", tree.Mapping)
		return nil
	}
	r.onlyKeys(n, "a policy", "Version", "Id", "Statement")
	if version := n.Get("Version"); version != nil {
		if version.Text != current && version.Text != "2008-10-17" {
			r.Errorf(version.Position(), rule, "the version of a policy must be 2012-10-17 or 2008-10-17, found %q", version.Text)
		}
		r.syntax.variables = version.Text == current
	}
	statements := n.Get("Statement")
	if statements == nil {
		r.Errorf(n.Position(), rule, "the policy has no Statement")
		return nil
	}
	p := &Policy{}
	for _, item := range oneOrMore(statements) {
		p.statements = append(p.statements, r.statement(item))
	}
	return p
}

var statementKeys = []string{
	"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}

func (r *reader) statement(n *tree.Node) statement {
	var s statement
	if !n.Is(tree.Mapping) {
		r.wrongKind(n, "a statement", tree.Mapping)
		return s
	}
	r.onlyKeys(n, "a statement", statementKeys...)
	switch effect := n.Get("Effect"); {
	case effect.Str() == "Allow":
		s.effect = Allow
	case effect.Str() == "Deny":
		s.effect = Deny
	case effect == nil:
		r.Errorf(n.Position(), rule, "a statement needs an Effect")
	default:
		r.Errorf(effect.Position(), rule, "the Effect of a statement must be Allow or Deny, found %q", effect.Text)
	}
	if name, element := r.element(n, "Principal", r.options.OfResource); element != nil {
		s.principals = r.principals(element)
		s.principals.negated = name == "NotPrincipal"
	}
	if name, element := r.element(n, "Action", true); element != nil {
		s.actions = patterns{negated: name == "NotAction", any: r.patterns(element, syntax{wildcards: true, fold: true}, nil)}
	}
	if name, element := r.element(n, "Resource", true); element != nil {
		with := syntax{wildcards: true, variables: r.syntax.variables}
		s.resources = patterns{negated: name == "NotResource", any: r.patterns(element, with, r.fullARN)}
	}
	if conditions := n.Get("Condition"); conditions != nil {
		s.conditions = r.conditions(conditions)
	}
	return s
}

// element returns the value of an element or of its Not form; one of them must be
// there when it is needed, and neither when it is not.
func (r *reader) element(n *tree.Node, name string, needed bool) (string, *tree.Node) {
	not := "Not" + name
	element, negation := n.Get(name), n.Get(not)
	switch {
	case element != nil && negation != nil:
		r.Errorf(n.FieldPosition(not), rule, "a statement has both %s and %s; keep one", name, not)
		return "", nil
	case element == nil && negation == nil && needed:
		r.Errorf(n.Position(), rule, "a statement needs %s or %s", name, not)
		return "", nil
	case (element != nil || negation != nil) && !needed:
		r.Errorf(n.Position(), rule, "a statement of an identity's policy has no %s: it is about that identity", name)
		return "", nil
	case element != nil:
		return name, element
	}
	return not, negation
}

func (r *reader) patterns(n *tree.Node, with syntax, change func(string) string) []pattern {
	var all []pattern
	for _, item := range oneOrMore(n) {
		if !item.Is(tree.String) {
			r.wrongKind(item, "an entry", tree.String)
			continue
		}
		text := item.Text
		if change != nil {
			text = change(text)
		}
		p, err := compile(text, with)
		if err != nil {
			r.Errorf(item.Position(), rule, "%v", err)
		}
		all = append(all, p)
	}
	return all
}

// fullARN completes "execute-api:/{stage}/{method}/{path}".
func (r *reader) fullARN(text string) string {
	if rest, ok := strings.CutPrefix(text, "execute-api:/"); ok && r.options.API != "" {
		return r.options.API + "/" + rest
	}
	return text
}

func (r *reader) principals(n *tree.Node) *principals {
	p := &principals{}
	if n.Is(tree.String) {
		p.everyone = n.Text == "*"
		if !p.everyone {
			r.Errorf(n.Position(), rule, `a Principal that is a text must be "*", found %q`, n.Text)
		}
		return p
	}
	if !n.Is(tree.Mapping) {
		r.wrongKind(n, "a Principal", tree.Mapping)
		return p
	}
	r.onlyKeys(n, "a Principal", "AWS", "Service", "Federated", "CanonicalUser")
	for _, f := range n.Fields {
		for _, item := range oneOrMore(f.Value) {
			if !item.Is(tree.String) {
				r.wrongKind(item, "a principal", tree.String)
			} else if f.Name == "AWS" { // nobody of the other kinds calls an API here
				r.principal(p, item)
			}
		}
	}
	return p
}

func (r *reader) principal(p *principals, n *tree.Node) {
	id, whole := account(n.Text)
	switch {
	case n.Text == "*":
		p.everyone = true
	case whole:
		p.accounts = append(p.accounts, id)
	case strings.ContainsAny(n.Text, "*?"):
		r.Errorf(n.Position(), rule, `a principal is "*" or one without wildcards, found %q`, n.Text).Help =
			`compare with wildcards in a condition: {"ArnLike": {"aws:PrincipalArn": …}}`
	case strings.HasPrefix(n.Text, "arn:"):
		p.arns = append(p.arns, n.Text)
	default: // API Gateway would refuse it; a name that is known once the API is deployed is one
		r.Warnf(n.Position(), rule, `a principal must be "*", an account or an ARN; %q is nobody`, n.Text)
	}
}

func (r *reader) conditions(n *tree.Node) []condition {
	if !n.Is(tree.Mapping) {
		r.wrongKind(n, "a Condition", tree.Mapping)
		return nil
	}
	var all []condition
	for _, f := range n.Fields {
		o, family, ok := operatorOf(f.Name)
		if !ok {
			d := r.Errorf(n.FieldPosition(f.Name), rule, "unknown condition operator %q", f.Name)
			if near := diag.Nearest(f.Name, operatorNames()); near != "" {
				d.Help = "did you mean " + near + "?"
			}
			continue
		}
		if !f.Value.Is(tree.Mapping) {
			r.wrongKind(f.Value, f.Name, tree.Mapping)
			continue
		}
		for _, k := range f.Value.Fields {
			all = append(all, condition{operator: o, key: strings.ToLower(k.Name), values: r.values(k, family)})
		}
	}
	return all
}

func (r *reader) values(f tree.Field, of family) []value {
	var all []value
	for _, item := range oneOrMore(f.Value) {
		switch item.Kind {
		case tree.String, tree.Number, tree.Bool:
		default:
			r.wrongKind(item, "a value of "+f.Name, tree.String)
			continue
		}
		v, err := of.read(item.Text, r.syntax)
		if err != nil {
			r.Errorf(item.Position(), rule, "a value of %s %v, found %q", f.Name, err, item.Text)
		}
		all = append(all, v)
	}
	return all
}

func (r *reader) wrongKind(n *tree.Node, what string, k tree.Kind) {
	found := "nothing"
	if n != nil {
		found = n.Kind.String()
	}
	r.Errorf(n.Position(), rule, "%s must be %s, found %s", what, k, found)
}

func (r *reader) onlyKeys(n *tree.Node, what string, known ...string) {
	for _, f := range n.Fields {
		if slices.Contains(known, f.Name) {
			continue
		}
		d := r.Errorf(n.FieldPosition(f.Name), rule, "%s has no element %q", what, f.Name)
		if near := diag.Nearest(f.Name, known); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
}

func operatorNames() []string {
	names := make([]string, 0, len(operators))
	for name := range operators {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// oneOrMore returns the items of a list, or the only one that stands without it.
func oneOrMore(n *tree.Node) []*tree.Node {
	if n.Is(tree.Sequence) {
		return n.Items
	}
	return []*tree.Node{n}
}

// Parse reads a policy document that is text, JSON or YAML. The name is in
// positions.
func Parse(name string, text []byte, o Options) (*Policy, diag.List) {
	n, problems := tree.Read(name, text)
	if problems.HasErrors() {
		return nil, problems
	}
	return Read(n, o)
}

// UnmarshalJSON reads the policy of an identity.
func (p *Policy) UnmarshalJSON(text []byte) error {
	read, problems := Parse("policy.json", text, Options{})
	if err := problems.Err(); err != nil {
		return err
	}
	*p = *read
	return nil
}
