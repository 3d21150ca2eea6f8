package integration

import (
	"strings"

	"github.com/gatewright/gatewright/spec"
)

// Service calls an action or a path of an AWS service, such as "sqs", "states"
// or "dynamodb", with requests that mapping templates make (API Gateway Developer
// Guide, "x-amazon-apigateway-integration object", uri).
func Service(service string, options ...ServiceOption) Integration {
	s := awsService{service: service, serviceOptions: serviceOptions{method: "POST"}}
	for _, o := range options {
		o.applyService(&s)
	}
	return s
}

type awsService struct {
	service string
	serviceOptions
}

func (s awsService) Render(p Props) (*spec.Integration, error) {
	target, mappings, err := s.target(p)
	if err != nil {
		return nil, err
	}
	responses := s.integrationResponseSet
	if responses == nil {
		responses = []ResponseSet{DefaultPassthrough(), DeclaredStatuses()}
	}
	rendered, err := Composite(responses...).Render(p)
	if err != nil {
		return nil, err
	}
	i := &spec.Integration{
		Type:              spec.AWS,
		HTTPMethod:        strings.ToUpper(s.method),
		URI:               p.Placement.ServiceARN(target),
		Credentials:       s.role,
		RequestParameters: mergeMappings(mappings, s.requestParameters),
		RequestTemplates:  append([]spec.Template(nil), s.requestTemplates...),
		Responses:         rendered,
	}
	if len(s.requestTemplates) > 0 {
		i.PassthroughBehavior = spec.Never
	}
	return i, nil
}

func (s awsService) target(p Props) (string, []spec.Mapping, error) {
	switch {
	case s.service == "":
		return "", nil, optionErrorf("service", "the service has no name")
	case s.action != "" && s.path != "":
		return "", nil, optionErrorf("action", "an action and a path cannot both be called")
	case s.action != "":
		return s.host() + ":action/" + s.action, nil, nil
	case s.path == "":
		return "", nil, &OptionError{Option: "service", Message: "neither an action nor a path of " + s.service + " is named",
			Help: "add action: or path:"}
	}
	path, mappings, err := uriParameters{s.queryStringRequestParameters, s.headerRequestParameters}.fill(p.Operation, "path", strings.TrimPrefix(s.path, "/"))
	return s.host() + ":path/" + path, mappings, err
}

// host is the service's name with its subdomain.
func (s awsService) host() string {
	if s.subdomain == "" {
		return s.service
	}
	return s.subdomain + "." + s.service
}

// mergeMappings adds mappings, which replace others of the same target.
func mergeMappings(mappings, more []spec.Mapping) []spec.Mapping {
	for _, m := range more {
		mappings = setMapping(mappings, m)
	}
	return mappings
}

func setMapping(mappings []spec.Mapping, m spec.Mapping) []spec.Mapping {
	for i := range mappings {
		if mappings[i].Target == m.Target {
			mappings[i] = m
			return mappings
		}
	}
	return append(mappings, m)
}
