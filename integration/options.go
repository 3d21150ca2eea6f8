// Code generated from the options that gatewright declares. DO NOT EDIT.

package integration

import (
	"time"

	"github.com/gatewright/gatewright/spec"
)

// S3Option is an option of S3.
type S3Option interface{ applyS3(*s3) }

type s3Option func(*s3)

func (o s3Option) applyS3(to *s3) { o(to) }

type s3Options struct {
	method                       string
	path                         *string
	role                         string
	queryStringRequestParameters []string
	headerRequestParameters      []string
	integrationResponseSet       []ResponseSet
}

// S3Method sets the method of the request to S3. The default is the
// operation's.
func S3Method(method string) S3Option {
	return s3Option(func(to *s3) { to.method = method })
}

// S3Path sets the key of the object, in which {name} is a parameter of the
// operation's path, or one of S3QueryStringRequestParameters or
// S3HeaderRequestParameters. The default is the operation's path.
func S3Path(path string) S3Option {
	return s3Option(func(to *s3) { to.path = &path })
}

// S3Role sets the ARN of the role with which API Gateway calls S3.
func S3Role(role string) S3Option {
	return s3Option(func(to *s3) { to.role = role })
}

// S3QueryStringRequestParameters sets the query string parameters that the path
// may use.
func S3QueryStringRequestParameters(names ...string) S3Option {
	return s3Option(func(to *s3) { to.queryStringRequestParameters = append(to.queryStringRequestParameters, names...) })
}

// S3HeaderRequestParameters sets the headers that the path may use.
func S3HeaderRequestParameters(names ...string) S3Option {
	return s3Option(func(to *s3) { to.headerRequestParameters = append(to.headerRequestParameters, names...) })
}

// S3IntegrationResponseSet sets how S3's responses become the operation's. The
// default is a passthrough, and S3's errors as JSON.
func S3IntegrationResponseSet(sets ...ResponseSet) S3Option {
	return s3Option(func(to *s3) { to.integrationResponseSet = append(to.integrationResponseSet, sets...) })
}

// MockOption is an option of Mock.
type MockOption interface{ applyMock(*mock) }

type mockOption func(*mock)

func (o mockOption) applyMock(to *mock) { o(to) }

type mockOptions struct {
	statusCode int
	body       *string
	headers    []spec.Mapping
}

// MockStatusCode sets the status. One that the operation does not declare is a
// warning, and is added to the definition. The default is that of the
// operation's first success.
func MockStatusCode(statusCode int) MockOption {
	return mockOption(func(to *mock) { to.statusCode = statusCode })
}

// MockBody sets the body as it is, in every content type of the response. The
// default is data generated from the model.
func MockBody(body string) MockOption {
	return mockOption(func(to *mock) { to.body = &body })
}

// MockHeaders sets headers and their sources: a value in single quotes such as
// '/pets/1', or context.X, stageVariables.X.
func MockHeaders(mappings ...spec.Mapping) MockOption {
	return mockOption(func(to *mock) { to.headers = append(to.headers, mappings...) })
}

// HTTPOption is an option of HTTP and HTTPProxy.
type HTTPOption interface{ applyHTTP(*httpBackend) }

type httpOption func(*httpBackend)

func (o httpOption) applyHTTP(to *httpBackend) { o(to) }

type httpOptions struct {
	method                       string
	timeout                      *time.Duration
	queryStringRequestParameters []string
	headerRequestParameters      []string
	requestParameters            []spec.Mapping
	requestTemplates             []spec.Template
	integrationResponseSet       []ResponseSet
	vpcLink                      string
	target                       string
}

// HTTPMethod sets the method of the request to the backend; any passes the
// client's. The default is the operation's.
func HTTPMethod(method string) HTTPOption {
	return httpOption(func(to *httpBackend) { to.method = method })
}

// HTTPTimeout sets the time to wait for the backend. The range is 50ms to 29s.
// The default is 29s.
func HTTPTimeout(timeout time.Duration) HTTPOption {
	return httpOption(func(to *httpBackend) { to.timeout = &timeout })
}

// HTTPQueryStringRequestParameters sets the query string parameters that the
// URI may use.
func HTTPQueryStringRequestParameters(names ...string) HTTPOption {
	return httpOption(func(to *httpBackend) {
		to.queryStringRequestParameters = append(to.queryStringRequestParameters, names...)
	})
}

// HTTPHeaderRequestParameters sets the headers that the URI may use.
func HTTPHeaderRequestParameters(names ...string) HTTPOption {
	return httpOption(func(to *httpBackend) { to.headerRequestParameters = append(to.headerRequestParameters, names...) })
}

// HTTPRequestParameters sets headers, query parameters and path variables of
// the request, such as integration.request.header.X, and their sources.
func HTTPRequestParameters(mappings ...spec.Mapping) HTTPOption {
	return httpOption(func(to *httpBackend) { to.requestParameters = append(to.requestParameters, mappings...) })
}

// HTTPRequestTemplates sets mapping templates for the body of the request, by
// content type. Not with proxy.
func HTTPRequestTemplates(templates ...spec.Template) HTTPOption {
	return httpOption(func(to *httpBackend) { to.requestTemplates = append(to.requestTemplates, templates...) })
}

// HTTPIntegrationResponseSet sets how the backend's responses become the
// operation's. The default is a passthrough; not with proxy.
func HTTPIntegrationResponseSet(sets ...ResponseSet) HTTPOption {
	return httpOption(func(to *httpBackend) { to.integrationResponseSet = append(to.integrationResponseSet, sets...) })
}

// HTTPVPCLink sets the VPC link through which the backend is reached.
func HTTPVPCLink(vpcLink string) HTTPOption {
	return httpOption(func(to *httpBackend) { to.vpcLink = vpcLink })
}

// HTTPTarget sets the ARN of the load balancer behind a VPC link of version 2.
func HTTPTarget(target string) HTTPOption {
	return httpOption(func(to *httpBackend) { to.target = target })
}

// ServiceOption is an option of Service.
type ServiceOption interface{ applyService(*awsService) }

type serviceOption func(*awsService)

func (o serviceOption) applyService(to *awsService) { o(to) }

type serviceOptions struct {
	action                       string
	path                         string
	subdomain                    string
	method                       string
	role                         string
	queryStringRequestParameters []string
	headerRequestParameters      []string
	requestParameters            []spec.Mapping
	requestTemplates             []spec.Template
	integrationResponseSet       []ResponseSet
}

// ServiceAction sets the action to call, such as StartExecution. Either action
// or path is required.
func ServiceAction(action string) ServiceOption {
	return serviceOption(func(to *awsService) { to.action = action })
}

// ServicePath sets the path to call, such as 111122223333/orders for a queue.
// {name} is a parameter of the operation's path, or one of
// ServiceQueryStringRequestParameters or ServiceHeaderRequestParameters.
func ServicePath(path string) ServiceOption {
	return serviceOption(func(to *awsService) { to.path = path })
}

// ServiceSubdomain sets the part of the service's host name before its name.
func ServiceSubdomain(subdomain string) ServiceOption {
	return serviceOption(func(to *awsService) { to.subdomain = subdomain })
}

// ServiceMethod sets the method of the request to the service. The default is
// POST.
func ServiceMethod(method string) ServiceOption {
	return serviceOption(func(to *awsService) { to.method = method })
}

// ServiceRole sets the ARN of the role with which API Gateway calls the
// service.
func ServiceRole(role string) ServiceOption {
	return serviceOption(func(to *awsService) { to.role = role })
}

// ServiceQueryStringRequestParameters sets the query string parameters that the
// path may use.
func ServiceQueryStringRequestParameters(names ...string) ServiceOption {
	return serviceOption(func(to *awsService) {
		to.queryStringRequestParameters = append(to.queryStringRequestParameters, names...)
	})
}

// ServiceHeaderRequestParameters sets the headers that the path may use.
func ServiceHeaderRequestParameters(names ...string) ServiceOption {
	return serviceOption(func(to *awsService) { to.headerRequestParameters = append(to.headerRequestParameters, names...) })
}

// ServiceRequestParameters sets headers, query parameters and path variables of
// the request, such as integration.request.header.X, and their sources.
func ServiceRequestParameters(mappings ...spec.Mapping) ServiceOption {
	return serviceOption(func(to *awsService) { to.requestParameters = append(to.requestParameters, mappings...) })
}

// ServiceRequestTemplates sets mapping templates for the body of the request,
// by content type. With any, requests of other content types get a response
// with status 415.
func ServiceRequestTemplates(templates ...spec.Template) ServiceOption {
	return serviceOption(func(to *awsService) { to.requestTemplates = append(to.requestTemplates, templates...) })
}

// ServiceIntegrationResponseSet sets how the service's responses become the
// operation's. The default is a passthrough.
func ServiceIntegrationResponseSet(sets ...ResponseSet) ServiceOption {
	return serviceOption(func(to *awsService) { to.integrationResponseSet = append(to.integrationResponseSet, sets...) })
}
