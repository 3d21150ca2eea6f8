package gateway

import "strings"

// failure is a reason for which a request does not get its integration's answer.
// It leaves as a gateway response (Amazon API Gateway Developer Guide, "Gateway
// response types for API Gateway").
type failure struct {
	kind       *kind
	status     int    // 0: the kind's own
	errorType  string // of x-amzn-ErrorType; empty: the kind's own
	message    string // $context.error.message
	validation string // $context.error.validationErrorString

	// before says that the request had not begun to execute: API Gateway's own
	// template then has no space after the colon.
	before bool
	// verbatim is a body that no template replaces.
	verbatim string
	// plain is a text that takes the place of a gateway response.
	plain string
	// reason is the line of the execution log that says more than the client is
	// told.
	reason string
}

// kind is a type of gateway response with what it is unless customised.
type kind struct {
	name      string
	status    int
	errorType string
	message   string
	key       string // of the message in the built-in body; empty: "message"
	null      bool   // there is no message
}

// The types of gateway responses that a request can meet here.
var (
	apiConfigurationError = &kind{name: "API_CONFIGURATION_ERROR", status: 500,
		errorType: "InternalServerErrorException", message: "Internal server error"}
	accessDenied = &kind{name: "ACCESS_DENIED", status: 403,
		errorType: "AccessDeniedException", key: "Message"}
	authorizerConfigurationError = &kind{name: "AUTHORIZER_CONFIGURATION_ERROR", status: 500,
		errorType: "AuthorizerConfigurationException", null: true}
	authorizerFailure = &kind{name: "AUTHORIZER_FAILURE", status: 500,
		errorType: "AuthorizerFailureException", null: true}
	expiredToken = &kind{name: "EXPIRED_TOKEN", status: 403,
		errorType: "ExpiredTokenException", message: "The security token included in the request is expired"}
	notAuthorized = &kind{name: "UNAUTHORIZED", status: 401,
		errorType: "UnauthorizedException", message: "Unauthorized"}
	signatureInvalid = &kind{name: "INVALID_SIGNATURE", status: 403, errorType: "InvalidSignatureException"}
	badRequestBody   = &kind{name: "BAD_REQUEST_BODY", status: 400,
		errorType: "BadRequestException", message: "Invalid request body"}
	invalidAPIKey = &kind{name: "INVALID_API_KEY", status: 403,
		errorType: "ForbiddenException", message: "Forbidden"}
	// A caller who may not refresh the cache; the type is not documented.
	accessToCache = &kind{name: "ACCESS_DENIED", status: 403,
		errorType: "AccessDeniedException", message: "Forbidden"}
	quotaExceeded = &kind{name: "QUOTA_EXCEEDED", status: 429,
		errorType: "LimitExceededException", message: "Limit Exceeded"}
	throttled = &kind{name: "THROTTLED", status: 429,
		errorType: "TooManyRequestsException", message: "Too Many Requests"}
	badRequestParameters = &kind{name: "BAD_REQUEST_PARAMETERS", status: 400,
		errorType: "BadRequestException"}
	// INTEGRATION_FAILURE is documented as 504, which it becomes once customised.
	integrationFailure = &kind{name: "INTEGRATION_FAILURE", status: 500,
		errorType: "InternalServerErrorException", message: "Internal server error"}
	integrationTimeout = &kind{name: "INTEGRATION_TIMEOUT", status: 504,
		errorType: "InternalServerErrorException", message: "Endpoint request timed out"}
	missingAuthenticationToken = &kind{name: "MISSING_AUTHENTICATION_TOKEN", status: 403,
		errorType: "MissingAuthenticationTokenException", message: "Missing Authentication Token"}
	requestTooLarge = &kind{name: "REQUEST_TOO_LARGE", status: 413,
		errorType: "BadRequestException", message: "Request Too Long"}
	unsupportedMediaType = &kind{name: "UNSUPPORTED_MEDIA_TYPE", status: 415,
		errorType: "BadRequestException", message: "Unsupported Media Type"}

	// Errors that have no type of their own meet DEFAULT_4XX and DEFAULT_5XX.
	incompleteSignature = &kind{name: "DEFAULT_4XX", status: 403, errorType: "IncompleteSignatureException"}
	unrecognizedClient  = &kind{name: "DEFAULT_4XX", status: 403,
		errorType: "UnrecognizedClientException", message: "The security token included in the request is invalid."}
	default4XX = &kind{name: "DEFAULT_4XX", status: 400, errorType: "BadRequestException"}
)

// kinds are the names that x-amazon-apigateway-gateway-responses may use, with
// the status of a customisation that gives none; 0 leaves the error its own.
var kinds = map[string]int{
	"ACCESS_DENIED": 403, "API_CONFIGURATION_ERROR": 500, "AUTHORIZER_CONFIGURATION_ERROR": 500,
	"AUTHORIZER_FAILURE": 500, "BAD_REQUEST_BODY": 400, "BAD_REQUEST_PARAMETERS": 400,
	"DEFAULT_4XX": 0, "DEFAULT_5XX": 0, "EXPIRED_TOKEN": 403, "INTEGRATION_FAILURE": 504,
	"INTEGRATION_TIMEOUT": 504, "INVALID_API_KEY": 403, "INVALID_SIGNATURE": 403,
	"MISSING_AUTHENTICATION_TOKEN": 403, "QUOTA_EXCEEDED": 429, "REQUEST_TOO_LARGE": 413,
	"RESOURCE_NOT_FOUND": 404, "THROTTLED": 429, "UNAUTHORIZED": 401,
	"UNSUPPORTED_MEDIA_TYPE": 415, "WAF_FILTERED": 403,
}

func (f *failure) text() string {
	if f.message == "" {
		return f.kind.message
	}
	return f.message
}

func (f *failure) ownStatus() int {
	if f.status != 0 {
		return f.status
	}
	return f.kind.status
}

func (f *failure) ownErrorType() string {
	if f.errorType != "" {
		return f.errorType
	}
	return f.kind.errorType
}

// misconfigured is an error of the API's definition that a request has met.
func misconfigured(reason string) *failure {
	return &failure{kind: apiConfigurationError, reason: "Execution failed due to configuration error: " + reason}
}

// failed is an error of what is behind the gateway.
func failed(status int, reason string) *failure {
	return &failure{kind: integrationFailure, status: status, reason: reason}
}

func timedOut() *failure {
	return &failure{kind: integrationTimeout, reason: "Execution failed due to a timeout error"}
}

func missingParameters(names []string) *failure {
	list := "[" + strings.Join(names, ", ") + "]"
	return &failure{kind: badRequestParameters, message: "Missing required request parameters: " + list, validation: list}
}
