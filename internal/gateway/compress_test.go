package gateway_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway"
)

const binaryDefinition = `
openapi: 3.0.1
info: {title: binary, version: "1"}
x-amazon-apigateway-minimum-compression-size: 20
x-amazon-apigateway-binary-media-types: [image/png]
paths:
  /image:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}
`

func zip(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCompressionOfBinaries holds the order of things: a request is inflated before
// its bytes become base64, a response's base64 becomes bytes before they are deflated.
func TestCompressionOfBinaries(t *testing.T) {
	picture := strings.Repeat("\x00\x01picture\xff", 10)
	var got struct {
		Body            string
		IsBase64Encoded bool
	}
	s := serve(t, binaryDefinition, gateway.Options{
		Lambda: lambdaFunc(func(_ context.Context, call gateway.LambdaCall) (gateway.LambdaResult, error) {
			if err := json.Unmarshal(call.Payload, &got); err != nil {
				t.Error(err)
			}
			answer, err := json.Marshal(map[string]any{
				"statusCode": 200, "headers": map[string]string{"Content-Type": "image/png"},
				"body": base64.StdEncoding.EncodeToString([]byte(picture)), "isBase64Encoded": true,
			})
			return gateway.LambdaResult{Payload: answer}, err
		}),
	})
	answer := do(t, "POST", s.URL+"/image", strings.NewReader(zip(t, picture)),
		"Content-Type", "image/png", "Content-Encoding", "gzip", "Accept", "image/png", "Accept-Encoding", "gzip")
	if want := base64.StdEncoding.EncodeToString([]byte(picture)); got.Body != want || !got.IsBase64Encoded {
		t.Errorf("the function got %+v, want %s", got, want)
	}
	if answer.header.Get("Content-Encoding") != "gzip" || inflate(t, "gzip", answer.body) != picture {
		t.Errorf("the client got %v %q", answer.header, answer.body)
	}
	text := do(t, "POST", s.URL+"/image", strings.NewReader("x"), "Content-Type", "image/png", "Accept-Encoding", "gzip")
	if inflate(t, text.header.Get("Content-Encoding"), text.body) != base64.StdEncoding.EncodeToString([]byte(picture)) {
		t.Errorf("who accepts no pictures got %v %q", text.header, text.body)
	}
}

// TestCompressionThreshold compresses from the size on that the API names, and not
// what is compressed already.
func TestCompressionThreshold(t *testing.T) {
	const definition = `
openapi: 3.0.1
info: {title: threshold, version: "1"}
x-amazon-apigateway-minimum-compression-size: 20
paths:
  /sized:
    post:
      responses: {"200": {description: ok, headers: {Content-Encoding: {schema: {type: string}}}}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode":200}'}
        responses:
          default:
            statusCode: "200"
            responseParameters: {method.response.header.Content-Encoding: CODING}
            responseTemplates: {application/json: '$input.params("text")'}
`
	s := serve(t, strings.Replace(definition, "CODING", "context.identity.user", 1), gateway.Options{}) // which is nobody
	for size, want := range map[int]string{19: "", 20: "gzip", 21: "gzip"} {
		got := do(t, "POST", s.URL+"/sized?text="+strings.Repeat("x", size), nil, "Accept-Encoding", "gzip")
		if coding := got.header.Get("Content-Encoding"); coding != want || inflate(t, want, got.body) != strings.Repeat("x", size) {
			t.Errorf("%d bytes: %q %q", size, coding, got.body)
		}
	}
	coded := serve(t, strings.Replace(definition, "CODING", `"'br'"`, 1), gateway.Options{})
	got := do(t, "POST", coded.URL+"/sized?text="+strings.Repeat("x", 30), nil, "Accept-Encoding", "gzip")
	if got.header.Get("Content-Encoding") != "br" || got.body != strings.Repeat("x", 30) {
		t.Errorf("coded already: %v %q", got.header, got.body)
	}
}
