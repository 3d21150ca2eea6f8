// Package clients holds what the clients of all languages share: which credentials the
// operations of an API need, which of their responses are successes, and which of them
// have pages or events.
package clients

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// API is what the clients of an API are made of.
type API struct {
	Credentials []*Credential // in the order of their first use
	Groups      []*Group      // the one without credentials first if there is one, then in the order of their first use
	Operations  []*Operation  // in the order of the document
}

// Group holds the operations that need the same credentials.
type Group struct {
	Needs      []*Credential // empty: none
	Operations []*Operation
}

// Operation is an operation that clients call.
type Operation struct {
	*model.Operation

	Needs  []*Credential // in the order of API.Credentials; empty: none
	Scopes []string      // that the token must grant, sorted

	Successes []*model.Response // with a 2xx status; else what is left when errors are taken away
	Others    []*model.Response

	Pages  *Pages           // nil: it has none
	Events *model.MediaType // text/event-stream of a success; nil: it has none
	Retry  bool             // whether a second request does what one does (RFC 9110, section 9.2.2)
}

// Covers reports whether the credentials of a group are among others.
func (g *Group) Covers(others *Group) bool {
	return !slices.ContainsFunc(others.Needs, func(c *Credential) bool { return !slices.Contains(g.Needs, c) })
}

// Of returns what the clients of an API need to know. Who may call an operation is what
// the definition says, if there is one, or else the model. The default authorizer, the
// name of a security scheme or "iam", holds for operations of which a model alone says
// nothing.
func Of(api *model.API, definition *tree.Node, defaultAuthorizer Default) (*API, diag.List) {
	r := reader{api: api, document: definition, fallback: defaultAuthorizer, credentials: map[string]*Credential{}, result: &API{}}
	if definition == nil {
		r.document = api.Document
	}
	r.checkDefault()
	for _, o := range api.Operations {
		if o.Method == "ANY" {
			r.problems.Warnf(o.Position, "ignored-operation", "clients have no operation %s: it is of any method", o.ID)
			continue
		}
		r.add(o)
	}
	slices.SortStableFunc(r.result.Groups, func(a, b *Group) int { return min(len(a.Needs), 1) - min(len(b.Needs), 1) })
	return r.result, r.problems
}

// Default is an authorizer that holds for operations of which the model says nothing.
type Default struct {
	Name     string // of a security scheme, or "iam"; empty: none
	Position diag.Position
}

type reader struct {
	api         *model.API
	document    *tree.Node
	fallback    Default
	credentials map[string]*Credential // by scheme
	result      *API
	problems    diag.List
}

func (r *reader) checkDefault() {
	if name := r.fallback.Name; name != "" && name != iamName && r.scheme(name) == nil {
		r.problems.Errorf(r.fallback.Position, "unknown-authorizer", "the model has no security scheme %s", name).
			Help = "name one of components.securitySchemes, or iam"
	}
}

func (r *reader) add(o *model.Operation) {
	added := &Operation{Operation: o, Retry: repeats(o.Method)}
	for _, s := range r.needs(o) {
		if c := r.credential(s.scheme); c != nil && !slices.Contains(added.Needs, c) {
			added.Needs = append(added.Needs, c)
			added.Scopes = append(added.Scopes, s.scopes...)
		}
	}
	slices.SortFunc(added.Needs, func(a, b *Credential) int {
		return slices.Index(r.result.Credentials, a) - slices.Index(r.result.Credentials, b)
	})
	slices.Sort(added.Scopes)
	added.Successes, added.Others = outcomes(o)
	added.Events = events(added.Successes)
	added.Pages = r.pages(added)
	r.result.Operations = append(r.result.Operations, added)
	g := r.group(added.Needs)
	g.Operations = append(g.Operations, added)
}

func (r *reader) group(needs []*Credential) *Group {
	for _, g := range r.result.Groups {
		if slices.Equal(g.Needs, needs) {
			return g
		}
	}
	g := &Group{Needs: needs}
	r.result.Groups = append(r.result.Groups, g)
	return g
}

func repeats(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// outcomes tells the successes among the responses from the others. Where none has a 2xx
// status, default is one, or else each that is no error.
func outcomes(o *model.Operation) (successes, others []*model.Response) {
	is := func(r *model.Response) bool { return r.Status[0] == '2' }
	if !slices.ContainsFunc(o.Responses, is) {
		is = func(r *model.Response) bool { return r.Status == "default" }
	}
	if !slices.ContainsFunc(o.Responses, is) {
		is = func(r *model.Response) bool { return r.Status[0] < '4' }
	}
	for _, r := range o.Responses {
		if is(r) {
			successes = append(successes, r)
		} else {
			others = append(others, r)
		}
	}
	return successes, others
}

func events(successes []*model.Response) *model.MediaType {
	for _, r := range successes {
		for _, m := range r.Content {
			essence, _, _ := strings.Cut(m.Type, ";")
			if strings.EqualFold(strings.TrimSpace(essence), "text/event-stream") {
				return m
			}
		}
	}
	return nil
}
