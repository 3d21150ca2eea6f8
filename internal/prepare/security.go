package prepare

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// allAuthorizers returns every authorizer that was said, each name once.
func allAuthorizers(in Input) []authorizer.Authorizer {
	all := slices.Clone(in.Authorizers)
	if in.DefaultAuthorizer != nil {
		all = append(all, in.DefaultAuthorizer)
	}
	for _, id := range slices.Sorted(maps.Keys(in.Integrations)) {
		if _, options := integration.Unwrap(in.Integrations[id]); options.Authorizer != nil {
			all = append(all, options.Authorizer)
		}
	}
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(all, func(a authorizer.Authorizer) bool {
		known := seen[a.Name()]
		seen[a.Name()] = true
		return known
	})
}

// checkAuthorizers checks each by itself and against the model's scheme of the
// same name, and the default one against the model's.
func (p *preparation) checkAuthorizers() {
	for _, a := range p.authorizers {
		position := p.in.At("authorizers", a.Name())
		for _, problem := range a.Check() {
			p.Errorf(position, "invalid-authorizer", "the authorizer %s: %s", a.Name(), problem)
		}
		scheme := p.modelScheme(a.Name())
		switch {
		case authorizer.IsModel(a) && scheme == nil:
			p.Errorf(position, "unknown-authorizer", "neither the authorizers nor the model's security schemes have a %s", a.Name())
		case scheme != nil && !authorizer.IsModel(a):
			p.checkScheme(a, scheme, position)
		}
	}
	if a := p.in.DefaultAuthorizer; a != nil && p.api.Security != nil {
		if conflict := p.conflict(a, p.api.Security); conflict != "" {
			d := p.Errorf(p.in.At("defaultAuthorizer"), "conflicting-security", "the default authorizer is %s, but the model's default security is %s", describe(a), conflict)
			d.Notes = notesAt(p.api.Document.FieldPosition("security"), "the model says so here")
			d.Help = "let both say the same, or remove one of them"
		}
	}
}

func (p *preparation) modelScheme(name string) *model.SecurityScheme {
	for _, s := range p.api.SecuritySchemes {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// checkScheme refuses an authorizer that stands for another kind of scheme than
// the model's of its name. A scheme of HTTP, OAuth 2 or OpenID Connect may be
// carried out by any authorizer.
func (p *preparation) checkScheme(a authorizer.Authorizer, s *model.SecurityScheme, position diag.Position) {
	ours := a.Scheme(p.in.Placement)
	difference := ""
	switch {
	case s.Type != "apiKey":
	case s.In != "header":
		difference = "takes its key from the " + s.In
	case ours.Get("name").Str() != "Unused" && !strings.EqualFold(s.KeyName, ours.Get("name").Str()):
		difference = "takes its key from the header " + s.KeyName
	}
	if theirs := s.Node.Get(spec.ExtAuthType).Str(); theirs != "" && !strings.EqualFold(theirs, ours.Get(spec.ExtAuthType).Str()) {
		difference = "has the authentication type " + theirs
	}
	if difference != "" {
		d := p.Errorf(position, "conflicting-security", "the authorizer %s is another one than the model's security scheme %s, which %s", a.Name(), s.Name, difference)
		d.Notes = notesAt(s.Position, "the model's security scheme")
	}
}

func describe(a authorizer.Authorizer) string {
	switch {
	case authorizer.IsNone(a):
		return "none"
	case a == authorizer.IAM():
		return "iam"
	}
	return a.Name()
}

// conflict returns how the model's requirements differ from an authorizer, or "".
func (p *preparation) conflict(a authorizer.Authorizer, requirements []model.SecurityRequirement) string {
	wanted := p.authorizations(requirements)
	switch {
	case len(wanted) == 0 && authorizer.IsNone(a):
		return ""
	case len(wanted) == 0:
		return "none"
	case len(wanted) > 1 || wanted[0].Scheme != a.Name():
		return schemeNames(wanted)
	case len(a.Scopes()) > 0 && !sameScopes(a.Scopes(), wanted[0].Scopes):
		return wanted[0].Scheme + " with " + scopes(wanted[0].Scopes)
	}
	return ""
}

// authorizations returns the requirements' schemes other than API keys, each once.
func (p *preparation) authorizations(requirements []model.SecurityRequirement) []model.SchemeScopes {
	var wanted []model.SchemeScopes
	for _, requirement := range requirements {
		for _, s := range requirement {
			known := slices.ContainsFunc(wanted, func(w model.SchemeScopes) bool { return w.Scheme == s.Scheme })
			if !known && !isKeyScheme(p.modelScheme(s.Scheme)) {
				wanted = append(wanted, s)
			}
		}
	}
	return wanted
}

func (p *preparation) wantsKey(requirements []model.SecurityRequirement) bool {
	return slices.ContainsFunc(requirements, func(r model.SecurityRequirement) bool {
		return slices.ContainsFunc(r, func(s model.SchemeScopes) bool { return isKeyScheme(p.modelScheme(s.Scheme)) })
	})
}

// isKeyScheme reports whether API Gateway takes a scheme for its API keys.
func isKeyScheme(s *model.SecurityScheme) bool {
	return s != nil && s.Type == "apiKey" && strings.EqualFold(s.KeyName, authorizer.APIKeyHeader) && s.Node.Get(spec.ExtAuthorizer) == nil
}

func schemeNames(wanted []model.SchemeScopes) string {
	names := make([]string, len(wanted))
	for i, w := range wanted {
		names[i] = w.Scheme
	}
	return strings.Join(names, ", ")
}

func sameScopes(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func scopes(s []string) string {
	if len(s) == 0 {
		return "no scopes"
	}
	return "the scopes " + strings.Join(s, ", ")
}

// setSecurity says who may call an operation: what was said next to its
// integration, else what the model says of this operation, else the default.
func (p *preparation) setSecurity(n *tree.Node, o *model.Operation, r *prepared) {
	a, said := p.effective(o, r)
	key := p.keyRequired(o, r)
	effective := o.Security
	if effective == nil {
		effective = p.api.Security
	}
	p.checkKeySource(o, a, said, effective, key)
	if !said {
		p.checkKnown(o, effective)
		if key == p.wantsKey(effective) {
			p.useModelSchemes(effective)
			return
		}
		p.setRequirements(n, p.authorizations(effective), key)
		return
	}
	if authorizer.IsNone(a) {
		p.setRequirements(n, nil, key)
		n.Set(spec.ExtAuth, authNone)
		return
	}
	if p.cors != nil && o.Method == http.MethodOptions {
		p.Warnf(p.at(o, "authorizer"), "authorized-preflight", "browsers send no credentials with OPTIONS %s: its authorizer %s refuses every preflight", o.Path, describe(a)).
			Help = "give it authorizer: none, or leave it out of the model"
	}
	wanted := model.SchemeScopes{Scheme: a.Name(), Scopes: a.Scopes()}
	if len(wanted.Scopes) == 0 { // the model may know them
		for _, w := range p.authorizations(effective) {
			if w.Scheme == a.Name() {
				wanted.Scopes = w.Scopes
			}
		}
	}
	p.setRequirements(n, []model.SchemeScopes{wanted}, key)
}

// effective returns the authorizer of an operation; said is false when only the
// model has a say.
func (p *preparation) effective(o *model.Operation, r *prepared) (a authorizer.Authorizer, said bool) {
	a, position := p.chosenAuthorizer(o, r)
	if a == nil {
		return nil, false
	}
	if o.Security == nil {
		return a, true
	}
	conflict := p.conflict(a, o.Security)
	if conflict == "" {
		return a, true
	}
	if r.options.Authorizer == nil && p.canCarryOut(o.Security) { // the model's word on one operation goes before a default
		return nil, false
	}
	d := p.Errorf(position, "conflicting-security", "the authorizer of %s is %s, but the model says %s", o.ID, describe(a), conflict)
	d.Notes = notesAt(o.Node.FieldPosition("security"), "the model says so here")
	d.Help = "let both say the same, or remove one of them"
	return a, true
}

// canCarryOut reports whether API Gateway knows all schemes of requirements.
func (p *preparation) canCarryOut(requirements []model.SecurityRequirement) bool {
	for _, w := range p.authorizations(requirements) {
		if !p.isAuthorizer(w.Scheme) {
			return false
		}
	}
	return true
}

func (p *preparation) isAuthorizer(scheme string) bool {
	if p.authorizerOf(scheme) != nil {
		return true
	}
	s := p.modelScheme(scheme)
	return s != nil && (s.Node.Get(spec.ExtAuthorizer) != nil || strings.EqualFold(s.Node.Get(spec.ExtAuthType).Str(), "awsSigv4"))
}

// checkKnown warns of schemes that API Gateway ignores, once each, and refuses
// more than one authorizer.
func (p *preparation) checkKnown(o *model.Operation, requirements []model.SecurityRequirement) {
	var known []model.SchemeScopes
	for _, w := range p.authorizations(requirements) {
		if p.isAuthorizer(w.Scheme) {
			known = append(known, w)
			continue
		}
		if s := p.modelScheme(w.Scheme); s != nil && !p.ignored[w.Scheme] {
			p.ignored[w.Scheme] = true
			d := p.Warnf(s.Position, "ignored-security", "API Gateway ignores the security scheme %s: it calls the backend for everyone", w.Scheme)
			d.Help = "define an authorizer named " + w.Scheme + ", or check callers in the backend"
		}
	}
	if len(known) > 1 {
		d := p.Errorf(o.Node.FieldPosition("security"), "conflicting-authorizers", "%s has the authorizers %s, but API Gateway takes one", o.ID, schemeNames(known))
		d.Help = "choose one"
	}
}

func (p *preparation) keyRequired(o *model.Operation, r *prepared) bool {
	if said := r.options.APIKeyRequired; said != nil {
		if o.Security != nil && !*said && p.wantsKey(o.Security) {
			d := p.Errorf(p.at(o, "apiKeyRequired"), "conflicting-security", "%s needs no API key here, but the model says that it does", o.ID)
			d.Notes = notesAt(o.Node.FieldPosition("security"), "the model says so here")
		}
		return *said
	}
	if p.in.APIKeys != nil && p.in.APIKeys.RequiredByDefault && o.Security == nil {
		return true
	}
	if o.Security != nil {
		return p.wantsKey(o.Security) || p.in.APIKeys != nil && p.in.APIKeys.RequiredByDefault && len(o.Security) > 0
	}
	return p.wantsKey(p.api.Security)
}

// checkKeySource refuses API keys that nothing can deliver.
func (p *preparation) checkKeySource(o *model.Operation, a authorizer.Authorizer, said bool, effective []model.SecurityRequirement, key bool) {
	if !key || p.in.APIKeys == nil || keySource(p.in.APIKeys) != "AUTHORIZER" {
		return
	}
	if !said {
		for _, w := range p.authorizations(effective) {
			a = p.authorizerOf(w.Scheme)
			if s := p.modelScheme(w.Scheme); s != nil && s.Node.Get(spec.ExtAuthorizer) != nil {
				return // what the model's own authorizer delivers is not known
			}
		}
	}
	if a == nil || !authorizer.IsLambda(a) && !authorizer.IsModel(a) {
		d := p.Errorf(p.at(o, "apiKeyRequired"), "missing-key-source", "%s needs an API key from a Lambda authorizer, but has none: every request is refused", o.ID)
		d.Help = "give it a token or request authorizer, or take keys from the header by apiKeyOptions: { source: header }"
	}
}

func (p *preparation) authorizerOf(scheme string) authorizer.Authorizer {
	for _, a := range p.authorizers {
		if a.Name() == scheme {
			return a
		}
	}
	return nil
}

// authJWT says once more what the scheme says: an import that does not know the type of
// an authorizer must fail, and not leave the operation open.
var authJWT = tree.NewMapping(tree.Field{Name: "type", Value: tree.NewString(spec.AuthJWT)})

// setRequirements says the schemes one by one, as API Gateway's own exports do;
// it demands all of them.
func (p *preparation) setRequirements(n *tree.Node, authorizations []model.SchemeScopes, key bool) {
	list := tree.NewSequence()
	for _, a := range authorizations {
		list.Items = append(list.Items, tree.NewMapping(tree.Field{Name: a.Scheme, Value: tree.NewStrings(a.Scopes)}))
		p.useScheme(a.Scheme)
	}
	if key {
		p.keyUsed = true
		list.Items = append(list.Items, tree.NewMapping(tree.Field{Name: p.keyName, Value: tree.NewSequence()}))
	}
	n.Set("security", list)
	if slices.ContainsFunc(authorizations, func(a model.SchemeScopes) bool { return authorizer.IsJWT(p.authorizerOf(a.Scheme)) }) {
		n.Set(spec.ExtAuth, authJWT)
	} else if n.Get(spec.ExtAuth) != nil {
		n.Delete(spec.ExtAuth)
	}
}

func (p *preparation) useModelSchemes(requirements []model.SecurityRequirement) {
	for _, w := range p.authorizations(requirements) {
		p.useScheme(w.Scheme)
	}
}

// useScheme remembers the authorizer that stands for a scheme.
func (p *preparation) useScheme(name string) {
	if a := p.authorizerOf(name); a != nil && !authorizer.IsModel(a) {
		p.used[name] = a
	}
}

// setSecuritySchemes defines the schemes of the authorizers that operations use.
func (p *preparation) setSecuritySchemes() {
	schemes := tree.NewMapping()
	for _, name := range slices.Sorted(maps.Keys(p.used)) {
		if authorizer.IsJWT(p.used[name]) {
			limits.UnconfirmedJWT(&p.List, p.in.At("authorizers", name), name)
		}
		schemes.Set(name, p.used[name].Scheme(p.in.Placement))
	}
	if p.keyUsed && p.modelScheme(p.keyName) == nil {
		schemes.Set(p.keyName, authorizer.APIKeyScheme())
	}
	if len(schemes.Fields) > 0 {
		p.merge("components", "securitySchemes", schemes)
	}
}

// merge puts entries into a mapping of a section of the document.
func (p *preparation) merge(section, name string, entries *tree.Node) {
	outer := copyMapping(p.root.Get(section))
	inner := copyMapping(outer.Get(name))
	for _, f := range entries.Fields {
		inner.Set(f.Name, f.Value)
	}
	outer.Set(name, inner)
	p.root.Set(section, outer)
}

func copyMapping(n *tree.Node) *tree.Node {
	if !n.Is(tree.Mapping) {
		return tree.NewMapping()
	}
	return n.Copy()
}
