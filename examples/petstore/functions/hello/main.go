// Command hello is a Lambda function that greets.
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func greet(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	message := os.Getenv("GREETING") + ", " + r.QueryStringParameters["name"] + "!"
	body, err := json.Marshal(map[string]string{"message": message})
	return events.APIGatewayProxyResponse{StatusCode: 200, Body: string(body)}, err
}

func main() { lambda.Start(greet) }
