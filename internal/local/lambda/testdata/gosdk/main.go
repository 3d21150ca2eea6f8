// Command gosdk is a function as a Go developer writes it.
package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing/iotest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

func handle(ctx context.Context, event events.APIGatewayProxyRequest) (any, error) {
	lc, _ := lambdacontext.FromContext(ctx)
	switch event.Path {
	case "/error":
		return nil, errors.New("no such pet")
	case "/panic":
		panic("out of pets")
	case "/stream":
		return io.Reader(strings.NewReader(`"streamed"`)), nil
	case "/late":
		return io.MultiReader(strings.NewReader(`"str`), iotest.ErrReader(errors.New("the pets ran away"))), nil
	case "/page":
		return &events.LambdaFunctionURLStreamingResponse{
			StatusCode: http.StatusCreated,
			Body:       io.MultiReader(strings.NewReader("first"), &fetched{url: event.Body}),
		}, nil
	}
	deadline, _ := ctx.Deadline()
	return events.APIGatewayProxyResponse{
		StatusCode: 200,
		Headers:    map[string]string{"X-Arn": lc.InvokedFunctionArn, "X-Id": lc.AwsRequestID},
		Body:       event.HTTPMethod + " " + lambdacontext.FunctionName + " " + time.Until(deadline).Round(time.Minute).String(),
	}, nil
}

// fetched is what a URL gives once it is read.
type fetched struct {
	url  string
	body io.ReadCloser
}

func (f *fetched) Read(p []byte) (int, error) {
	if f.body == nil {
		response, err := http.Get(f.url)
		if err != nil {
			return 0, err
		}
		f.body = response.Body
	}
	return f.body.Read(p)
}

func main() { lambda.Start(handle) }
