package gatewaytest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/gatewaytest"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

const model = `
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /hello:
    get:
      operationId: sayHello
      parameters: [{ name: name, in: query, required: true, schema: { type: string } }]
      responses: { "200": { description: ok } }
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok }, "404": { description: none } }
    put:
      operationId: putPet
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok } }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok } }
`

func greet(_ context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	switch name := r.QueryStringParameters["name"]; name {
	case "nobody":
		return events.APIGatewayProxyResponse{}, errors.New("nobody is there")
	case "panic":
		panic("at the disco")
	default:
		return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Headers: map[string]string{"X-Stage": r.RequestContext.Stage}, Body: "Hello, " + name}, nil
	}
}

func orders(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host+r.URL.Path) }

func shop() map[string]integration.Integration {
	return map[string]integration.Integration{
		"sayHello": gatewaytest.Handler(greet),
		"getPet":   integration.S3("pets", integration.S3Path("{petId}.json")),
		"putPet":   integration.S3("pets", integration.S3Path("{petId}.json")),
		"getOrder": integration.HTTPProxy("http://orders.internal/orders/{id}"),
	}
}

func newShop(t testing.TB, options ...gatewaytest.Option) *gatewaytest.API {
	return gatewaytest.New(t, gatewaytest.Text(model), append([]gatewaytest.Option{
		gatewaytest.Integrations(shop()),
		gatewaytest.Objects("pets", map[string]string{"1.json": "Rex", "deep/down.json": "Moby"}),
		gatewaytest.Host("orders.internal", http.HandlerFunc(orders)),
	}, options...)...)
}

// answer is what a client sees.
type answer struct {
	Status int
	Body   string
}

func read(t testing.TB, r *http.Response, err error) answer {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{r.StatusCode, string(body)}
}

// TestBothWays asks over the wire and in process, and expects the same.
func TestBothWays(t *testing.T) {
	api := newShop(t, gatewaytest.Stage("test"))
	tests := []struct {
		path string
		want answer
	}{
		{"/hello?name=Ada", answer{200, "Hello, Ada"}},
		{"/hello", answer{400, `{"message": "Missing required request parameters: [name]"}`}},
		{"/hello?name=nobody", answer{502, `{"message": "Internal server error"}`}},
		{"/hello?name=panic", answer{502, `{"message": "Internal server error"}`}},
		{"/pets/1", answer{200, "Rex"}},
		{"/orders/7", answer{200, "orders.internal/orders/7"}},
		{"/nothing", answer{403, `{"message":"Missing Authentication Token"}`}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			over, err := api.Client().Get(api.URL() + tt.path)
			if diff := cmp.Diff(tt.want, read(t, over, err)); diff != "" {
				t.Errorf("over the wire (-want +got):\n%s", diff)
			}
			inside := api.Do(httptest.NewRequest(http.MethodGet, tt.path, http.NoBody))
			if diff := cmp.Diff(tt.want, read(t, inside, nil)); diff != "" {
				t.Errorf("in process (-want +got):\n%s", diff)
			}
		})
	}
	if got := api.Do(httptest.NewRequest(http.MethodGet, "/hello?name=x", http.NoBody)).Header.Get("X-Stage"); got != "test" {
		t.Errorf("the stage is %q", got)
	}
}

// TestRequestOfAClient takes a request as http.NewRequest makes it.
func TestRequestOfAClient(t *testing.T) {
	api := newShop(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://shop.example.com/pets/2", strings.NewReader("Tom"))
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, api.Do(r), nil); got.Status != http.StatusOK {
		t.Errorf("the answer is %+v", got)
	}
	text, err := os.ReadFile(filepath.Join(api.Bucket("pets"), "2.json"))
	if err != nil || string(text) != "Tom" {
		t.Errorf("the bucket holds %q, %v", text, err)
	}
}

// TestHeaderCasing holds that functions see header names as the client wrote them.
func TestHeaderCasing(t *testing.T) {
	var got map[string]string
	api := newShop(t, gatewaytest.Integrations(map[string]integration.Integration{
		"sayHello": gatewaytest.Handler(func(r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
			got = r.Headers
			return events.APIGatewayProxyResponse{StatusCode: http.StatusOK}, nil
		}),
	}))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api.URL()+"/hello?name=x", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header["x-tenant"] = []string{"7"}
	response, err := api.Client().Do(r)
	read(t, response, err)
	if got["x-tenant"] != "7" {
		t.Errorf("the function sees %v", got)
	}
}

// TestStreaming has a function stream its response, as aws-lambda-go does it.
func TestStreaming(t *testing.T) {
	api := newShop(t, gatewaytest.Integrations(map[string]integration.Integration{
		"sayHello": integration.WithStreaming(gatewaytest.Handler(func(r events.APIGatewayProxyRequest) (*events.LambdaFunctionURLStreamingResponse, error) {
			if r.QueryStringParameters["name"] == "nobody" {
				return nil, errors.New("nobody is there")
			}
			return &events.LambdaFunctionURLStreamingResponse{
				StatusCode: http.StatusAccepted, Cookies: []string{"seen=1"}, Body: strings.NewReader("Hello, stream"),
			}, nil
		})),
	}))
	for name, want := range map[string]answer{
		"x": {202, "Hello, stream"}, "nobody": {502, `{"message": "Internal server error"}`},
	} {
		response := api.Do(httptest.NewRequest(http.MethodGet, "/hello?name="+name, http.NoBody))
		cookies := response.Cookies()
		if got := read(t, response, nil); got != want || name == "x" && len(cookies) != 1 {
			t.Errorf("%s: the answer is %+v with %v", name, got, cookies)
		}
	}
}

// TestFunctionsByARN has integrations name what options give.
func TestFunctionsByARN(t *testing.T) {
	integrations := shop()
	integrations["getPet"] = integration.Lambda("arn:aws:lambda:eu-west-1:111122223333:function:pets:live")
	integrations["getOrder"] = integration.HTTPProxy("http://nlb.internal/{id}", integration.HTTPVPCLink("link1"))
	api := gatewaytest.New(t, gatewaytest.Text([]byte(model)),
		gatewaytest.Integrations(integrations),
		gatewaytest.Function("pets", func(r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
			return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: "pet " + r.PathParameters["petId"]}, nil
		}),
		gatewaytest.VPCLink("link1", http.HandlerFunc(orders)),
	)
	for path, want := range map[string]string{"/hello?name=Bo": "Hello, Bo", "/pets/3": "pet 3", "/orders/9": "nlb.internal/9"} {
		if got := read(t, api.Do(httptest.NewRequest(http.MethodGet, path, http.NoBody)), nil); got != (answer{200, want}) {
			t.Errorf("%s answers %+v", path, got)
		}
	}
}

// logged is a test that keeps what is written to its log.
type logged struct {
	testing.TB
	text *strings.Builder
}

func (l logged) Output() io.Writer { return l.text }

// TestMocksAreNamed has a test's log name what still answers mocks.
func TestMocksAreNamed(t *testing.T) {
	integrations := shop()
	integrations["putPet"], integrations["getPet"] = integration.Placeholder(), integration.Placeholder()
	integrations["getOrder"] = integration.Mock()
	l := logged{t, &strings.Builder{}}
	gatewaytest.New(l, gatewaytest.Text(model), gatewaytest.Integrations(integrations))
	if want := `msg="some operations still answer mocks" operations="getPet, putPet"`; !strings.Contains(l.text.String(), want) {
		t.Errorf("the log does not say %q: %s", want, l.text)
	}
}

// TestSources serves one API from each kind of source.
func TestSources(t *testing.T) {
	file := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(file, []byte(model), 0o600); err != nil {
		t.Fatal(err)
	}
	api, problems := openapi.Read(file)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	project := filepath.Join(filepath.Dir(file), "gatewright.yaml")
	text := "model: api.yaml\nmockAll: true\nfunctions: { hello: { arn: 'arn:aws:lambda:eu-west-1:111122223333:function:x' } }\nintegrations: { sayHello: { lambda: hello } }\n"
	if err := os.WriteFile(project, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	integrations := shop()
	integrations["sayHello"] = integration.Lambda("arn:aws:lambda:us-east-1:123456789012:function:hello")
	document, problems := prepare.Prepare(api, prepare.Input{Integrations: integrations})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	sources := map[string]gatewaytest.Source{
		"file": gatewaytest.File(file), "model": gatewaytest.Model(api),
		"definition": gatewaytest.Definition(document), "project": gatewaytest.Project(project),
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			api := gatewaytest.New(t, source, gatewaytest.Integrations(integrations), gatewaytest.Function("hello", greet))
			if got := read(t, api.Do(httptest.NewRequest(http.MethodGet, "/hello?name=Cy", http.NoBody)), nil); got != (answer{200, "Hello, Cy"}) {
				t.Errorf("the answer is %+v", got)
			}
		})
	}
}

// fatal is a test that keeps how it failed.
type fatal struct {
	testing.TB
	message string
}

func (f *fatal) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func failure(t *testing.T, source gatewaytest.Source, options ...gatewaytest.Option) string {
	f := &fatal{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		gatewaytest.New(f, source, options...)
	}()
	<-done
	return f.message
}

// TestFailures holds that a test is told all that is wrong at once.
func TestFailures(t *testing.T) {
	tests := []struct {
		name    string
		source  gatewaytest.Source
		options []gatewaytest.Option
		want    []string
	}{
		{"missing integrations", gatewaytest.Text(model), nil, []string{"sayHello", "getPet", "putPet", "getOrder"}},
		{"no file", gatewaytest.File("nowhere.yaml"), nil, []string{"nowhere.yaml"}},
		{"nil integrations", gatewaytest.Text(model), []gatewaytest.Option{gatewaytest.Integrations(map[string]integration.Integration{"getPet": nil, "putPet": nil})}, []string{"2 operations have an integration that is nil: getPet, putPet"}},
		{"key outside of its bucket", gatewaytest.Text(model), []gatewaytest.Option{
			gatewaytest.MockAll(), gatewaytest.Objects("pets", map[string]string{"../escaped": "x"}),
		}, []string{`"../escaped"`, "pets"}},
		{"definition", gatewaytest.Definition(&spec.Document{Root: tree.NewString("x")}), nil, []string{"the definition must be a mapping"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			said := failure(t, tt.source, tt.options...)
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not said in %q", want, said)
				}
			}
		})
	}
}

func TestHandlerMustBeAFunction(t *testing.T) {
	defer func() {
		if said := fmt.Sprint(recover()); !strings.Contains(said, "found int") {
			t.Errorf("it says %q", said)
		}
	}()
	gatewaytest.Handler(7)
}

// tenOperations is a model with ten operations.
func tenOperations() (text string, integrations map[string]integration.Integration) {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: { title: Ten, version: '1' }\npaths:\n")
	integrations = map[string]integration.Integration{}
	for i := range 10 {
		fmt.Fprintf(&b, "  /things%d/{id}:\n    get:\n      operationId: getThing%d\n      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses: { '200': { description: ok } }\n", i, i)
		integrations[fmt.Sprintf("getThing%d", i)] = gatewaytest.Handler(greet)
	}
	integrations["getThing9"] = integration.S3("things", integration.S3Path("{id}"))
	return b.String(), integrations
}

// BenchmarkStartAskStop is what a test costs: it starts an API, asks once, and ends.
func BenchmarkStartAskStop(b *testing.B) {
	text, integrations := tenOperations()
	for name, ask := range map[string]func(t testing.TB, api *gatewaytest.API) answer{
		"in process": func(t testing.TB, api *gatewaytest.API) answer {
			return read(t, api.Do(httptest.NewRequest(http.MethodGet, "/things1/7?name=x", http.NoBody)), nil)
		},
		"over the wire": func(t testing.TB, api *gatewaytest.API) answer {
			response, err := api.Client().Get(api.URL() + "/things1/7?name=x")
			return read(t, response, err)
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				t := &once{TB: b}
				api := gatewaytest.New(t, gatewaytest.Text(text), gatewaytest.Integrations(integrations))
				if got := ask(b, api); got.Status != http.StatusOK {
					b.Fatalf("the answer is %+v", got)
				}
				t.end()
			}
		})
	}
}

// once is a test of its own within a benchmark.
type once struct {
	testing.TB
	cleanups []func()
}

func (o *once) Cleanup(f func()) { o.cleanups = append(o.cleanups, f) }

func (o *once) TempDir() string {
	dir, err := os.MkdirTemp("", "once-")
	if err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (o *once) end() {
	for _, v := range slices.Backward(o.cleanups) {
		v()
	}
}

// TestSettings holds that API keys and usage plans count.
func TestSettings(t *testing.T) {
	api := gatewaytest.New(t, gatewaytest.Text(model),
		gatewaytest.Integrations(map[string]integration.Integration{
			"sayHello": integration.WithAPIKey(gatewaytest.Handler(greet), true),
		}),
		gatewaytest.MockAll(),
		gatewaytest.Clock(func() time.Time { return time.Unix(1, 0) }),
		gatewaytest.Settings(stage.Settings{
			APIKeys:    []stage.APIKey{{ID: "ann", Value: "ann-0123456789abcdefghij"}},
			UsagePlans: []stage.UsagePlan{{Name: "small", Keys: []string{"ann"}, Throttle: &stage.Throttle{Rate: 1, Burst: 1}}},
		}),
	)
	var got []int
	for _, key := range []string{"", "ann-0123456789abcdefghij", "ann-0123456789abcdefghij"} {
		r := httptest.NewRequest(http.MethodGet, "/hello?name=x", http.NoBody)
		r.Header.Set("X-Api-Key", key)
		got = append(got, read(t, api.Do(r), nil).Status)
	}
	if diff := cmp.Diff([]int{403, 200, 429}, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}
