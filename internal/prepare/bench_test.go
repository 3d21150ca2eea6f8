package prepare_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
)

// manyOperations is a model of 4n operations on n schemas that refer to each other.
func manyOperations(n int) []byte {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: many, version: v}\npaths:\n")
	for i := range n {
		fmt.Fprintf(&b, "  /things%d/{id}:\n    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n", i)
		for _, method := range []string{"get", "put", "patch", "delete"} {
			fmt.Fprintf(&b, "    %s:\n      operationId: %sThing%d\n      responses:\n        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Thing%d'}}}}\n        '404': {description: none}\n", method, method, i, i)
		}
	}
	b.WriteString("components:\n  schemas:\n")
	for i := range n {
		fmt.Fprintf(&b, "    Thing%d: {type: object, required: [id], properties: {id: {type: string, format: uuid}, size: {type: integer}, next: {$ref: '#/components/schemas/Thing%d'}}}\n", i, (i+1)%n)
	}
	return []byte(b.String())
}

func full() prepare.Input {
	return prepare.Input{
		MockAll:           true,
		CORS:              &integration.CORS{AllowOrigins: []string{"https://a.example", "https://b.example"}},
		DefaultAuthorizer: authorizer.IAM(),
		Integrations:      map[string]integration.Integration{"getThing0": integration.S3("things"), "putThing0": integration.Lambda(helloARN)},
	}
}

func TestSameInputSameBytes(t *testing.T) {
	source := manyOperations(25)
	var first []byte
	for range 3 {
		document, problems := prepare.Prepare(readModel(t, source), full())
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		if got := document.JSON(); first == nil {
			first = got
		} else if !bytes.Equal(first, got) {
			t.Fatal("the definition differs")
		}
	}
}

func BenchmarkPrepare(b *testing.B) {
	api := readModel(b, manyOperations(250))
	b.ReportAllocs()
	for b.Loop() {
		if document, problems := prepare.Prepare(api, full()); document == nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkPrune(b *testing.B) {
	document, problems := prepare.Prepare(readModel(b, manyOperations(250)), full())
	if document == nil {
		b.Fatal(problems)
	}
	b.ReportAllocs()
	for b.Loop() {
		prepare.Prune(document)
	}
}
