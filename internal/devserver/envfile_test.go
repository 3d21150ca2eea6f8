package devserver_test

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/devserver"
)

const printsVariables = `export const handler = async () => {
  const e = process.env;
  return { statusCode: 200, body: [e.TABLE, e.GREETING, e.OTHER, e.AWS_ACCESS_KEY_ID, e.AWS_SESSION_TOKEN, e.AWS_REGION, e.AWS_DEFAULT_REGION].join("|") };
};`

const printing = `functions: { hello: { code: hello, runtime: nodejs22.x, handler: index.handler, environment: { TABLE: theirs, OTHER: kept } } }`

// TestEnvFile verifies what functions get of files, and that an edit is taken in.
func TestEnvFile(t *testing.T) {
	need(t, "node")
	dir := functionProject(t, printing, printsVariables)
	all, own := filepath.Join(dir, ".env"), filepath.Join(dir, "hello.env")
	writeFile(t, all, `# for all functions
export TABLE=everyones
GREETING="hi \"you\" # not a comment" # a comment
AWS_ACCESS_KEY_ID=AKIDEXAMPLE
AWS_SECRET_ACCESS_KEY='secret # of the role'
AWS_REGION=eu-west-1
`)
	writeFile(t, own, "TABLE=mine # own\n")
	s := serveWith(t, dir, func(o *devserver.Options) { o.EnvFiles = map[string]string{devserver.All: all, "hello": own} })
	s.expect("/hello", `mine|hi "you" # not a comment|kept|AKIDEXAMPLE||eu-west-1|eu-west-1`)
	s.write("hello.env", "TABLE=edited\nAWS_ACCESS_KEY_ID=OWN\nAWS_SECRET_ACCESS_KEY=x\nAWS_SESSION_TOKEN=token\n")
	s.expect("/hello", `edited|hi "you" # not a comment|kept|OWN|token|eu-west-1|eu-west-1`)

	s.write("hello.env", "TABLE=again\nTOKEN=\"hidden-value\nhidden-value\n")
	s.expect("/hello", `edited|hi "you" # not a comment|kept|OWN|token|eu-west-1|eu-west-1`)
	s.output.await(t, "hello.env:2:1: the line is not NAME=VALUE")
	s.output.await(t, "hello.env:3:1: the line is not NAME=VALUE")
	for _, secret := range []string{"hidden-value", "secret # of the role", "AKIDEXAMPLE"} {
		if strings.Contains(s.output.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, s.output)
		}
	}
}

// TestRealEndpoint verifies that AWS itself is not called without credentials.
func TestRealEndpoint(t *testing.T) {
	dir := project(t, map[string]string{"api.yaml": model, "gatewright.yaml": `
model: api.yaml
integrations:
  listPets: { service: { service: sqs, path: 111122223333/orders, role: "arn:aws:iam::111122223333:role/r" } }
  sayHello: { mock: {} }
`})
	s := serveWith(t, dir, func(o *devserver.Options) {
		o.NoWatch = true
		o.Endpoints = map[string]*url.URL{"sqs": {Scheme: "https", Host: "sqs.eu-west-1.amazonaws.com"}}
	})
	if status, _ := s.get("/pets"); status < 500 {
		t.Errorf("status %d", status)
	}
	s.output.await(t, "no credentials for sqs.eu-west-1.amazonaws.com")
}
