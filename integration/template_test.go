package integration_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/spec"
)

// evaluate runs a mapping template as the gateway does.
func evaluate(t testing.TB, text string, in *vtl.Input) string {
	t.Helper()
	template, err := vtl.Parse("template", text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	out, err := template.Render(t.Context(), in)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return string(out)
}

// FuzzMockBody insists that a mock answers its body to the byte, whatever in it
// looks like the template language.
func FuzzMockBody(f *testing.F) {
	for _, body := range []string{
		"", "plain", `a$b`, `\$x`, `\\$x\\#if`, "\n#set($a=1)$a", "  #", `#*x*#`, `##c`, `${dollar}`, `$!{x}`, `\\\$`,
		`#[[x]]#`, `$ # $`, "$\n#\n", "\t$", `#end`, `$dollar.foo`, `$$`, `$5.00`, `\`, `a\`, `{"a":"\"$\""}`, "\xff$",
	} {
		f.Add(body)
	}
	p := integration.Props{Operation: petstore(f).Operation("anything")}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(body, "${Token[") {
			t.Skip("what stands for a token is known only after the CDK")
		}
		i, err := integration.Mock(integration.MockBody(body)).Render(p)
		if err != nil {
			t.Fatal(err)
		}
		r := i.Responses[0]
		got := evaluate(t, r.ResponseTemplates[0].Text, &vtl.Input{})
		if r.ContentHandling == spec.ConvertToBinary {
			got = decode(t, got)
		}
		if got != body {
			t.Errorf("%q became %q", body, got)
		}
	})
}

// TestTokens holds that a mock's body leaves tokens of the CDK for the CDK to find, and
// nothing else that begins like one.
func TestTokens(t *testing.T) {
	p := integration.Props{Operation: petstore(t).Operation("anything")}
	tests := map[string]string{
		"${Token[TOKEN.12]}":                 "${Token[TOKEN.12]}",
		"a ${Token[AWS.Region.4]} b":         "a ${Token[AWS.Region.4]} b",
		"$1 ${Token[TOKEN.1]}${Token[nets}#": "#set($dollar = '$')#set($hash = '#')${dollar}1 ${Token[TOKEN.1]}${dollar}{Token[nets}${hash}",
	}
	for body, want := range tests {
		i, err := integration.Mock(integration.MockBody(body)).Render(p)
		if err != nil {
			t.Fatal(err)
		}
		if got := i.Responses[0].ResponseTemplates[0].Text; got != want {
			t.Errorf("%s is rendered as %s, want %s", body, got, want)
		}
	}
}

func TestS3ErrorMessage(t *testing.T) {
	api := petstore(t)
	i, err := integration.S3("pets").Render(integration.Props{Operation: api.Operation("getPet"), API: api})
	if err != nil {
		t.Fatal(err)
	}
	template := i.Response("404").ResponseTemplates[0].Text
	tests := map[string]struct{ body, want string }{
		"message":    {`<Error><Code>NoSuchKey</Code><Message>It's "not" there</Message></Error>`, `{"message": "It's \"not\" there"}`},
		"no message": {`<Error/>`, `{"message": "Not Found"}`},
		"no body":    {"", `{"message": "Not Found"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := evaluate(t, template, &vtl.Input{Body: jsonvalue.NewDocument([]byte(test.body))}); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
