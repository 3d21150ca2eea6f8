package cloudformation_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/cloudformation"
	"github.com/gatewright/gatewright/internal/local/s3"
)

const manifest = `{"version": "36.0.0", "artifacts": {"Shop": {
  "type": "aws:cloudformation:stack",
  "environment": "aws://unknown-account/unknown-region",
  "properties": {"templateFile": "Shop.template.json"}}}}`

const template = `{
  "Parameters": {"Stage": {"Type": "String", "Default": "live"}},
  "Conditions": {"IsLive": {"Fn::Equals": [{"Ref": "Stage"}, "live"]}},
  "Resources": {
    "Hello": {"Type": "AWS::Lambda::Function", "Properties": {
      "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": {"ZipFile": "exports.handler = async () => ({})"},
      "Environment": {"Variables": {"BUCKET": {"Ref": "Pets"}, "KIND": {"Fn::If": ["IsLive", "live", "test"]}}}}},
    "Pets": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Join": ["-", ["pets", {"Ref": "Stage"}]]},
      "CorsConfiguration": {"CorsRules": [{"AllowedOrigins": [{"Fn::Sub": "https://${Stage}.example.com"}], "AllowedMethods": ["GET"]}]}}},
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "Shop", "Body": {
      "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
      "paths": {
        "/hello": {"get": {"operationId": "sayHello", "responses": {"200": {"description": "ok"}},
          "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "httpMethod": "POST",
            "uri": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":apigateway:", {"Ref": "AWS::Region"},
              ":lambda:path/2015-03-31/functions/", {"Fn::GetAtt": ["Hello", "Arn"]}, "/invocations"]]}}}},
        "/pets/{id}": {"get": {"operationId": "getPet", "responses": {"200": {"description": "ok"}},
          "x-amazon-apigateway-integration": {"type": "AWS", "httpMethod": "GET",
            "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:s3:path/${Pets}/{id}"},
            "responses": {"default": {"statusCode": "200"}}}}}
      }}}},
    "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
    "LiveStage": {"Type": "AWS::ApiGateway::Stage", "Properties": {
      "RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": {"Ref": "Stage"}}}
  }
}`

func assembly(t *testing.T, template string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"manifest.json": manifest, "Shop.template.json": template} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRead(t *testing.T) {
	a, problems := cloudformation.Read(assembly(t, template), cloudformation.Options{Work: t.TempDir()})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if len(a.APIs) != 1 {
		t.Fatalf("%d APIs were found", len(a.APIs))
	}
	api := a.APIs[0]
	if api.Stage != "live" {
		t.Errorf("the stage is %q", api.Stage)
	}
	for i, want := range []string{
		"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Shop-Hello/invocations",
		"arn:aws:apigateway:us-east-1:s3:path/pets-live/{id}",
	} {
		if got := api.Deployed.Operations[i].Integration.URI; got != want {
			t.Errorf("operation %d calls %s, not %s", i, got, want)
		}
	}
	if len(a.Functions) != 1 {
		t.Fatalf("%d functions were found", len(a.Functions))
	}
	environment := map[string]string{"BUCKET": "pets-live", "KIND": "live"}
	if diff := cmp.Diff(environment, a.Functions[0].Environment); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]s3.Bucket{{Name: "pets-live", CORS: []s3.CORSRule{{Origins: []string{"https://live.example.com"}, Methods: []string{"GET"}}}}}, a.Buckets); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
	if len(a.Absent) != 0 {
		t.Errorf("absent are %v", a.Absent)
	}
}

func TestBrokenAssemblies(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":          `{"Resources": `,
		"unknown resource": strings.Replace(template, `{"Fn::GetAtt": ["Hello", "Arn"]}`, `{"Fn::GetAtt": ["Helo", "Arn"]}`, 1),
		"circle":           strings.Replace(template, `{"Fn::Join": ["-", ["pets", {"Ref": "Stage"}]]}`, `{"Ref": "Pets"}`, 1),
	} {
		_, problems := cloudformation.Read(assembly(t, text), cloudformation.Options{Work: t.TempDir()})
		if !problems.HasErrors() {
			t.Errorf("%s: nothing is wrong", name)
			continue
		}
		if problems[0].Position.File == "" {
			t.Errorf("%s: %v has no position", name, problems[0])
		}
	}
}
