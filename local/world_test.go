package local_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/gateway"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/lambda"
)

// TestInvokeBothWays holds that a response comes as a whole or to a writer, and an
// error always as a whole.
func TestInvokeBothWays(t *testing.T) {
	w := local.New(local.Options{Region: "eu-west-1", AccountID: "123456789012"})
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	err := w.Apply(t.Context(), local.Setup{Functions: []local.Function{{Function: lambda.Function{
		Name: "plain", Code: "lambda/testdata/goplain", Runtime: "provided.al2023",
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	for _, tt := range []struct {
		event, payload, written string
		to                      *strings.Builder
	}{
		{event: `{"do":"stream"}`, payload: `{"a":[1,2]}`},
		{event: `{"do":"stream"}`, written: `{"a":[1,2]}`, to: &written},
		{event: `{"do":"error"}`, payload: `{"errorType":"Plain","errorMessage":"refused"}`, to: &written},
	} {
		call := gateway.LambdaCall{FunctionARN: w.ARN("plain"), Payload: []byte(tt.event)}
		written.Reset()
		if tt.to != nil {
			call.Response = tt.to
		}
		result, err := w.Invoke(t.Context(), call)
		if err != nil || string(result.Payload) != tt.payload || written.String() != tt.written {
			t.Errorf("%s: %q and %q, %v", tt.event, result.Payload, written.String(), err)
		}
	}
}
