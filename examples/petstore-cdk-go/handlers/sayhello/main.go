// Package main greets visitors.
package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	lambda.Start(func(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
		body, err := json.Marshal(map[string]string{"message": "Hello, " + r.QueryStringParameters["name"] + "!"})
		return events.APIGatewayProxyResponse{StatusCode: 200, Body: string(body)}, err
	})
}
