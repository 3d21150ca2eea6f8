// Command go is the Lambda function in Go that the benchmarks call.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func answer(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return events.APIGatewayProxyResponse{StatusCode: 200, Body: `{"id":1,"name":"Minka","kind":"cat"}`}, nil
}

func main() { lambda.Start(answer) }
