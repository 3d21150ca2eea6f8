package validate_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// TestProblemsOfAlternatives looks for the place of a failure in the alternatives that a
// translated model has for nullable values and for missing bodies.
func TestProblemsOfAlternatives(t *testing.T) {
	v := validator(t, `{"anyOf": [{"type": "object", "required": ["id"], "properties": {
		"id": {"type": "integer"},
		"name": {"anyOf": [{"type": "string", "maxLength": 3}, {"enum": [null]}]},
		"owner": {"anyOf": [{"type": "object", "required": ["mail"]}, {"enum": [null]}]},
		"either": {"anyOf": [{"type": "string"}, {"type": "boolean"}]}
	}}, {"type": "object", "maxProperties": 0}]}`)
	const whole = "body: instance failed to match at least one required schema among 2"
	const part = ": instance failed to match at least one required schema among 2"
	for body, want := range map[string]string{
		`{"name": null}`:             whole + `; body: object has missing required properties (["id"])`,
		`{"id": "1"}`:                whole + `; /id: instance type (string) does not match any allowed primitive type (allowed: ["integer"])`,
		`{"id": 1, "name": "Rexie"}`: whole + `; /name` + part + `; /name: string "Rexie" is too long (length: 5, maximum allowed: 3)`,
		`{"id": 1, "name": 7}`:       whole + `; /name` + part + `; /name: instance type (integer) does not match any allowed primitive type (allowed: ["string"])`,
		`{"id": 1, "owner": {}}`:     whole + `; /owner` + part + `; /owner: object has missing required properties (["mail"])`,
		`{"id": 1, "either": 7}`:     whole + `; /either` + part,
		`{"id": 1, "owner": {"mail"`: "",
		`{"id": 1, "name": "Rex"}`:   "",
		`7`:                          whole,
	} {
		_, problems := v.Problems(t.Context(), "application/json", jsonvalue.NewDocument([]byte(body)))
		var got []string
		for _, p := range problems {
			place := p.Pointer
			if place == "" {
				place = "body"
			}
			got = append(got, place+": "+p.Message)
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", body, got, want)
		}
	}
}
