package validate_test

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestAgainstAnotherValidator compares with a validator of draft 4 that passes
// its official test suite: both must accept the same bodies.
func TestAgainstAnotherValidator(t *testing.T) {
	text, err := os.ReadFile("testdata/messages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(line, "\t")
		if strings.Contains(columns[0], `"format"`) || strings.Contains(columns[0], "(?=") {
			continue // formats are API Gateway's own; Go's regular expressions do not look ahead
		}
		if columns[0] == `{"type":"integer"}` && columns[1] == "1.0" {
			continue // an integer to newer drafts only, and to this validator
		}
		got, err := detail(t, columns[0], columns[1])
		if err != nil {
			t.Fatal(err)
		}
		if want := accepts(t, columns[0], columns[1]); want != (got == "") {
			t.Errorf("schema %s\nbody %s\nis accepted: %t; here: %s", columns[0], columns[1], want, got)
		}
	}
}

func accepts(t *testing.T, schema, body string) bool {
	t.Helper()
	s, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	if err := c.AddResource("model.json", s); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("model.json")
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	return compiled.Validate(instance) == nil
}
