package deploy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/authorizer"
)

// Permissions are those of API Gateway to invoke functions.
type Permissions struct {
	Stacks      int          `json:"stacks"` // number of nested stacks that hold those of operations; 0: none
	Operations  []Permission `json:"operations"`
	Authorizers []Permission `json:"authorizers"`
}

// Permission lets API Gateway invoke a function.
type Permission struct {
	ID       string `json:"id"`       // of its construct
	Function string `json:"function"` // the ARN
	Source   string `json:"source"`   // what follows the stage, or, of an authorizer, the API, in the ARN of the caller
	Stack    int    `json:"stack"`    // the nested stack, from 0; -1: none
}

// permit adds the permissions to invoke the functions of operations and authorizers.
func (p *Plan) permit(in Input) {
	p.Permissions = Permissions{Operations: []Permission{}, Authorizers: []Permission{}}
	var functions []string
	sources := map[string][]source{}
	for _, o := range in.Operations {
		for _, f := range o.functions {
			if sources[f] == nil {
				functions = append(functions, f)
			}
			sources[f] = append(sources[f], sourceOf(o.Operation))
		}
	}
	ids := map[string]bool{}
	for _, f := range functions {
		if !p.isForeign(f, in.Account) {
			p.permitFunction(f, p.fit(sources[f], in.Stage), ids)
		}
	}
	all := &p.Permissions
	all.Stacks = stackCount(len(all.Operations), in.NestedPermissions)
	for i := range all.Operations {
		if o := &all.Operations[i]; all.Stacks > 0 {
			o.Stack = StackOf(o.ID, all.Stacks)
		}
	}
	p.permitAuthorizers(in)
}

// fit merges sources until a function's policy has room for them.
func (p *Plan) fit(sources []source, stage string) []source {
	exact := minimize(sources)
	merged := fitPolicySize(exact, maxFunctionPolicy-len(stage))
	if len(merged) < len(exact) {
		p.note("info", "merged-permissions", fmt.Sprintf(
			"%d permissions to invoke the function behind %s would make its policy larger than %d bytes; they are merged into %d",
			len(exact), exact[0].id, maxFunctionPolicy, len(merged)))
	}
	return merged
}

// permitFunction adds a permission for each source. The IDs of one operation's further
// permissions are numbered.
func (p *Plan) permitFunction(function string, sources []source, taken map[string]bool) {
	for _, s := range sources {
		id := s.id
		for n := 2; taken[id]; n++ {
			id = s.id + strconv.Itoa(n)
		}
		taken[id] = true
		p.Permissions.Operations = append(p.Permissions.Operations, Permission{ID: id, Function: function, Source: s.pattern(), Stack: -1})
	}
}

// isForeign reports whether a function is in another account, where no permission can
// be created from here, and warns about it.
func (p *Plan) isForeign(function, account string) bool {
	parts := strings.Split(function, ":")
	if len(parts) < 7 || account == "" || strings.Contains(parts[4]+account, "${") || parts[4] == account {
		return false
	}
	p.note("warning", "foreign-function", function+
		" is in another account: let apigateway.amazonaws.com invoke it there, with AWS::Lambda::Permission and the source ARN of each operation")
	return true
}

// permitAuthorizers adds a permission for each function of the authorizers that are
// used and have no role for the call.
func (p *Plan) permitAuthorizers(in Input) {
	schemes := in.Document.Root.Get("components", "securitySchemes")
	for _, one := range in.Authorizers {
		if !authorizer.IsLambda(one) || schemes.Get(one.Name()) == nil {
			continue
		}
		function, role := one.ARNs()[0], one.ARNs()[1]
		isPermitted := slices.ContainsFunc(p.Permissions.Authorizers, func(known Permission) bool { return known.Function == function })
		if role == "" && !isPermitted {
			p.Permissions.Authorizers = append(p.Permissions.Authorizers, Permission{
				ID: "Authorizer-" + one.Name(), Function: function, Source: "authorizers/*", Stack: -1,
			})
		}
	}
}
