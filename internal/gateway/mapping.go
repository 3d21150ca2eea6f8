package gateway

import (
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// place is what of the integration request a mapping sets.
type place uint8

const (
	inHeader place = iota
	inQuery
	inPath
)

var requestPlaces = []struct {
	prefix string
	place  place
}{
	{"integration.request.header.", inHeader},
	{"integration.request.querystring.", inQuery},
	{"integration.request.path.", inPath},
}

// requestMapping sets a parameter of the integration request.
type requestMapping struct {
	place  place
	name   string
	source *source
}

// responseMapping sets a header of the method response.
type responseMapping struct {
	name   string
	source *source
}

// illegalHeaders are the header targets with which an integration answers 500
// ("Important notes" of the API Gateway Developer Guide: headers that API
// Gateway itself writes).
var illegalHeaders = []string{"content-length", "transfer-encoding", "x-amzn-apigateway-api-id"}

// illegalAWSHeaders are more of them for the types AWS and AWS_PROXY.
var illegalAWSHeaders = []string{"authorization", "connection", "expect", "proxy-authenticate", "te"}

func compileRequestMappings(i *spec.Integration, problems *diag.List) []requestMapping {
	mappings := make([]requestMapping, 0, len(i.RequestParameters))
	for _, m := range i.RequestParameters {
		p, name, ok := requestTarget(m.Target)
		if !ok {
			problems.Errorf(m.Position, "invalid-mapping", "invalid target of a parameter mapping: %q", m.Target)
			continue
		}
		s, ok := parseSource(m.Source, requestSources)
		if !ok {
			problems.Errorf(m.Position, "invalid-mapping", "invalid source of a parameter mapping: %q", m.Source)
			continue
		}
		if p == inHeader && strings.EqualFold(name, traceHeader) {
			problems.Warnf(m.Position, "ignored-trace-header", "the backend gets API Gateway's own %s, not what is mapped to it", traceHeader).
				Help = "leave the mapping out, or map to a header of another name"
			continue
		}
		mappings = append(mappings, requestMapping{p, name, s})
	}
	return mappings
}

func requestTarget(target string) (place, string, bool) {
	for _, p := range requestPlaces {
		if name, ok := strings.CutPrefix(target, p.prefix); ok {
			return p.place, name, validParameterName(name)
		}
	}
	return 0, "", false
}

// illegalTarget returns the first mapping that no request of the integration can
// survive, or "".
func illegalTarget(integrationType string, mappings []requestMapping) string {
	isAWS := integrationType == spec.AWS || integrationType == spec.AWSProxy
	for _, m := range mappings {
		if m.place == inHeader && (contains(illegalHeaders, m.name) || isAWS && contains(illegalAWSHeaders, m.name)) {
			return m.name
		}
	}
	return ""
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// appendResponseMapping adds a mapping to a header of the response whose target
// begins with the prefix.
func appendResponseMapping(to []responseMapping, m spec.Mapping, prefix string, allowed prefixes, problems *diag.List) []responseMapping {
	name, ok := strings.CutPrefix(m.Target, prefix)
	if !ok || !validFieldName(name) {
		problems.Errorf(m.Position, "invalid-mapping", "invalid target of a parameter mapping: %q", m.Target)
		return to
	}
	s, ok := parseSource(m.Source, allowed)
	if !ok {
		problems.Errorf(m.Position, "invalid-mapping", "invalid source of a parameter mapping: %q", m.Source)
		return to
	}
	if s.origin == static && !validFieldValue(s.name) {
		problems.Errorf(m.Position, "invalid-mapping", "the value of the header %s holds control characters", name)
		return to
	}
	return append(to, responseMapping{name, s})
}
