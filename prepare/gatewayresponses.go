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
			p.Errorf(position, "wrong-setting", "the gateway response %s has the status code %q", g.Type, g.StatusCode)
		}
	}
}

// setGatewayResponses joins ours with the model's and the user's, later ones
// replacing single settings of earlier ones. Every one of them carries the headers
// for browsers: a type that is defined does not inherit those of DEFAULT_4XX.
func (p *preparation) setGatewayResponses() {
	var all []*spec.GatewayResponse
	if p.validatesBody() {
		all = append(all, badRequestBody())
	}
	if p.cors != nil {
		all = append(all, &spec.GatewayResponse{Type: "DEFAULT_4XX"}, &spec.GatewayResponse{Type: "DEFAULT_5XX"})
	}
	carried := p.root.Get(spec.ExtGatewayResponses)
	for _, g := range p.in.GatewayResponses {
		all = mergeGatewayResponse(all, g)
	}
	responses := tree.NewMapping()
	for _, g := range all {
		responses.Set(g.Type, mergeNodes(carried.Get(g.Type), p.withCORS(g).Node()))
	}
	if carried != nil {
		for _, f := range carried.Fields {
			if responses.Get(f.Name) == nil {
				responses.Set(f.Name, mergeNodes(p.withCORS(&spec.GatewayResponse{Type: f.Name}).Node(), f.Value))
			}
		}
	}
	if len(responses.Fields) > 0 {
		p.root.Set(spec.ExtGatewayResponses, responses)
	}
}

func (p *preparation) validatesBody() bool {
	return p.in.Validation == nil || p.in.Validation.Body
}

// badRequestBody tells the caller what is wrong with the body.
func badRequestBody() *spec.GatewayResponse {
	return &spec.GatewayResponse{
		Type:       "BAD_REQUEST_BODY",
		StatusCode: "400",
		Templates:  []spec.Template{{ContentType: "application/json", Text: `{"message": "$context.error.validationErrorString"}`}},
	}
}

func mergeGatewayResponse(all []*spec.GatewayResponse, g *spec.GatewayResponse) []*spec.GatewayResponse {
	given := *g
	given.Parameters = nil
	for _, m := range g.Parameters {
		m.Target = gatewayHeader + strings.TrimPrefix(m.Target, gatewayHeader)
		given.Parameters = append(given.Parameters, m)
	}
	for i, known := range all {
		if known.Type == g.Type {
			all[i] = combine(known, &given)
			return all
		}
	}
	return append(all, &given)
}

func combine(ours, given *spec.GatewayResponse) *spec.GatewayResponse {
	combined := *given
	if combined.StatusCode == "" {
		combined.StatusCode = ours.StatusCode
	}
	if len(combined.Templates) == 0 {
		combined.Templates = ours.Templates
	}
	return &combined
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

// mergeNodes puts the entries of one gateway response over another's.
func mergeNodes(under, over *tree.Node) *tree.Node {
	if under == nil {
		return over
	}
	merged := under.Copy()
	for _, f := range over.Fields {
		if below := merged.Get(f.Name); below.Is(tree.Mapping) && f.Value.Is(tree.Mapping) {
			merged.Set(f.Name, mergeNodes(below, f.Value))
			continue
		}
		merged.Set(f.Name, f.Value)
	}
	return merged
}
