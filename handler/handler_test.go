package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/handler"
)

type serve = func(context.Context, updatePetInput) (updatePetResponse, error)

// gives makes a handler function that always gives the same.
func gives(r updatePetResponse, err error) serve {
	return func(context.Context, updatePetInput) (updatePetResponse, error) { return r, err }
}

func goodEvent(t testing.TB) []byte {
	t.Helper()
	event, err := os.ReadFile("testdata/event.json")
	if err != nil {
		t.Fatal(err)
	}
	return event
}

func invoke(t *testing.T, h *handler.Handler, ctx context.Context, event []byte) events.APIGatewayProxyResponse {
	t.Helper()
	out, err := h.Invoke(ctx, event)
	if err != nil {
		t.Fatal(err)
	}
	var response events.APIGatewayProxyResponse
	d := json.NewDecoder(bytes.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&response); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return response
}

func TestInput(t *testing.T) {
	var got updatePetInput
	h := handler.New(updatePet(func(ctx context.Context, in updatePetInput) (updatePetResponse, error) {
		got = in
		if r := handler.RequestFrom(ctx); r.Operation != "updatePet" || r.RequestContext.Stage != "prod" {
			t.Errorf("the context's request is %+v", r)
		}
		return updatePet200{Body: in.Body, RateLimit: 7, ExtraHeaders: http.Header{"set-cookie": {"a=1", "b=2"}}}, nil
	}))
	response := invoke(t, h, t.Context(), goodEvent(t))
	want := updatePetInput{
		PetID: 17, Limit: 50, Kinds: []petKind{petKindCat, petKindDog}, Since: new(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)),
		Filter: &updatePetFilter{Color: "red"}, Tenant: "100%acme", Session: new("abc%20123"),
		Body: pet{ID: 17, Name: "Tom", Kind: petKindCat, Tags: []string{"grey", "fast"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantResponse := events.APIGatewayProxyResponse{
		StatusCode:        200,
		Headers:           map[string]string{"Content-Type": "application/json", "X-Rate-Limit": "7"},
		MultiValueHeaders: map[string][]string{"Set-Cookie": {"a=1", "b=2"}},
		Body:              `{"id":17,"name":"Tom","kind":"cat","tags":["grey","fast"]}`,
	}
	if diff := cmp.Diff(wantResponse, response); diff != "" {
		t.Error(diff)
	}
}

func TestInvalidRequestsTellAllProblems(t *testing.T) {
	h := handler.New(updatePet(func(context.Context, updatePetInput) (updatePetResponse, error) {
		t.Error("the handler was called")
		return updatePet404{}, nil
	}), handler.CORS{AllowOrigins: []string{"*"}}.Interceptor())
	event := `{"httpMethod":"PUT","pathParameters":{"petId":"x"},"queryStringParameters":{"limit":"101"},"body":"{"}`
	got := invoke(t, h, t.Context(), []byte(event))
	want := events.APIGatewayProxyResponse{
		StatusCode: 400,
		Headers:    map[string]string{"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
		Body: `{"message":"Invalid request: path parameter petId must be an integer; query parameter limit must be at most 100; ` +
			`header X-Tenant is missing; body is not valid JSON"}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnsupportedContentType(t *testing.T) {
	event := strings.ReplaceAll(string(goodEvent(t)), `"Content-Type":["application/json"]`, `"Content-Type":["text/xml"]`)
	got := invoke(t, handler.New(updatePet(gives(updatePet404{}, nil))), t.Context(), []byte(event))
	if got.StatusCode != 415 || got.Body != `{"message":"Unsupported Media Type"}` {
		t.Errorf("got %+v", got)
	}
}

// badResponse is whatever it holds.
type badResponse struct{ response handler.Response }

func (badResponse) updatePet() {}

func (r badResponse) Respond() (*handler.Response, error) { return &r.response, nil }

func TestAnswers(t *testing.T) {
	const internal = `{"message":"Internal server error"}`
	secret := errors.New("password=hunter2")
	late, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	bad := func(status int, header http.Header) updatePetResponse {
		return badResponse{handler.Response{StatusCode: status, Header: header, Body: []byte("leak hunter2")}}
	}
	for name, c := range map[string]struct {
		ctx    context.Context
		serve  serve
		status int
		body   string
		logged string // part of the log; empty: nothing is logged
	}{
		"no body":             {serve: gives(updatePet404{}, nil), status: 404},
		"default":             {serve: gives(updatePetDefault{StatusCode: 418, Body: "teapot"}, nil), status: 418, body: "teapot"},
		"default, no status":  {serve: gives(updatePetDefault{}, nil), status: 500, body: internal, logged: "the status 0 is not between 200 and 599"},
		"error":               {serve: gives(nil, secret), status: 500, body: internal, logged: "hunter2"},
		"message":             {serve: gives(nil, &handler.Error{StatusCode: 409, Message: "no", Cause: secret}), status: 409, body: `{"message":"no"}`},
		"message by default":  {serve: gives(nil, &handler.Error{StatusCode: 503, Cause: secret}), status: 503, body: `{"message":"Service Unavailable"}`, logged: "hunter2"},
		"wrapped":             {serve: gives(nil, errors.Join(secret, &handler.Error{StatusCode: 404})), status: 404, body: `{"message":"Not Found"}`},
		"error, wrong status": {serve: gives(nil, &handler.Error{StatusCode: 200, Message: "x"}), status: 500, body: internal, logged: "the status 200 is not between 400 and 599"},
		"typed":               {serve: gives(nil, handler.Fail(updatePetDefault{StatusCode: 402, Body: "pay"}, secret)), status: 402, body: "pay"},
		"typed, no cause":     {serve: gives(nil, handler.Fail(updatePet404{}, nil)), status: 404},
		"nothing":             {serve: gives(nil, nil), status: 500, body: internal, logged: "neither a response nor an error"},
		"status 99":           {serve: gives(bad(99, nil), nil), status: 500, body: internal, logged: "the status 99"},
		"header with newline": {serve: gives(bad(200, http.Header{"X": {"a\r\nSet-Cookie: b"}}), nil), status: 500, body: internal, logged: "control character"},
		"header's name":       {serve: gives(bad(200, http.Header{"X Y": {"a"}}), nil), status: 500, body: internal, logged: "cannot name a header"},
		"deadline":            {ctx: late, serve: gives(updatePet404{}, nil), status: 504, body: `{"message":"Endpoint request timed out"}`, logged: "deadline"},
		"someone's deadline":  {serve: gives(nil, context.DeadlineExceeded), status: 500, body: internal, logged: "deadline"},
		"too large":           {serve: gives(updatePetDefault{StatusCode: 200, Body: strings.Repeat("x", 7<<20)}, nil), status: 500, body: internal, logged: "more than the 6291456"},
		"panic":               {serve: func(context.Context, updatePetInput) (updatePetResponse, error) { panic(secret) }, status: 500, body: internal, logged: "handler_test.go"},
		"panic with an answer": {serve: func(context.Context, updatePetInput) (updatePetResponse, error) {
			panic(&handler.Error{StatusCode: 404})
		}, status: 500, body: internal, logged: "panic"},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			ctx := c.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{AwsRequestID: "invocation-1"})
			h := handler.New(updatePet(c.serve), handler.Log(slog.New(slog.NewTextHandler(&log, nil))),
				handler.CORS{AllowOrigins: []string{"https://shop.example"}}.Interceptor(), handler.Recover)
			got := invoke(t, h, ctx, goodEvent(t))
			if got.StatusCode != c.status || got.Body != c.body {
				t.Errorf("got %d %s, want %d %s", got.StatusCode, got.Body, c.status, c.body)
			}
			if got.Headers["Access-Control-Allow-Origin"] != "https://shop.example" {
				t.Errorf("no CORS headers: %v", got.Headers)
			}
			_, failures, failed := strings.Cut(log.String(), `msg="operation failed"`)
			if failed != (c.logged != "") || !strings.Contains(failures, c.logged) {
				t.Errorf("log lacks %q:\n%s", c.logged, log.String())
			}
			for _, id := range []string{"requestId=77375676-xmpl-4b79-853a-f982474efe18", "invocationId=invocation-1", "operation=updatePet"} {
				if !strings.Contains(log.String(), id) {
					t.Errorf("log lacks %q:\n%s", id, log.String())
				}
			}
		})
	}
}

func TestEventsThatAreNone(t *testing.T) {
	h := handler.New(updatePet(gives(updatePet404{}, nil)))
	for event, want := range map[string]string{
		`{"version":"2.0","routeKey":"GET /","requestContext":{"http":{"method":"GET"}}}`: "payload format 2.0",
		`{}`:                "no httpMethod",
		`null`:              "no httpMethod",
		`{"httpMethod":1}`:  "not one of API Gateway's proxy integration",
		`[`:                 "not one of API Gateway's proxy integration",
		`{"Operation":"x"}`: "no httpMethod",
	} {
		if out, err := h.Invoke(t.Context(), []byte(event)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s %v, want %q", event, out, err, want)
		}
	}
}

func TestPayloadFormat1OfHTTPAPIs(t *testing.T) {
	event := strings.Replace(string(goodEvent(t)), `{"resource"`, `{"version":"1.0","resource"`, 1)
	if got := invoke(t, handler.New(updatePet(gives(updatePet404{}, nil))), t.Context(), []byte(event)); got.StatusCode != 404 {
		t.Errorf("got %+v", got)
	}
}

func TestInterceptorsWrapFromOutsideIn(t *testing.T) {
	var order []string
	named := func(name string) handler.Interceptor {
		return func(next handler.Func) handler.Func {
			return func(ctx context.Context, r *handler.Request) *handler.Response {
				order = append(order, name+" "+r.Operation)
				response := next(ctx, r)
				response.Set("X-"+name, "set")
				order = append(order, name+" done")
				return response
			}
		}
	}
	var observed int
	timing := handler.Timing(func(_ context.Context, _ *handler.Request, response *handler.Response, took time.Duration) {
		if observed = response.StatusCode; took < 0 {
			t.Error("time runs backwards")
		}
	})
	got := invoke(t, handler.New(updatePet(gives(updatePet404{}, nil)), named("A"), timing, named("B")), t.Context(), goodEvent(t))
	want := []string{"A updatePet", "B updatePet", "B done", "A done"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
	if got.Headers["X-A"] != "set" || got.Headers["X-B"] != "set" || observed != 404 {
		t.Errorf("headers %v, observed %d", got.Headers, observed)
	}
}

func TestInterceptorsThatFail(t *testing.T) {
	with := func(f handler.Func) handler.Interceptor { return func(handler.Func) handler.Func { return f } }
	for name, c := range map[string]struct {
		f      handler.Func
		status int
	}{
		"answers": {func(ctx context.Context, r *handler.Request) *handler.Response {
			return handler.Answer(ctx, r, &handler.Error{StatusCode: 403})
		}, 403},
		"nothing": {func(context.Context, *handler.Request) *handler.Response { return nil }, 500},
		"illegal": {func(context.Context, *handler.Request) *handler.Response {
			r := handler.NewResponse(200)
			r.Set("X-A", "a\nb")
			return r
		}, 500},
	} {
		h := handler.New(updatePet(gives(updatePet404{}, nil)), handler.CORS{AllowOrigins: []string{"*"}}.Interceptor(), with(c.f))
		got := invoke(t, h, t.Context(), goodEvent(t))
		if got.StatusCode != c.status || got.Headers["Access-Control-Allow-Origin"] != "*" || got.Headers["X-A"] != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestDeadlineLeavesTimeToAnswer(t *testing.T) {
	end := time.Now().Add(time.Hour)
	ctx, cancel := context.WithDeadline(t.Context(), end)
	defer cancel()
	h := handler.New(updatePet(func(ctx context.Context, _ updatePetInput) (updatePetResponse, error) {
		if d, ok := ctx.Deadline(); !ok || !d.Equal(end.Add(-time.Minute)) {
			t.Errorf("deadline %v", d)
		}
		return updatePet404{}, nil
	}), handler.Deadline(time.Minute))
	invoke(t, h, ctx, goodEvent(t))

	h = handler.New(updatePet(func(ctx context.Context, _ updatePetInput) (updatePetResponse, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}), handler.Deadline(2*time.Hour))
	if got := invoke(t, h, ctx, goodEvent(t)); got.StatusCode != 504 {
		t.Errorf("got %+v", got)
	}
	h = handler.New(updatePet(gives(updatePet404{}, nil)), handler.Deadline(time.Minute))
	if got := invoke(t, h, t.Context(), goodEvent(t)); got.StatusCode != 404 {
		t.Errorf("without a deadline: %+v", got)
	}
}

func TestCORS(t *testing.T) {
	const origin = "Access-Control-Allow-Origin"
	for name, c := range map[string]struct {
		variable string
		serve    serve
		want     map[string]string
	}{
		"none":    {"", gives(updatePet404{}, nil), map[string]string{}},
		"all":     {`{"allowOrigins":["*"],"exposeHeaders":["Location","ETag"]}`, gives(updatePet404{}, nil), map[string]string{origin: "*", "Access-Control-Expose-Headers": "Location,ETag"}},
		"one":     {`{"allowOrigins":["https://a.example"]}`, gives(updatePet404{}, nil), map[string]string{origin: "https://a.example"}},
		"several": {`{"allowOrigins":["https://a.example","https://shop.example"],"allowCredentials":true}`, gives(updatePet404{}, nil), map[string]string{origin: "https://shop.example", "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}},
		"others":  {`{"allowOrigins":["https://a.example","https://b.example"],"allowCredentials":true}`, gives(updatePet404{}, nil), map[string]string{"Vary": "Origin"}},
		"own": {`{"allowOrigins":["*"]}`, gives(updatePet200{ExtraHeaders: http.Header{origin: {"https://own.example"}}}, nil),
			map[string]string{origin: "https://own.example", "Content-Type": "application/json", "X-Rate-Limit": "0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(handler.CORSVariable, c.variable)
			got := invoke(t, handler.New(updatePet(c.serve), handler.Defaults()...), t.Context(), goodEvent(t))
			if diff := cmp.Diff(c.want, got.Headers); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCORSFromEnvironmentRefuses(t *testing.T) {
	for variable, want := range map[string]string{
		`{`: "GATEWRIGHT_CORS",
		`{"allowOrigins":["*"],"allowCredentials":true}`: "name the origins",
		`{"allowOrigins":["a\nb"]}`:                      "neither an origin",
		`{"allowOrigins":[""]}`:                          "neither an origin",
	} {
		t.Setenv(handler.CORSVariable, variable)
		if _, err := handler.CORSFromEnvironment(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", variable, err, want)
		}
		if got := handler.Defaults(); len(got) == 0 {
			t.Errorf("%s: no interceptors at all", variable)
		}
	}
	both := handler.CORS{AllowOrigins: []string{"*"}, AllowCredentials: true}.Interceptor()
	if got := invoke(t, handler.New(updatePet(gives(updatePet404{}, nil)), both), t.Context(), goodEvent(t)); got.Headers["Access-Control-Allow-Credentials"] != "" {
		t.Errorf("credentials for all origins: %v", got.Headers)
	}
}

func TestRouter(t *testing.T) {
	operation := func(id, method, path string) handler.Operation {
		o := updatePet(gives(updatePetDefault{StatusCode: 200, Body: id}, nil))
		o.ID, o.Method, o.Path = id, method, path
		return o
	}
	h := handler.NewRouter([]handler.Operation{
		operation("put", "PUT", "/pets/{petId}"), operation("any", "ANY", "/pets/{petId}"),
		operation("slash", "PUT", "/slash/"), operation("root", "PUT", "/"), operation("greedy", "PUT", "/f/{proxy+}"),
	}, handler.CORS{AllowOrigins: []string{"*"}}.Interceptor())
	for _, c := range []struct{ method, resource, want string }{
		{"PUT", "/pets/{petId}", "put"},
		{"DELETE", "/pets/{petId}", "any"},
		{"PUT", "/slash", "slash"},
		{"PUT", "/", "root"},
		{"PUT", "/f/{proxy+}", "greedy"},
		{"GET", "/", `{"message":"Not Found"}`},
		{"PUT", "/pets", `{"message":"Not Found"}`},
	} {
		event := strings.Replace(string(goodEvent(t)), `"resource":"/pets/{petId}"`, `"resource":"`+c.resource+`"`, 1)
		event = strings.Replace(event, `"httpMethod":"PUT"`, `"httpMethod":"`+c.method+`"`, 1)
		got := invoke(t, h, t.Context(), []byte(event))
		if got.Body != c.want || got.Headers["Access-Control-Allow-Origin"] != "*" {
			t.Errorf("%s %s: %+v, want %s", c.method, c.resource, got, c.want)
		}
	}
}

func TestResponseBodies(t *testing.T) {
	binary, err := handler.NewResponse(200).Bytes("image/png", []byte{0xff})
	if err != nil {
		t.Fatal(err)
	}
	none, err := handler.NewResponse(204).Text("text/plain", "never sent")
	if err != nil {
		t.Fatal(err)
	}
	got := invoke(t, handler.New(updatePet(gives(badResponse{*binary}, nil))), t.Context(), goodEvent(t))
	if got.Body != "/w==" || !got.IsBase64Encoded || got.Headers["Content-Type"] != "image/png" {
		t.Errorf("binary: %+v", got)
	}
	got = invoke(t, handler.New(updatePet(gives(badResponse{*none}, nil))), t.Context(), goodEvent(t))
	if got.Body != "" || got.Headers["Content-Type"] != "" {
		t.Errorf("204: %+v", got)
	}
	if _, err := handler.NewResponse(200).JSON("application/json", func() {}); err == nil {
		t.Error("a function was written as JSON")
	}
	if handler.OfType("image/png; q=1", "image/*") != nil || handler.OfType("text/plain", "image/*") == nil || handler.OfType("image/*", "image/*") == nil {
		t.Error("OfType is wrong")
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{petKindCat, "cat"},
		{int32(-1), "-1"},
		{1.5, "1.5"},
		{float32(0.1), "0.1"},
		{true, "true"},
		{[]int64{1, 2}, "1,2"},
		{[]byte("hi"), "aGk="},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "2026-01-02T03:04:05Z"},
		{struct {
			A int `json:"a"`
		}{1}, `{"a":1}`},
	} {
		if got := handler.Format(c.value); got != c.want {
			t.Errorf("Format(%v) = %q, want %q", c.value, got, c.want)
		}
	}
}

// FuzzInvoke feeds events: whatever comes, there is a response that API Gateway
// takes, or an error that the event is none.
func FuzzInvoke(f *testing.F) {
	f.Add(goodEvent(f))
	f.Add([]byte(`{"httpMethod":"PUT","body":"%","isBase64Encoded":true,"headers":{"Cookie":"=;","X-Tenant":""},"pathParameters":{"petId":"%"}}`))
	f.Add([]byte(`{"httpMethod":"PUT","multiValueQueryStringParameters":{"filter[":[],"filter[]":["x"],"limit":[]},"multiValueHeaders":{"Cookie":null}}`))
	h := handler.New(updatePet(func(_ context.Context, in updatePetInput) (updatePetResponse, error) {
		return updatePet200{Body: in.Body, RateLimit: in.Limit}, nil
	}), handler.CORS{AllowOrigins: []string{"https://a.example", "https://b.example"}}.Interceptor())
	f.Fuzz(func(t *testing.T, event []byte) {
		out, err := h.Invoke(t.Context(), event)
		if err != nil {
			return
		}
		var response events.APIGatewayProxyResponse
		if err := json.Unmarshal(out, &response); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != 200 && response.StatusCode != 400 && response.StatusCode != 415 {
			t.Fatalf("status %d for %s", response.StatusCode, event)
		}
	})
}
