// Command sayhello is the Lambda function of sayHello (GET /hello).
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore"
	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore/petstorehandler"
	"github.com/gatewright/gatewright/handler"
)

func main() {
	lambda.Start(petstorehandler.SayHello(handle, handler.Defaults()...))
}

// handle greets a visitor.
func handle(_ context.Context, in petstorehandler.SayHelloInput) (petstorehandler.SayHelloResponse, error) {
	return petstorehandler.SayHello200{Body: petstore.Greeting{Message: "Hello, " + in.Name + "!"}}, nil
}
