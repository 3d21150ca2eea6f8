package main

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const samTemplate = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Greeting: { Type: String, Default: hello }
Globals:
  Function: { Runtime: nodejs22.x, Environment: { Variables: { GREETING: !Ref Greeting } } }
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Metadata: METADATA
    Properties:
      CodeUri: src/
      Handler: app.handler
      Events:
        Hello: { Type: Api, Properties: { Path: /hello, Method: get } }
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
  Queue:
    Type: AWS::SQS::Queue
`

// TestTemplate serves a template of AWS SAM, and takes in edits of it and of its function.
func TestTemplate(t *testing.T) {
	need(t, "node")
	dir := t.TempDir()
	template, code := filepath.Join(dir, "template.yaml"), filepath.Join(dir, "src", "app.js")
	write(t, template, strings.Replace(samTemplate, "METADATA", "{}", 1))
	write(t, code, `exports.handler = async () => ({ statusCode: 200, body: process.env.GREETING + " Rex" })`)
	dev := serveDev(t, "--parameter", "Greeting=good morning", dir)
	if status, body := dev.get(t, "/hello"); status != http.StatusOK || body != "good morning Rex" {
		t.Errorf("the response is %d %s", status, body)
	}
	said := dev.stdout.String()
	if !regexp.MustCompile(`(?m)^GET +/hello .*lambda Hello$`).MatchString(said) || !regexp.MustCompile(`AWS::SQS::Queue +Queue `).MatchString(said) {
		t.Errorf("the operation or the queue is not listed in\n%s", said)
	}
	edit(t, code, "Rex", "Molly")
	dev.eventually(t, "/hello", "good morning Molly")
	edit(t, template, "CodeUri: src/", "InlineCode: 'exports.handler = async () => ({ statusCode: 200, body: \"inline\" })'")
	edit(t, template, "Handler: app.handler", "Handler: index.handler")
	dev.eventually(t, "/hello", "inline")
	edit(t, template, "Method: get", "Metho: get")
	dev.stderr.await(t, "the event Hello needs a Path and a Method")
	dev.eventually(t, "/hello", "inline")
	if status := dev.stop(); status != exitDone {
		t.Errorf("the exit status is %d:\n%s", status, dev.stderr)
	}
}

// TestTemplateBuild serves a function in TypeScript, which esbuild builds.
func TestTemplateBuild(t *testing.T) {
	need(t, "node")
	modules, err := filepath.Abs("../../constructs/typescript/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, ".bin", "esbuild")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("esbuild is missing")
		}
		t.Skip("esbuild is missing; npm ci in constructs/typescript installs it")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "template.yaml"), strings.Replace(samTemplate, "METADATA", "{ BuildMethod: esbuild, BuildProperties: { EntryPoints: [app.ts] } }", 1))
	write(t, filepath.Join(dir, "src", "app.ts"), `import { name } from "../names"
export const handler = async (): Promise<object> => ({ statusCode: 200, body: process.env.GREETING + " " + name })`)
	names := filepath.Join(dir, "names.ts")
	write(t, names, `export const name: string = "Rex"`)
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	dev := serveDev(t, filepath.Join(dir, "template.yaml"))
	if status, body := dev.get(t, "/hello"); status != http.StatusOK || body != "hello Rex" {
		t.Errorf("the response is %d %s", status, body)
	}
	edit(t, names, "Rex", "Molly")
	dev.eventually(t, "/hello", "hello Molly")
	if status := dev.stop(); status != exitDone {
		t.Errorf("the exit status is %d:\n%s", status, dev.stderr)
	}
}

// TestTemplateExample serves the petstore in AWS SAM.
func TestTemplateExample(t *testing.T) {
	need(t, "node")
	const path = "../../examples/petstore-sam"
	dev := serveDev(t, "--parameter", "Currency=USD", path)
	if status, body := dev.get(t, "/pets"); status != http.StatusOK || !strings.Contains(body, `{"id":2,"name":"Rex","price":250,"currency":"USD"}`) {
		t.Errorf("the response is %d %s", status, body)
	}
	var token, stderr strings.Builder
	if status := run(t.Context(), []string{"token", path, "--user", "ada"}, nil, &token, &stderr); status != exitDone {
		t.Fatalf("token exits with %d: %s", status, &stderr)
	}
	for _, test := range []struct {
		token, body string
		status      int
		want        string
	}{
		{"", `{"pet": 1}`, http.StatusUnauthorized, "Unauthorized"},
		{strings.TrimSpace(token.String()), `{"pat": 1}`, http.StatusBadRequest, "Invalid request body"},
		{strings.TrimSpace(token.String()), `{"pet": 1}`, http.StatusCreated, `{"pet":1,"user":"ada"}`},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, dev.url+"/orders", strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", test.token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err = errors.Join(err, response.Body.Close()); err != nil || response.StatusCode != test.status || !strings.Contains(string(body), test.want) {
			t.Errorf("%s: the response is %d %s, %v; want %d %s", test.body, response.StatusCode, body, err, test.status, test.want)
		}
	}
}
