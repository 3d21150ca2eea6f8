package apidocs

// Error is a response that API Gateway makes by itself, before or instead of the
// backend's.
type Error struct {
	Status         int
	Type, Message  string // of x-amzn-ErrorType, and the message in the body
	When, NextStep string
}

// gatewayErrors are the default gateway responses that clients meet ("Gateway response
// types for API Gateway", Amazon API Gateway Developer Guide).
var gatewayErrors = []Error{
	{400, "BadRequestException", "Invalid request body", "The body or a required parameter is not as the model says.", "Correct the request."},
	{401, "UnauthorizedException", "Unauthorized", "The authorizer found no token, or one that is not valid.", "Get a new token."},
	{403, "AccessDeniedException", "User is not authorized to access this resource", "The caller is known, and not allowed.", "Ask for the permission."},
	{403, "ForbiddenException", "Forbidden", "The API key is missing or is in no usage plan.", "Send x-api-key."},
	{403, "MissingAuthenticationTokenException", "Missing Authentication Token", "No operation has this method and path, or the signature is missing.", "Compare method, path and stage."},
	{403, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided.", "The request was changed after it was signed, or the secret is wrong.", "Sign again, with the clock right."},
	{403, "ExpiredTokenException", "The security token included in the request is expired", "The credentials are temporary and have expired.", "Get new credentials."},
	{413, "BadRequestException", "Request Too Long", "The body has more than 10 MB.", "Send less."},
	{415, "BadRequestException", "Unsupported Media Type", "The operation has no mapping for this Content-Type.", "Send a type that is listed."},
	{429, "LimitExceededException", "Limit Exceeded", "The quota of the API key is used up.", "Wait for the next period; retrying does not help."},
	{429, "TooManyRequestsException", "Too Many Requests", "A rate limit was reached.", "Retry after a pause that grows."},
	{502, "InternalServerErrorException", "Internal server error", "The backend's response was not valid.", "Retry if the operation may run twice."},
	{504, "InternalServerErrorException", "Endpoint request timed out", "The backend took too long.", "Retry if the operation may run twice."},
}
