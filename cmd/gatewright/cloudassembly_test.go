package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const shopManifest = `{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}`

// shopTemplate has two APIs: one with a mock, a function, a bucket and a queue, and
// one of resources and methods.
const shopTemplate = `{"Resources": {
  "Pets": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "shop-pets"}},
  "Queue": {"Type": "AWS::SQS::Queue"},
  "Hello": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "nodejs22.x", "Handler": "index.handler",
    "Environment": {"Variables": {"BUCKET": {"Ref": "Pets"}}},
    "Code": {"ZipFile": "exports.handler = async () => ({ statusCode: 200, body: 'keeps ' + process.env.BUCKET })"}}},
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": {
    "/status": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "MOCK",
      "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
      "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "open"}}}}}},
    "/hello": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Hello.Arn}/invocations"}}}},
    "/pets/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": true}], "responses": {"200": {"description": "ok"}},
      "x-amazon-apigateway-integration": {"type": "AWS", "httpMethod": "GET", "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:s3:path/${Pets}/{id}"},
      "requestParameters": {"integration.request.path.id": "method.request.path.id"}, "responses": {"default": {"statusCode": "200"}}}}},
    "/queue": {"post": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/${Queue.QueueName}"}, "responses": {"default": {"statusCode": "200"}}}}}
  }}}},
  "Other": {"Type": "AWS::ApiGateway::RestApi"},
  "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Other"}, "ResourceId": {"Fn::GetAtt": ["Other", "RootResourceId"]},
    "HttpMethod": "GET", "MethodResponses": [{"StatusCode": "200"}], "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{\"statusCode\": 200}"},
    "IntegrationResponses": [{"StatusCode": "200", "ResponseTemplates": {"application/json": "the other one"}}]}}}
}}`

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeAssembly puts the shop into a directory as the CDK would synthesize it.
func writeAssembly(t *testing.T, dir string) {
	t.Helper()
	write(t, filepath.Join(dir, "manifest.json"), shopManifest)
	write(t, filepath.Join(dir, "Shop.template.json"), shopTemplate)
}

// TestCloudAssembly serves what was synthesized, and takes in edits of it.
func TestCloudAssembly(t *testing.T) {
	need(t, "node")
	dir, data := t.TempDir(), t.TempDir()
	writeAssembly(t, dir)
	write(t, filepath.Join(data, "shop-pets", "rex"), "Rex")
	dev := serveDev(t, "--data", data, dir)

	for path, want := range map[string]string{"/status": "open", "/hello": "keeps shop-pets", "/pets/rex": "Rex"} {
		if status, body := dev.get(t, path); status != http.StatusOK || body != want {
			t.Errorf("%s answers %d %s", path, status, body)
		}
	}
	if status, body := post(t, dev.url+"/queue"); status != http.StatusNotImplemented || !strings.Contains(body, "AWS::SQS::Queue Shop/Queue is not on this machine") {
		t.Errorf("what needs the queue answers %d %s", status, body)
	}
	said := dev.stdout.String()
	if !regexp.MustCompile(`UNSUPPORTED RESOURCE +PATH +REASON\nAWS::SQS::Queue +Shop/Queue `).MatchString(said) {
		t.Errorf("the queue is not listed in\n%s", said)
	}
	if !regexp.MustCompile(`(?m)^POST +/queue .*sqs .*\(not on this machine\)$`).MatchString(said) || strings.Count(said, "(not on this machine)") != 1 {
		t.Errorf("not the operation of the queue, or not it alone, is marked in\n%s", said)
	}
	other := regexp.MustCompile(`Shop/Other: (http://\S+)`).FindStringSubmatch(said)
	if other == nil || !strings.Contains(said, "Shop/Api: "+dev.url+"\n") {
		t.Fatalf("the APIs are not listed in\n%s", said)
	}
	if status, body := (&served{url: other[1]}).get(t, "/"); status != http.StatusOK || body != "the other one" {
		t.Errorf("the other API answers %d %s", status, body)
	}

	template := filepath.Join(dir, "Shop.template.json")
	edit(t, template, `"open"`, `"closed"`)
	dev.eventually(t, "/status", "closed")
	edit(t, template, `"Ref": "Pets"`, `"Ref": "Pest"`)
	dev.stderr.await(t, "Shop.template.json:5:")
	dev.eventually(t, "/status", "closed")
	edit(t, template, `"Ref": "Pest"`, `"Ref": "Pets"`)
	edit(t, template, `"closed"`, `"ajar"`)
	dev.eventually(t, "/status", "ajar")
	if status := dev.stop(); status != exitDone {
		t.Errorf("the exit status is %d:\n%s", status, dev.stderr)
	}
}

func post(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Post(url, "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// writeApp makes an app whose command is a shell script: it copies the assembly from
// its own directory, leaves a file there at each run, and one next to its sources.
func writeApp(t *testing.T) string {
	t.Helper()
	need(t, "sh")
	dir := t.TempDir()
	writeAssembly(t, filepath.Join(dir, "made"))
	write(t, filepath.Join(dir, "cdk.json"), `{"app": "sh app.sh", "context": {"mine": 1}}`)
	write(t, filepath.Join(dir, "cdk.context.json"), `{"mine": 2, "known": 3}`)
	write(t, filepath.Join(dir, "app.sh"), `echo "ran in $PWD for $CDK_DEFAULT_ACCOUNT $CDK_DEFAULT_REGION"
mkdir -p "$CDK_OUTDIR" && cp made/* "$CDK_OUTDIR" || exit 1
echo run >> runs.log
printf %s "$CDK_CONTEXT_JSON" > "$CDK_OUTDIR/context"
cp "$CDK_OUTDIR/context" written.json
`)
	return dir
}

// runs returns how often the app has run.
func runs(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "runs.log"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "run")
}

// TestCloudApp runs an app, and runs it again when it is edited, but not because of
// what it writes itself.
func TestCloudApp(t *testing.T) {
	need(t, "node")
	dir := writeApp(t)
	dev := serveDev(t, dir)
	dev.eventually(t, "/status", "open")
	if n := runs(t, dir); n != 1 {
		t.Errorf("the app ran %d times at start", n)
	}
	context, err := os.ReadFile(filepath.Join(dir, "written.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"mine":1`, `"known":3`, `"aws:cdk:enable-path-metadata":true`, `"gatewright:local":true`} {
		if !strings.Contains(string(context), want) {
			t.Errorf("the context %s lacks %s", context, want)
		}
	}

	edit(t, filepath.Join(dir, "made", "Shop.template.json"), `"open"`, `"closed"`)
	dev.eventually(t, "/status", "closed")
	if n := runs(t, dir); n != 2 {
		t.Errorf("after one edit the app has run %d times", n)
	}

	edit(t, filepath.Join(dir, "app.sh"), "mkdir", "echo out of order; exit 7; mkdir")
	dev.stderr.await(t, "out of order")
	dev.stderr.await(t, `"sh app.sh" failed: exit status 7`)
	dev.stderr.await(t, "still serving the previous version")
	dev.eventually(t, "/status", "closed")

	edit(t, filepath.Join(dir, "app.sh"), "echo out of order; exit 7; ", "")
	edit(t, filepath.Join(dir, "made", "Shop.template.json"), `"closed"`, `"ajar"`)
	dev.eventually(t, "/status", "ajar")
}

// TestCloudAppOfProject runs an app again when the project around it is edited: the
// code of its functions, say.
func TestCloudAppOfProject(t *testing.T) {
	need(t, "sh")
	project := t.TempDir()
	infra := filepath.Join(project, "infra")
	writeAssembly(t, filepath.Join(project, "made"))
	write(t, filepath.Join(project, "go.mod"), "module shop\n")
	write(t, filepath.Join(infra, "cdk.json"), `{"app": "mkdir -p $CDK_OUTDIR cdk.out && cp ../made/* $CDK_OUTDIR && cp ../made/* cdk.out && echo run >> runs.log"}`)
	dev := serveDev(t, infra)
	dev.eventually(t, "/status", "open")
	edit(t, filepath.Join(project, "made", "Shop.template.json"), `"open"`, `"closed"`)
	dev.eventually(t, "/status", "closed")
	if n := runs(t, infra); n != 2 {
		t.Errorf("after one edit the app has run %d times", n)
	}
}

// TestModelOfCloudApp generates code again when the model of an app is edited, before the
// app runs, and says what to do where nothing names what to generate.
func TestModelOfCloudApp(t *testing.T) {
	need(t, "sh")
	const model = `{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": {"/status": {"get": {"operationId": "OPERATION", "responses": {"200": {"description": "ok"}}}}}}`
	for _, named := range []bool{true, false} {
		project := t.TempDir()
		infra := filepath.Join(project, "infra")
		writeAssembly(t, filepath.Join(project, "made"))
		write(t, filepath.Join(project, "go.mod"), "module shop\n")
		write(t, filepath.Join(project, "api.json"), model)
		if named {
			write(t, filepath.Join(project, "gatewright.yaml"), "model: api.json\ngenerate: { go: { out: shop, cdk: false } }\n")
		}
		write(t, filepath.Join(infra, "cdk.json"), `{"app": "mkdir -p $CDK_OUTDIR && cp ../made/* $CDK_OUTDIR && if grep -q GetOpen ../shop/*.go; then sed -i.old s/open/generated/ $CDK_OUTDIR/*.json; fi"}`)
		dev := serveDev(t, infra)
		dev.eventually(t, "/status", "open")
		if exists(filepath.Join(project, "shop")) {
			t.Error("code was generated at the start")
		}
		write(t, filepath.Join(project, "api.json"), strings.Replace(model, "OPERATION", "getOpen", 1))
		if !named {
			dev.stderr.await(t, "run gatewright generate")
			dev.stop()
			continue
		}
		dev.eventually(t, "/status", "generated")
		dev.stderr.await(t, "generated code from the model")
		write(t, filepath.Join(project, "api.json"), strings.Replace(model, "OPERATION", "getOpen\\n\", 1", 1))
		dev.stderr.await(t, "api.json:1:")
		dev.eventually(t, "/status", "generated")
		dev.stop()
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestHangingApp holds that an app does not outlive dev.
func TestHangingApp(t *testing.T) {
	need(t, "sh")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "cdk.json"), `{"app": "echo $$ > pid; sleep 600; true"}`)
	ctx, cancel := context.WithCancel(t.Context())
	exit := make(chan int, 1)
	stderr := &syncBuffer{}
	go func() {
		exit <- run(ctx, []string{"dev", "--port", "0", dir}, strings.NewReader(""), io.Discard, stderr)
	}()
	stderr.await(t, "running the CDK app")
	for deadline := time.Now().Add(30 * time.Second); !exists(filepath.Join(dir, "pid")); {
		if time.Now().After(deadline) {
			t.Fatalf("the app has not begun:\n%s", stderr)
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	select {
	case status := <-exit:
		if status != exitDone || strings.Contains(stderr.String(), "failed-app") {
			t.Errorf("the exit status is %d:\n%s", status, stderr)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("dev waits for the app")
	}
}

// privateTemplate has an API that only a VPC endpoint may call: a function behind an
// alias, one in .NET, and buckets whose names come with the request or with a parameter.
const privateTemplate = `{"Parameters": {"Uploads": {"Type": "String"}}, "Resources": {
  "Open": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "open"}},
  "Closed": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Uploads"}}},
  "Sharp": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "dotnet8", "Handler": "A::B::C", "Code": {"S3Bucket": "b", "S3Key": "k"}}},
  "Hello": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "hello", "Runtime": "nodejs18.x", "Handler": "index.handler",
    "Code": {"ZipFile": "exports.handler = async (event, context) => ({ statusCode: 200, body: context.invokedFunctionArn })"}}},
  "Version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Hello"}}},
  "Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Hello"}, "FunctionVersion": {"Fn::GetAtt": ["Version", "Version"]}, "Name": "green"}},
  "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {
    "EndpointConfiguration": {"Types": ["PRIVATE"]},
    "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-7"}}}]},
    "Body": {"openapi": "3.0.3", "info": {"title": "Private", "version": "1"}, "paths": {
    "/alias": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Alias}/invocations"}}}},
    "/sharp": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Sharp.Arn}/invocations"}}}},
    "/uploads": {"get": {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": {"type": "AWS", "httpMethod": "GET",
      "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:s3:path/${Closed}/k"}, "responses": {"default": {"statusCode": "200"}}}}},
    "/{bucket}/{key}": {"get": {"parameters": [{"name": "bucket", "in": "path", "required": true}, {"name": "key", "in": "path", "required": true}],
      "responses": {"200": {"description": "ok"}, "404": {"description": "no"}},
      "x-amazon-apigateway-integration": {"type": "AWS", "httpMethod": "GET", "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:s3:path/{bucket}/{key}"},
      "requestParameters": {"integration.request.path.bucket": "method.request.path.bucket", "integration.request.path.key": "method.request.path.key"},
      "responses": {"default": {"statusCode": "200"}, "404": {"statusCode": "404"}}}}}
  }}}}
}}`

// TestPrivateAssembly serves what can be served of an app, and says what cannot.
func TestPrivateAssembly(t *testing.T) {
	need(t, "node")
	dir, data := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "manifest.json"), shopManifest)
	write(t, filepath.Join(dir, "Shop.template.json"), privateTemplate)
	write(t, filepath.Join(data, "open", "rex"), "Rex")

	refused := serveDev(t, "--data", data, dir)
	if status, _ := refused.get(t, "/alias"); status != http.StatusForbidden {
		t.Errorf("without an endpoint: %d", status)
	}
	if !strings.Contains(refused.stderr.String(), "calls from this machine are answered with 403") {
		t.Errorf("nothing says why:\n%s", refused.stderr)
	}
	dev := serveDev(t, "--data", data, "--vpc-endpoint", "vpce-7", dir)
	for _, marked := range []string{`GET +/sharp .*lambda `, `GET +/uploads .*s3 `} {
		if said := dev.stdout.String(); !regexp.MustCompile(`(?m)^`+marked+`.* \(not on this machine\)$`).MatchString(said) || strings.Count(said, "(not on this machine)") != 2 {
			t.Errorf("%s is not marked in\n%s", marked, said)
		}
	}
	for _, tt := range []struct {
		path, want string
		status     int
	}{
		{"/alias", "arn:aws:lambda:us-east-1:123456789012:function:hello:green", 200},
		{"/sharp", "functions of the runtime dotnet8 do not run here", 501},
		{"/uploads", "give it one with --parameter Uploads=VALUE", 501},
		{"/open/rex", "Rex", 200},
		{"/elsewhere/rex", "NoSuchBucket", 404},
	} {
		if status, body := dev.get(t, tt.path); status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s answers %d %s, want %d %s", tt.path, status, body, tt.status, tt.want)
		}
	}
	if strings.Contains(dev.stderr.String(), "403") {
		t.Errorf("calls from the endpoint are said to be refused:\n%s", dev.stderr)
	}
}
