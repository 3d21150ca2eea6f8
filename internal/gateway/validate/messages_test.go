package validate_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// TestMessages compares with what the java-json-schema-validator 2.2.14 says, its
// messages put into a java.util.HashSet. Each line of the file is a schema, a
// body, and the detail as a JSON string, empty for a body that fits.
func TestMessages(t *testing.T) {
	text, err := os.ReadFile("testdata/messages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitSeq(strings.TrimSuffix(string(text), "\n"), "\n")
	for line := range lines {
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			t.Fatalf("%d columns in %s", len(columns), line)
		}
		var want string
		if err := json.Unmarshal([]byte(columns[2]), &want); err != nil {
			t.Fatal(err)
		}
		got, err := detail(t, columns[0], columns[1])
		if got != want || err != nil {
			t.Errorf("schema %s\nbody %s\ngot  %s %v\nwant %s", columns[0], columns[1], got, err, want)
		}
	}
}

// detail validates a body against a schema.
func detail(t testing.TB, schema, body string) (string, error) {
	t.Helper()
	root, list := tree.Read("model.json", []byte(schema))
	if list.HasErrors() {
		t.Fatal(list)
	}
	v := compile(t, root, spec.Body{ContentType: "application/json", Schema: root})
	err := v.Body(t.Context(), "application/json", jsonvalue.NewDocument([]byte(body)))
	if bodyErr, ok := errors.AsType[*validate.BodyError](err); ok {
		return bodyErr.Detail, nil
	}
	return "", err
}

// compile prepares the validator of an operation with bodies.
func compile(t testing.TB, root *tree.Node, bodies ...spec.Body) *validate.Validator {
	t.Helper()
	v, list := validate.Compile(root, &spec.Operation{Bodies: bodies, Validator: spec.Validator{Body: true}})
	if len(list) > 0 {
		t.Fatal(list)
	}
	return v
}
