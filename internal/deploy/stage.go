package deploy

// Stage is how the stage is set up where the user sets nothing else.
type Stage struct {
	Name            string `json:"name"`
	Tracing         bool   `json:"tracing"`
	LoggingLevel    string `json:"loggingLevel"`
	LogRetention    string `json:"logRetention"` // of the access log, as the CDK's RetentionDays names it
	AccessLogFormat string `json:"accessLogFormat"`
}

// LogRetentionDays is the number of days of Stage.LogRetention.
const LogRetentionDays = 30

// DefaultStage returns the default settings. The access log holds the fields that the
// CDK calls standard.
func DefaultStage() Stage {
	return Stage{
		Name:         "prod",
		Tracing:      true,
		LoggingLevel: "INFO",
		LogRetention: "ONE_MONTH",
		AccessLogFormat: `{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","user":"$context.identity.user",` +
			`"caller":"$context.identity.caller","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod",` +
			`"resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol",` +
			`"responseLength":"$context.responseLength"}`,
	}
}

// RoleDescription returns the description of the shared role of an API.
func RoleDescription(title string) string {
	return "What API Gateway may use for the operations of " + title
}
