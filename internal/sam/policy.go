package sam

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// pathVariable is a variable of a path, for which ARNs have *.
var pathVariable = regexp.MustCompile(`\{[^{}]*\}`)

// pathPolicy is the ResourcePolicy of an event. It is for all methods of its path.
type pathPolicy struct {
	path   string
	policy *tree.Node
}

// addEventPolicies adds the resource policies of events, before there are preflights.
func (a *api) addEventPolicies() {
	for _, p := range a.policies {
		a.restrict(p.policy, p.path)
		a.addStatements(p.policy.Get("CustomStatements"))
	}
}

// addPolicy adds the resource policy that Auth of the API describes.
func (a *api) addPolicy() {
	policy := a.auth.Get("ResourcePolicy")
	if policy == nil {
		return
	}
	for _, f := range fields(a.document.root.Get("paths")) {
		a.restrict(policy, f.Name)
	}
	a.addStatements(policy.Get("CustomStatements"))
}

// restrict adds what ResourcePolicy says to the methods of a path.
func (a *api) restrict(policy *tree.Node, path string) {
	resources, seen := tree.NewSequence(), map[string]bool{}
	for name := range a.document.methods(path) {
		if seen[name] {
			continue // an alternative of the same method
		}
		seen[name] = true
		if name = strings.ToUpper(name); name == "ANY" || strings.EqualFold(name, spec.ExtAnyMethod) {
			name = "*"
		}
		resources.Items = append(resources.Items, tree.NewObject("Fn::Sub", tree.NewSequence(
			tree.NewString("execute-api:/${__Stage__}/"+name+pathVariable.ReplaceAllString(path, "*")), tree.NewObject("__Stage__", a.stage))))
	}
	add := func(effect string, principal, condition *tree.Node) {
		a.addStatements(tree.NewObject("Effect", tree.NewString(effect), "Action", tree.NewString("execute-api:Invoke"),
			"Resource", resources, "Principal", principal, "Condition", condition))
	}
	for _, accounts := range []struct{ property, effect string }{{"AwsAccountWhitelist", "Allow"}, {"AwsAccountBlacklist", "Deny"}} {
		if list := policy.Get(accounts.property); list != nil {
			add(accounts.effect, tree.NewObject("AWS", listOf(list)), nil)
		}
	}
	everyone := tree.NewString("*")
	for _, rule := range []struct {
		operator  string
		condition *tree.Node
	}{
		{"NotIpAddress", addresses(policy.Get("IpRangeWhitelist"))},
		{"IpAddress", addresses(policy.Get("IpRangeBlacklist"))},
		{"StringEquals", networks(policy, "Blacklist")},
		{"StringNotEquals", networks(policy, "Whitelist")},
	} {
		if rule.condition != nil && len(rule.condition.Fields) > 0 {
			add("Allow", everyone, nil)
			add("Deny", everyone, tree.NewObject(rule.operator, rule.condition))
		}
	}
}

func listOf(n *tree.Node) *tree.Node {
	if n.Is(tree.Sequence) {
		return n
	}
	return tree.NewSequence(n)
}

func addresses(list *tree.Node) *tree.Node {
	if list == nil {
		return nil
	}
	return tree.NewObject("aws:SourceIp", listOf(list))
}

// networks returns the condition keys of VPCs and of their endpoints.
func networks(policy *tree.Node, kind string) *tree.Node {
	vpcs := slices.Clone(items(policy.Get("IntrinsicVpc" + kind)))
	endpoints := slices.Clone(items(policy.Get("IntrinsicVpce" + kind)))
	for _, n := range items(policy.Get("SourceVpc" + kind)) {
		if strings.HasPrefix(n.Str(), "vpce-") {
			endpoints = append(endpoints, n)
		} else {
			vpcs = append(vpcs, n)
		}
	}
	keys := tree.NewMapping()
	if len(vpcs) > 0 {
		keys.Set("aws:SourceVpc", tree.NewSequence(vpcs...))
	}
	if len(endpoints) > 0 {
		keys.Set("aws:SourceVpce", tree.NewSequence(endpoints...))
	}
	return keys
}

// addStatements adds a statement, or a list of them, to the API's resource policy. Each
// is there once.
func (a *api) addStatements(n *tree.Node) {
	if n == nil {
		return
	}
	policy := a.document.part(spec.ExtPolicy)
	policy.Set("Version", tree.NewString("2012-10-17"))
	statements := policy.Get("Statement")
	if !statements.Is(tree.Sequence) {
		statements = tree.NewSequence(append([]*tree.Node{}, singles(statements)...)...)
		policy.Set("Statement", statements)
	}
	for _, statement := range singles(n) {
		if !slices.ContainsFunc(statements.Items, func(known *tree.Node) bool { return tree.Equal(known, statement) }) {
			statements.Items = append(statements.Items, statement)
		}
	}
}

// singles returns the items of a list, or what is in the place of one.
func singles(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return listOf(n).Items
}
