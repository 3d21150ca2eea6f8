package cdkgo

import (
	"bufio"
	"context"
	"encoding/json"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/apigateway/types"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/spec"
)

// method is what moto keeps of an operation. It forgets authorizers and VPC links.
type method struct {
	Type              string
	HTTPMethod        string
	URI               string
	Credentials       string
	ConnectionType    string
	Passthrough       string
	RequestParameters map[string]string
	RequestTemplates  map[string]string
	Responses         map[string]response // of the integration, by status
	Statuses          []string            // of the method's responses
}

type response struct {
	Pattern    string
	Parameters map[string]string
	Templates  map[string]string
}

// TestImport deploys the definitions to moto and holds what it keeps to what they say.
func TestImport(t *testing.T) {
	client := startMoto(t)
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			api := definitionOf(t, e)
			made, err := client.ImportRestApi(t.Context(), &apigateway.ImportRestApiInput{Body: bodyOf(t, api), FailOnWarnings: true})
			if err != nil {
				t.Fatal(err)
			}
			want, got := map[string]method{}, read(t, client, aws.ToString(made.Id))
			for _, o := range api.Deployed.Operations {
				want[o.Method+" "+o.Path] = methodOf(o)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-definition +imported):\n%s", diff)
			}
			if name := aws.ToString(made.Name); name != api.Document.Root.Get("info").Get("title").Str() {
				t.Errorf("the API is called %s", name)
			}
		})
	}
}

// definitionOf returns the definition in an example's template, with the references in it resolved.
func definitionOf(t *testing.T, e *example) *cloudformation.API {
	t.Helper()
	assembly, problems := cloudformation.Read(e.synthesize(t), cloudformation.Options{
		Region: "eu-west-1", AccountID: motoAccount, Work: t.TempDir(),
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if len(assembly.APIs) != 1 {
		t.Fatalf("the app has %d APIs", len(assembly.APIs))
	}
	return assembly.APIs[0]
}

// bodyOf returns the definition as moto can take it: it wants a URI and a method of mocks, too.
func bodyOf(t *testing.T, api *cloudformation.API) []byte {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(api.Document.JSON(), &document); err != nil {
		t.Fatal(err)
	}
	for _, methods := range document["paths"].(map[string]any) {
		for _, operation := range methods.(map[string]any) {
			if i := operation.(map[string]any)[spec.ExtIntegration].(map[string]any); i["type"] == spec.Mock {
				i["uri"], i["httpMethod"] = "", "POST"
			}
		}
	}
	body, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

const motoAccount = "123456789012" // whose roles moto takes

// startMoto starts moto's server on a free port, for the length of a test.
func startMoto(t *testing.T) *apigateway.Client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	server := exec.CommandContext(ctx, judge(t, "moto_server"), "--host", "127.0.0.1", "--port", "0")
	output, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	server.Stdout = server.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = server.Wait() // it was killed
	})
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(output)
	var said []string
	for lines.Scan() {
		if url := address.FindString(lines.Text()); url != "" {
			go func() {
				for lines.Scan() { // so that it never waits for a reader
				}
			}()
			return apigateway.New(apigateway.Options{
				BaseEndpoint: aws.String(url), Region: "eu-west-1",
				Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
			})
		}
		said = append(said, lines.Text())
	}
	t.Fatalf("moto does not serve:\n%s", strings.Join(said, "\n"))
	return nil
}

// read returns what was imported, by method and path.
func read(t *testing.T, client *apigateway.Client, id string) map[string]method {
	t.Helper()
	resources, err := client.GetResources(t.Context(), &apigateway.GetResourcesInput{RestApiId: &id, Limit: aws.Int32(500)})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]method{}
	for _, r := range resources.Items {
		for _, name := range slices.Sorted(maps.Keys(r.ResourceMethods)) {
			m, err := client.GetMethod(t.Context(), &apigateway.GetMethodInput{RestApiId: &id, ResourceId: r.Id, HttpMethod: &name})
			if err != nil {
				t.Fatal(err)
			}
			i, err := client.GetIntegration(t.Context(), &apigateway.GetIntegrationInput{RestApiId: &id, ResourceId: r.Id, HttpMethod: &name})
			if err != nil {
				t.Fatal(err)
			}
			all[name+" "+aws.ToString(r.Path)] = imported(m, i)
		}
	}
	return all
}

func imported(m *apigateway.GetMethodOutput, i *apigateway.GetIntegrationOutput) method {
	got := method{
		Type: string(i.Type), HTTPMethod: aws.ToString(i.HttpMethod), URI: aws.ToString(i.Uri), Credentials: aws.ToString(i.Credentials),
		ConnectionType: string(i.ConnectionType),
		Passthrough:    aws.ToString(i.PassthroughBehavior), RequestParameters: orEmpty(i.RequestParameters),
		RequestTemplates: orEmpty(i.RequestTemplates), Responses: map[string]response{},
	}
	got.Statuses = slices.Sorted(maps.Keys(m.MethodResponses))
	for status, r := range i.IntegrationResponses {
		got.Responses[status] = importedResponse(r)
	}
	return got
}

func importedResponse(r types.IntegrationResponse) response {
	return response{aws.ToString(r.SelectionPattern), orEmpty(r.ResponseParameters), orEmpty(r.ResponseTemplates)}
}

// methodOf returns what API Gateway keeps of an operation that a definition describes.
func methodOf(o *spec.Operation) method {
	i := o.Integration
	want := method{
		Type: strings.ToUpper(i.Type), HTTPMethod: i.HTTPMethod, URI: i.URI, Credentials: i.Credentials,
		ConnectionType: i.ConnectionType, Passthrough: i.PassthroughBehavior,
		RequestParameters: mapped(i.RequestParameters), RequestTemplates: templates(i.RequestTemplates),
		Responses: map[string]response{},
	}
	for _, r := range o.Responses {
		want.Statuses = append(want.Statuses, r.Status)
	}
	slices.Sort(want.Statuses)
	for _, r := range i.Responses {
		pattern := r.Pattern
		if pattern == spec.DefaultResponse {
			pattern = ""
		}
		want.Responses[r.StatusCode] = response{pattern, mapped(r.ResponseParameters), templates(r.ResponseTemplates)}
	}
	return want
}

func mapped(mappings []spec.Mapping) map[string]string {
	all := map[string]string{}
	for _, m := range mappings {
		all[m.Target] = m.Source
	}
	return all
}

func templates(list []spec.Template) map[string]string {
	all := map[string]string{}
	for _, one := range list {
		all[one.ContentType] = one.Text
	}
	return all
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
