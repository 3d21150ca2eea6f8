package integration_test

import (
	"testing"

	"github.com/gatewright/gatewright/gateway/vtl"
	"github.com/gatewright/gatewright/integration"
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
			if got := evaluate(t, template, &vtl.Input{Body: []byte(test.body)}); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
