package cdk

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/internal/deploy"
)

// addRestAPI makes the REST API of the definition.
func (a *api) addRestAPI(d *definition) {
	body, problems := a.body(d.document)
	a.panicOn(problems)
	d.problems = append(d.problems, problems...)
	a.checkSize(d, body)
	props := awsapigateway.SpecRestApiProps{}
	if a.restAPI != nil {
		props = *a.restAPI
	}
	props.ApiDefinition = awsapigateway.ApiDefinition_FromInline(body)
	props.BinaryMediaTypes, props.MinCompressionSize = nil, nil // the definition says them
	if props.RestApiName == nil {
		props.RestApiName = jsii.String(d.model.Title)
	}
	if props.CloudWatchRole == nil {
		props.CloudWatchRole = jsii.Bool(true)
	}
	a.stage = deploy.NotDeployed
	if props.Deploy == nil || *props.Deploy {
		props.DeployOptions = a.stageOptions(props.DeployOptions)
		a.stage = *props.DeployOptions.StageName
	}
	a.rest = awsapigateway.NewSpecRestApi(a.Construct, jsii.String("Api"), &props)
}

// stageOptions completes what the user said of the stage.
func (a *api) stageOptions(given *awsapigateway.StageOptions) *awsapigateway.StageOptions {
	o, defaults := awsapigateway.StageOptions{}, deploy.DefaultStage()
	if given != nil {
		o = *given
	}
	if o.StageName == nil {
		o.StageName = jsii.String(defaults.Name)
	}
	if o.TracingEnabled == nil {
		o.TracingEnabled = jsii.Bool(defaults.Tracing)
	}
	o.LoggingLevel = cmp.Or(o.LoggingLevel, awsapigateway.MethodLoggingLevel(defaults.LoggingLevel))
	log := a.accessLog
	if log == nil {
		log = &AccessLogOptions{}
	}
	if o.AccessLogDestination != nil || log.Disable {
		return &o
	}
	a.logs = log.LogGroup
	if a.logs == nil {
		a.logs = awslogs.NewLogGroup(a.Construct, jsii.String("AccessLogs"), &awslogs.LogGroupProps{
			Retention:     cmp.Or(log.Retention, awslogs.RetentionDays(defaults.LogRetention)),
			RemovalPolicy: log.RemovalPolicy,
		})
	}
	o.AccessLogDestination = awsapigateway.NewLogGroupLogDestination(a.logs)
	if o.AccessLogFormat == nil {
		o.AccessLogFormat = log.Format
	}
	if o.AccessLogFormat == nil {
		o.AccessLogFormat = awsapigateway.AccessLogFormat_Custom(jsii.String(defaults.AccessLogFormat))
	}
	return &o
}
