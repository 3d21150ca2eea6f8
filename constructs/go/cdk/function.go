package cdk

import (
	"cmp"
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Handler is the code of an operation's function, as the model names it by x-handler.
type Handler struct {
	// Operation is the operation's ID.
	Operation string
	// Language is "go", "typescript", "javascript", "python" or "java".
	Language string
	// Code is, in Go, the import path of a package main, or its directory ("./handlers/hello"); in other languages a
	// directory, .zip or .jar with the finished code. Directories are looked for where the app runs.
	Code string
	// Entry is the function to call: "index.handler". Empty: that of the language.
	Entry string
	// At is the place in the model of a handler without code, for errors. Empty: the model names the code.
	At string
}

// language is how functions of a language are run.
type language struct {
	runtime awslambda.Runtime
	entry   string
}

func languageOf(name string) (language, bool) {
	switch name {
	case "go":
		return language{awslambda.Runtime_PROVIDED_AL2023(), "bootstrap"}, true
	case "typescript", "javascript":
		return language{awslambda.Runtime_NODEJS_22_X(), "index.handler"}, true
	case "python":
		return language{awslambda.Runtime_PYTHON_3_13(), "app.handler"}, true
	case "java":
		return language{awslambda.Runtime_JAVA_21(), "Handler::handleRequest"}, true
	}
	return language{}, false
}

// NewFunction creates the function of an operation. Go code is built here, for x86_64 unless the properties say otherwise;
// no Docker is needed. Where the properties say nothing, requests are traced, the function has 30 seconds, and a log group
// keeps its log for a month.
//
// Generated code calls it. Code that cannot be built is reported in a panic, as the CDK for Go reports errors.
func NewFunction(scope constructs.Construct, id string, h Handler, props *awslambda.FunctionProps) awslambda.Function {
	of, ok := languageOf(h.Language)
	if !ok {
		panic(fmt.Sprintf("%s: functions in %q cannot be made; make one with awslambda.NewFunction", h.Operation, h.Language))
	}
	p := awslambda.FunctionProps{}
	if props != nil {
		p = *props
	}
	if p.Runtime == nil {
		p.Runtime = of.runtime
	}
	if p.Handler == nil {
		p.Handler = jsii.String(cmp.Or(h.Entry, of.entry))
	}
	if p.Code == nil {
		p.Code = codeOf(scope, h, p.Architecture)
	}
	if p.Description == nil {
		p.Description = jsii.String(h.Operation)
	}
	if p.Timeout == nil {
		p.Timeout = awscdk.Duration_Seconds(jsii.Number(30))
	}
	p.Tracing = cmp.Or(p.Tracing, awslambda.Tracing_ACTIVE)
	if p.LogGroup == nil && p.LogRetention == "" { //nolint:staticcheck // the CDK refuses both, and who has the old one keeps it
		p.LogGroup = awslogs.NewLogGroup(scope, jsii.String(id+"Logs"), &awslogs.LogGroupProps{
			Retention: awslogs.RetentionDays_ONE_MONTH,
		})
	}
	return awslambda.NewFunction(scope, jsii.String(id), &p)
}

// codeOf returns the code of a handler. In Go it is built here, but for gatewright dev, which does so itself.
func codeOf(scope constructs.Construct, h Handler, architecture awslambda.Architecture) awslambda.Code {
	if h.Code == "" {
		panic(h.Operation + ": no code is named; give FunctionProps.Code")
	}
	if h.Language != "go" {
		if _, err := os.Stat(h.Code); err != nil && h.At != "" {
			panic(fmt.Sprintf("%s: %s: x-handler names no code, and %s is not found; create it, or give FunctionProps.Code", h.At, h.Operation, h.Code))
		}
		return awslambda.Code_FromAsset(jsii.String(h.Code), &awss3assets.AssetOptions{})
	}
	goarch := "amd64"
	if architecture != nil && *architecture.Name() == *awslambda.Architecture_ARM_64().Name() {
		goarch = "arm64"
	}
	directoryOf := func(pkg string) (string, error) { return buildGo(pkg, goTarget{os: "linux", arch: goarch}) }
	if local, _ := scope.Node().TryGetContext(jsii.String(localContext)).(bool); local {
		directoryOf = goSources
	}
	directory, err := directoryOf(h.Code)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", h.Operation, err))
	}
	return awslambda.Code_FromAsset(jsii.String(directory), &awss3assets.AssetOptions{})
}
