package event_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/event"
)

func TestParseProxyResponse(t *testing.T) {
	field := func(name string, values ...string) event.Field { return event.Field{Name: name, Values: values} }
	headers := func(f ...event.Field) *event.ProxyResponse {
		return &event.ProxyResponse{StatusCode: 200, Headers: f}
	}
	status := func(code int) *event.ProxyResponse { return &event.ProxyResponse{StatusCode: code} }
	body := func(text string) *event.ProxyResponse {
		return &event.ProxyResponse{StatusCode: 200, Body: []byte(text)}
	}
	tests := []struct {
		name    string
		payload string
		want    *event.ProxyResponse
	}{
		{"nothing", `{}`, status(200)},
		{"space around", " {\n} ", status(200)},
		{"status", `{"statusCode":404}`, status(404)},
		{"status as a string", `{"statusCode":"201"}`, status(201)},
		{"status as a float", `{"statusCode":201.0}`, status(201)},
		{"status null", `{"statusCode":null}`, status(200)},
		{"last of two statuses", `{"statusCode":201,"statusCode":202}`, status(202)},
		{"body", `{"body":"hello"}`, body("hello")},
		{"body with escapes", `{"body":"{\"a\":\"\u00fc\\n\"}"}`, body(`{"a":"ü\n"}`)},
		{"empty body", `{"body":""}`, body("")},
		{"body null", `{"body":null}`, status(200)},
		{"body a number", `{"body":1.50}`, body("1.50")},
		{
			"base64", `{"body":"AP8Q","isBase64Encoded":true}`,
			&event.ProxyResponse{StatusCode: 200, Body: []byte("AP8Q"), IsBase64Encoded: true},
		},
		{"base64 as a string", `{"isBase64Encoded":"true"}`, &event.ProxyResponse{StatusCode: 200, IsBase64Encoded: true}},
		{"base64 null", `{"isBase64Encoded":null}`, status(200)},
		{"headers null", `{"headers":null,"multiValueHeaders":null}`, status(200)},
		{"headers empty", `{"headers":{},"multiValueHeaders":{}}`, status(200)},
		{"header", `{"headers":{"X-a":"1"}}`, headers(field("X-a", "1"))},
		{"header true", `{"headers":{"a":true}}`, headers(field("a", "true"))},
		{"header a number", `{"headers":{"a":1.50}}`, headers(field("a", "1.50"))},
		{"header null", `{"headers":{"a":null,"b":"2"}}`, headers(field("b", "2"))},
		{"header names in two casings", `{"headers":{"set-cookie":"a","Set-Cookie":"b"}}`, headers(field("set-cookie", "a"), field("Set-Cookie", "b"))},
		{"multi-value header", `{"multiValueHeaders":{"a":["1","2"]}}`, headers(field("a", "1", "2"))},
		{"multi-value header of scalars", `{"multiValueHeaders":{"a":[1,true,null]}}`, headers(field("a", "1", "true"))},
		{"multi-value header without values", `{"multiValueHeaders":{"a":[],"b":null}}`, status(200)},
		{
			"header in both maps", `{"headers":{"Test-Multi":"value-solo"},"multiValueHeaders":{"test-multi":["value-multi"]}}`,
			headers(field("test-multi", "value-multi", "value-solo")),
		},
		{
			"header in both maps, the other way round",
			`{"multiValueHeaders":{"test-multi":["value-multi"]},"headers":{"Test-Multi":"value-solo","other":"x"}}`,
			headers(field("test-multi", "value-multi", "value-solo"), field("other", "x")),
		},
		{
			"value in both maps", `{"headers":{"a":"1"},"multiValueHeaders":{"a":["1","2"]}}`,
			headers(field("a", "1", "2")),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := event.ParseProxyResponse([]byte(tt.payload))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseProxyResponseMalformed(t *testing.T) {
	tests := []struct{ payload, want string }{
		{``, "EOF"},
		{`null`, "the result is not an object"},
		{`"bare string"`, "the result is not an object"},
		{`[]`, "the result is not an object"},
		{`{"statusCode":200}{}`, "something follows the result"},
		{`{"statusCode":200`, "EOF"},
		{`{"statusCode":200,}`, "invalid character"},
		{`{"statusCode":"test"}`, "statusCode is not a status: test"},
		{`{"statusCode":""}`, "statusCode is not a status: "},
		{`{"statusCode":200.5}`, "statusCode is not a status: 200.5"},
		{`{"statusCode":1e300}`, "statusCode is not a status: 1e300"},
		{`{"statusCode":600}`, "statusCode is not a status: 600"},
		{`{"statusCode":99}`, "statusCode is not a status: 99"},
		{`{"statusCode":true}`, "statusCode is not a status: true"},
		{`{"statusCode":{}}`, "statusCode is neither a string nor another scalar"},
		{`{"statusCode":200,"wrong":"key"}`, `unknown key "wrong"`},
		{`{"StatusCode":200}`, `unknown key "StatusCode"`},
		{`{"cookies":[]}`, `unknown key "cookies"`},
		{`{"headers":"x"}`, "headers is not an object"},
		{`{"headers":[]}`, "headers is not an object"},
		{`{"headers":{"a":{}}}`, "the header a is neither a string nor another scalar"},
		{`{"headers":{"a":["1"]}}`, "the header a is neither a string nor another scalar"},
		{`{"multiValueHeaders":{"a":"1"}}`, "the header a of multiValueHeaders is not a list"},
		{`{"multiValueHeaders":{"a":[["1"]]}}`, "a value of the header a is neither a string nor another scalar"},
		{`{"multiValueHeaders":[]}`, "multiValueHeaders is not an object"},
		{`{"body":{"a":1}}`, "body is neither a string nor another scalar"},
		{`{"isBase64Encoded":"yes"}`, "isBase64Encoded is not a boolean: yes"},
		{`{"isBase64Encoded":1}`, "isBase64Encoded is not a boolean: 1"},
		{`{"isBase64Encoded":[]}`, "isBase64Encoded is neither a string nor another scalar"},
		{"{\"body\":\"\xff\"}", "invalid UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.payload, func(t *testing.T) {
			got, err := event.ParseProxyResponse([]byte(tt.payload))
			if !errors.Is(err, event.ErrMalformed) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %+v, %v; want an error with %q", got, err, tt.want)
			}
		})
	}
}

func FuzzParseProxyResponse(f *testing.F) {
	f.Add([]byte(`{"statusCode":"201","headers":{"a":1},"multiValueHeaders":{"A":["x",true]},"body":"\u00fc","isBase64Encoded":false}`))
	f.Add([]byte(`{"body":null,"headers":null}`))
	f.Add([]byte(`{"statusCode":201,"cookies":["a=1"]}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		for _, parse := range []func([]byte) (*event.ProxyResponse, error){event.ParseProxyResponse, event.ParseStreamMetadata} {
			got, err := parse(payload)
			if err != nil {
				if !errors.Is(err, event.ErrMalformed) {
					t.Errorf("another error: %v", err)
				}
				continue
			}
			if got.StatusCode < 100 || got.StatusCode > 599 || !json.Valid(payload) {
				t.Errorf("%q gives %+v", payload, got)
			}
			for _, h := range got.Headers {
				if len(h.Values) == 0 {
					t.Errorf("%q gives the header %q without values", payload, h.Name)
				}
			}
		}
	})
}

var largeResponse = func() []byte {
	b, err := json.Marshal(events.APIGatewayProxyResponse{
		StatusCode: 200,
		Headers:    map[string]string{"Content-Type": "application/json"},
		Body:       strings.Repeat(`{"name":"some text that goes on for a while","n":12},`, 6<<20/60),
	})
	if err != nil {
		panic(err)
	}
	return b
}()

const smallResponse = `{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"message\":\"hello\"}"}`

func BenchmarkParseProxyResponse(b *testing.B) {
	for name, payload := range map[string][]byte{"small": []byte(smallResponse), "6MB": largeResponse} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(payload)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := event.ParseProxyResponse(payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEncodingJSON is the rival: the same payloads through encoding/json
// into a plain struct, without the rules.
func BenchmarkEncodingJSON(b *testing.B) {
	for name, payload := range map[string][]byte{"small": []byte(smallResponse), "6MB": largeResponse} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(payload)))
			b.ReportAllocs()
			for b.Loop() {
				var r events.APIGatewayProxyResponse
				if err := json.NewDecoder(bytes.NewReader(payload)).Decode(&r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
