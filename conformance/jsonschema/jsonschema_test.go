// Package jsonschema holds request validation to the JSON-Schema-Test-Suite of
// draft 4 (https://github.com/json-schema-org/JSON-Schema-Test-Suite), which
// testdata has as the package "jsonschema" of PyPI, version 4.23.0, ships it.
package jsonschema_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/conformance/scorecard"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/validate"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

var update = flag.Bool("update", false, "write the score card")

type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

// TestSuite validates each value of the suite as the body of a request whose
// model is the schema.
func TestSuite(t *testing.T) {
	var card scorecard.Card
	root := filepath.Join("testdata", "draft4")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		topic := filepath.ToSlash(strings.TrimSuffix(strings.TrimPrefix(path, root+string(filepath.Separator)), ".json"))
		return run(t.Context(), &card, topic, path)
	})
	if err != nil {
		t.Fatal(err)
	}
	card.Check(t, "scorecard.txt", *update)
}

func run(ctx context.Context, card *scorecard.Card, topic, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var groups []group
	if err := json.Unmarshal(data, &groups); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, g := range groups {
		v, fault := validator(g.Schema)
		for _, test := range g.Tests {
			name := topic + ": " + g.Description + ": " + test.Description
			if fault != nil {
				card.Add(name, fault)
				continue
			}
			card.Add(name, outcome(v.Body(ctx, "application/json", jsonvalue.NewDocument(test.Data)), test.Valid))
		}
	}
	return nil
}

// validator has the schema as the only model of an operation. References are to
// places in the document of the schema, which stands for the definition here.
func validator(schema []byte) (*validate.Validator, error) {
	root, problems := tree.Read("schema.json", schema)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	v, problems := validate.Compile(root, &spec.Operation{
		Validator: spec.Validator{Body: true},
		Bodies:    []spec.Body{{ContentType: "application/json", Schema: root}},
	})
	return v, problems.Err()
}

func outcome(err error, valid bool) error {
	var fault *validate.BodyError
	switch {
	case errors.As(err, &fault) && valid:
		return fmt.Errorf("should be valid: %s", fault.Detail)
	case err != nil && fault == nil:
		return err
	case err == nil && !valid:
		return errors.New("should be invalid")
	}
	return nil
}
