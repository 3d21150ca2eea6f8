package handler_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"github.com/gatewright/gatewright/handler"
)

// BenchmarkOperation compares an operation behind the wrapper with one that does
// the same by hand on aws-lambda-go: decode the event, take the input from it and
// check it, write the response.
func BenchmarkOperation(b *testing.B) {
	event, err := os.ReadFile("testdata/event.json")
	if err != nil {
		b.Fatal(err)
	}
	wrapped := handler.New(updatePet(func(_ context.Context, in updatePetInput) (updatePetResponse, error) {
		return updatePet200{Body: in.Body, RateLimit: in.Limit}, nil
	}))
	for _, c := range []struct {
		name    string
		handler lambda.Handler
	}{
		{"wrapped", wrapped},
		{"by hand", lambda.NewHandler(byHand)},
	} {
		b.Run(c.name, func(b *testing.B) {
			ctx := b.Context()
			if out, err := c.handler.Invoke(ctx, event); err != nil || !strings.Contains(string(out), `"statusCode":200`) {
				b.Fatalf("%s %v", out, err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.handler.Invoke(ctx, event); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func byHand(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	in, problem := inputByHand(&r)
	if problem != "" {
		return jsonByHand(http.StatusBadRequest, map[string]string{"message": problem})
	}
	response, err := jsonByHand(http.StatusOK, in.Body)
	response.Headers["X-Rate-Limit"] = strconv.Itoa(int(in.Limit))
	return response, err
}

func jsonByHand(status int, value any) (events.APIGatewayProxyResponse, error) {
	body, err := json.Marshal(value)
	return events.APIGatewayProxyResponse{
		StatusCode: status, Headers: map[string]string{"Content-Type": "application/json"}, Body: string(body),
	}, err
}

func inputByHand(r *events.APIGatewayProxyRequest) (updatePetInput, string) {
	var in updatePetInput
	id, err := url.PathUnescape(r.PathParameters["petId"])
	if err != nil {
		return in, "petId"
	}
	if in.PetID, err = strconv.ParseInt(id, 10, 64); err != nil || in.PetID < 1 {
		return in, "petId"
	}
	in.Limit = 20
	if text, ok := r.QueryStringParameters["limit"]; ok {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n < 1 || n > 100 {
			return in, "limit"
		}
		in.Limit = int32(n)
	}
	if text, ok := r.QueryStringParameters["kinds"]; ok {
		for kind := range strings.SplitSeq(text, ",") {
			if kind != string(petKindCat) && kind != string(petKindDog) {
				return in, "kinds"
			}
			in.Kinds = append(in.Kinds, petKind(kind))
		}
	}
	if text, ok := r.QueryStringParameters["since"]; ok {
		since, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return in, "since"
		}
		in.Since = &since
	}
	if problem := filterByHand(r, &in); problem != "" {
		return in, problem
	}
	return in, headersByHand(r, &in)
}

func filterByHand(r *events.APIGatewayProxyRequest, in *updatePetInput) string {
	color, ok := r.QueryStringParameters["filter[color]"]
	if !ok {
		return ""
	}
	in.Filter = &updatePetFilter{Color: color}
	if text, ok := r.QueryStringParameters["filter[size]"]; ok {
		size, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return "filter"
		}
		in.Filter.Size = &size
	}
	return ""
}

func headersByHand(r *events.APIGatewayProxyRequest, in *updatePetInput) string {
	headers := http.Header{}
	for name, values := range r.MultiValueHeaders {
		headers[http.CanonicalHeaderKey(name)] = values
	}
	in.Tenant = headers.Get("X-Tenant")
	if utf8.RuneCountInString(in.Tenant) < 2 {
		return "X-Tenant"
	}
	if cookie, err := (&http.Request{Header: headers}).Cookie("session"); err == nil {
		in.Session = &cookie.Value
	}
	if media, _, _ := strings.Cut(headers.Get("Content-Type"), ";"); media != "application/json" {
		return "body"
	}
	if err := json.Unmarshal([]byte(r.Body), &in.Body); err != nil {
		return "body"
	}
	return ""
}
