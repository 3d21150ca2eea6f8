package integration

import (
	"strings"

	"github.com/gatewright/gatewright/spec"
)

// Service calls an action or a path of an AWS service, such as "sqs", "states"
// or "dynamodb", with requests that mapping templates make (API Gateway Developer
// Guide, "x-amazon-apigateway-integration object", uri).
func Service(service string, options ...ServiceOption) Integration {
	s := awsService{service: service, method: "POST"}
	for _, o := range options {
		o.applyService(&s)
	}
	return s
}

// ServiceOption is an option of Service.
type ServiceOption interface{ applyService(s *awsService) }

type serviceOption func(*awsService)

func (o serviceOption) applyService(s *awsService) { o(s) }

// ServiceAction is the action to call: "StartExecution".
func ServiceAction(action string) ServiceOption {
	return serviceOption(func(s *awsService) { s.action = action })
}

// ServicePath is the path to call: "111122223333/orders". {name} stands for a
// parameter of the operation's path, or for one that ServiceQueryParameters or
// ServiceHeaders name.
func ServicePath(path string) ServiceOption {
	return serviceOption(func(s *awsService) { s.path = path })
}

// ServiceSubdomain is the part of the service's host name before its name.
func ServiceSubdomain(name string) ServiceOption {
	return serviceOption(func(s *awsService) { s.service = name + "." + s.service })
}

// ServiceMethod is the method of the request to the service. The default is POST.
func ServiceMethod(method string) ServiceOption {
	return serviceOption(func(s *awsService) { s.method = strings.ToUpper(method) })
}

// ServiceRole is the ARN of the role that API Gateway takes to call the service.
func ServiceRole(arn string) ServiceOption {
	return serviceOption(func(s *awsService) { s.role = arn })
}

// ServiceRequestTemplates make the body of the request, one for each content
// type that clients may send. With any, requests of other content types are
// answered with 415 and never reach the service.
func ServiceRequestTemplates(templates ...spec.Template) ServiceOption {
	return serviceOption(func(s *awsService) { s.templates = append(s.templates, templates...) })
}

// ServiceRequestParameters set headers, query parameters and path variables of
// the request: "integration.request.header.Content-Type" from
// "'application/x-www-form-urlencoded'".
func ServiceRequestParameters(mappings ...spec.Mapping) ServiceOption {
	return serviceOption(func(s *awsService) { s.mappings = append(s.mappings, mappings...) })
}

// ServiceQueryParameters are query parameters that the path may use.
func ServiceQueryParameters(names ...string) ServiceOption {
	return serviceOption(func(s *awsService) { s.parameters.query = append(s.parameters.query, names...) })
}

// ServiceHeaders are request headers that the path may use.
func ServiceHeaders(names ...string) ServiceOption {
	return serviceOption(func(s *awsService) { s.parameters.headers = append(s.parameters.headers, names...) })
}

// ServiceResponses is how the service's answers become the operation's. The
// default is Passthrough and DeclaredStatuses.
func ServiceResponses(sets ...ResponseSet) ServiceOption {
	return serviceOption(func(s *awsService) { s.responses = Composite(sets...) })
}

type awsService struct {
	service    string
	action     string
	path       string
	method     string
	role       string
	templates  []spec.Template
	mappings   []spec.Mapping
	parameters uriParameters
	responses  ResponseSet
}

func (s awsService) Render(p Props) (*spec.Integration, error) {
	target, mappings, err := s.target(p)
	if err != nil {
		return nil, err
	}
	responses := s.responses
	if responses == nil {
		responses = Composite(Passthrough(), DeclaredStatuses())
	}
	rendered, err := responses.Responses(p)
	if err != nil {
		return nil, err
	}
	i := &spec.Integration{
		Type:              spec.AWS,
		HTTPMethod:        s.method,
		URI:               p.Placement.ServiceARN(target),
		Credentials:       s.role,
		RequestParameters: mergeMappings(mappings, s.mappings),
		RequestTemplates:  append([]spec.Template(nil), s.templates...),
		Responses:         rendered,
	}
	if len(s.templates) > 0 {
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
		return s.service + ":action/" + s.action, nil, nil
	case s.path == "":
		return "", nil, &OptionError{Option: "service", Message: "neither an action nor a path of " + s.service + " is named",
			Help: "add action: or path:"}
	}
	path, mappings, err := s.parameters.fill(p.Operation, "path", strings.TrimPrefix(s.path, "/"))
	return s.service + ":path/" + path, mappings, err
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
