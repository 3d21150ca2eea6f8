package prepare

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// gatewayResponseTypes are those of the API Gateway Developer Guide, "Gateway
// response types for API Gateway".
var gatewayResponseTypes = []string{
	"ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE",
	"BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX", "DEFAULT_5XX", "EXPIRED_TOKEN",
	"INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "INVALID_API_KEY", "INVALID_SIGNATURE",
	"MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND",
	"THROTTLED", "UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
}

const gatewayHeader = "gatewayresponse.header."

func (p *preparation) checkGatewayResponses() {
	for _, g := range p.in.GatewayResponses {
		position := g.Position
		if !position.IsValid() {
			position = p.in.At("gatewayResponses", g.Type)
		}
		if !slices.Contains(gatewayResponseTypes, g.Type) {
			d := p.Errorf(position, "unknown-gateway-response", "API Gateway has no gateway response %s", g.Type)
			d.Help = "there are " + strings.Join(gatewayResponseTypes, ", ")
			if near := diag.Nearest(g.Type, gatewayResponseTypes); near != "" {
				d.Help = "did you mean " + near + "?"
			}
		}
		if code, err := strconv.Atoi(g.StatusCode); g.StatusCode != "" && (err != nil || code < 100 || code > 599) {
			p.Errorf(position, "invalid-setting", "the gateway response %s has the status code %q", g.Type, g.StatusCode)
		}
	}
}

// setGatewayResponses fills the gaps of what the model and the user say with ours,
// setting by setting. Every type carries the headers for browsers: one that is defined
// does not inherit those of DEFAULT_4XX.
func (p *preparation) setGatewayResponses() {
	given := p.givenGatewayResponses()
	responses := tree.NewMapping()
	for _, ours := range p.ownGatewayResponses(given) {
		responses.Set(ours.Type, p.fill(ours, given.Get(ours.Type)))
	}
	for _, f := range given.Fields {
		if responses.Get(f.Name) == nil {
			responses.Set(f.Name, p.fill(&spec.GatewayResponse{Type: f.Name}, f.Value))
		}
	}
	if len(responses.Fields) > 0 {
		p.root.Set(spec.ExtGatewayResponses, responses)
	}
}

// givenGatewayResponses are the user's over those that the model carries.
func (p *preparation) givenGatewayResponses() *tree.Node {
	given := tree.NewMapping()
	carried := copyMapping(p.root.Get(spec.ExtGatewayResponses))
	for _, g := range p.in.GatewayResponses {
		under := given.Get(g.Type)
		if under == nil {
			under = carried.Get(g.Type)
		}
		given.Set(g.Type, mergeNodes(under, withPrefix(g).Node()))
	}
	for _, f := range carried.Fields {
		if given.Get(f.Name) == nil {
			given.Set(f.Name, f.Value)
		}
	}
	return given
}

// withPrefix completes the names of headers, which may be given alone.
func withPrefix(g *spec.GatewayResponse) *spec.GatewayResponse {
	complete := *g
	complete.Parameters = nil
	for _, m := range g.Parameters {
		m.Target = gatewayHeader + strings.TrimPrefix(m.Target, gatewayHeader)
		complete.Parameters = append(complete.Parameters, m)
	}
	return &complete
}

func (p *preparation) ownGatewayResponses(given *tree.Node) []*spec.GatewayResponse {
	var own []*spec.GatewayResponse
	if p.validatesBody() {
		if g := badRequestBody(given); g != nil {
			own = append(own, g)
		}
	}
	if p.cors != nil {
		own = append(own, &spec.GatewayResponse{Type: "DEFAULT_4XX"}, &spec.GatewayResponse{Type: "DEFAULT_5XX"})
	}
	return own
}

// validatesBody reports whether bodies may be validated.
func (p *preparation) validatesBody() bool {
	switch {
	case p.in.Validation != nil:
		return p.in.Validation.Body
	case p.root.Get(spec.ExtRequestValidator) == nil:
		return true
	}
	validators := copyMapping(p.root.Get(spec.ExtRequestValidators))
	return slices.ContainsFunc(validators.Fields, func(f tree.Field) bool { return f.Value.Get("validateRequestBody").True() })
}

// badRequestBody reports the caller what is wrong with the body. While nobody defines the
// type, DEFAULT_4XX decides on its errors, and must go on doing so: what it says is
// repeated here, and where it has a template of its own there is nothing to add.
func badRequestBody(given *tree.Node) *spec.GatewayResponse {
	g := &spec.GatewayResponse{
		Type:       "BAD_REQUEST_BODY",
		StatusCode: "400",
		Templates:  []spec.Template{{ContentType: "application/json", Text: `{"message": "$context.error.validationErrorString"}`}},
	}
	class := given.Get("DEFAULT_4XX")
	if class == nil || given.Get(g.Type) != nil {
		return g
	}
	if templates := class.Get("responseTemplates"); templates.Is(tree.Mapping) && len(templates.Fields) > 0 {
		return nil
	}
	if status := class.Get("statusCode"); status != nil {
		g.StatusCode = status.Text
	}
	for _, f := range copyMapping(class.Get("responseParameters")).Fields {
		g.Parameters = append(g.Parameters, spec.Mapping{Target: f.Name, Source: f.Value.Str()})
	}
	return g
}

// fill returns a gateway response as it is given, with ours where it says nothing.
func (p *preparation) fill(ours *spec.GatewayResponse, given *tree.Node) *tree.Node {
	filled := p.withCORS(ours).Node()
	if given == nil {
		return filled
	}
	if templates := given.Get("responseTemplates"); templates.Is(tree.Mapping) && len(templates.Fields) > 0 {
		filled.Delete("responseTemplates")
	}
	return mergeNodes(filled, given)
}

// withCORS adds the headers that let browsers show an error to the page. These
// responses have no mapping templates: with several origins they name the origin
// that asked, whichever it is, and then never allow credentials, so that a page
// of a stranger learns no more than without a browser.
func (p *preparation) withCORS(g *spec.GatewayResponse) *spec.GatewayResponse {
	if p.cors == nil {
		return g
	}
	mappings := p.cors.responseParameters(gatewayHeader)
	if p.cors.several() {
		mappings = []spec.Mapping{
			{Target: gatewayHeader + allowOrigin, Source: "method.request.header.Origin"},
			{Target: gatewayHeader + "Vary", Source: "'Origin'"},
		}
	}
	combined := *g
	combined.Parameters = mappings
	for _, m := range g.Parameters {
		combined.Parameters = setMapping(combined.Parameters, m)
	}
	return &combined
}

func setMapping(mappings []spec.Mapping, m spec.Mapping) []spec.Mapping {
	for i := range mappings {
		if strings.EqualFold(mappings[i].Target, m.Target) {
			mappings[i] = m
			return mappings
		}
	}
	return append(mappings, m)
}

// mergeNodes puts the entries of one gateway response over another's. Names of headers
// have no case.
func mergeNodes(under, over *tree.Node) *tree.Node {
	if under == nil {
		return over
	}
	merged := under.Copy()
	for _, f := range over.Fields {
		below := merged.Get(f.Name)
		if below.Is(tree.Mapping) && f.Value.Is(tree.Mapping) {
			merged.Set(f.Name, mergeNodes(below, f.Value))
			continue
		}
		merged.Fields = slices.DeleteFunc(merged.Fields, func(g tree.Field) bool {
			return g.Name != f.Name && strings.EqualFold(g.Name, f.Name)
		})
		merged.Set(f.Name, f.Value)
	}
	return merged
}
