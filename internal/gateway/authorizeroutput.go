package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/tree"
)

// authorizerOutput is what the function of an authorizer says about a caller
// ("Output from an API Gateway Lambda authorizer").
type authorizerOutput struct {
	principal string
	policy    *policy.Policy
	context   []event.Pair
	usageKey  string
	expires   time.Time // when it is forgotten
	document  []byte    // as the function returned it
}

// outputFields are those that the output may have, and the one that a function's
// error has as well.
var outputFields = []string{"principalId", "policyDocument", "context", "usageIdentifierKey", "errorMessage"}

// readAuthorizerOutput reads an output. Its errors read as the service's log has
// them.
func readAuthorizerOutput(payload []byte) (*authorizerOutput, error) {
	if !json.Valid(payload) {
		return nil, errors.New("Invalid JSON in response: it is not JSON") //nolint:staticcheck // the service's own words
	}
	n, problems := tree.Read("output.json", payload)
	switch {
	case problems.HasErrors():
		return nil, errors.New("Invalid JSON in response: " + problems[0].Message)
	case !n.Is(tree.Mapping):
		return nil, errNoPolicy
	}
	for _, f := range n.Fields {
		if !slices.Contains(outputFields, f.Name) {
			return nil, fmt.Errorf("Invalid JSON in response: Unrecognized field %q , not marked as ignorable", f.Name) //nolint:staticcheck // the service's own words
		}
	}
	output := &authorizerOutput{document: payload}
	var ok bool
	if output.principal, ok = scalar(n.Get("principalId")); !ok || output.principal == "" {
		return nil, errors.New("Invalid JSON in response: principalId is missing") //nolint:staticcheck // the service's own words
	}
	if document := n.Get("policyDocument"); document.Is(tree.Mapping) {
		output.policy, problems = policy.Read(document, policy.Options{})
	}
	if output.policy == nil {
		return nil, fmt.Errorf("%w%s", errNoPolicy, firstOf(problems))
	}
	if key := n.Get("usageIdentifierKey"); key != nil && !key.Is(tree.Null) {
		if output.usageKey, ok = scalar(key); !ok {
			return nil, errors.New("Invalid JSON in response: usageIdentifierKey must be a string") //nolint:staticcheck // the service's own words
		}
	}
	var err error
	output.context, err = readOutputContext(n.Get("context"))
	return output, err
}

var errNoPolicy = errors.New("Could not parse policy") //nolint:staticcheck // the service's own words

// firstOf returns the first of some problems behind a colon.
func firstOf[P error](problems []P) string {
	if len(problems) == 0 {
		return ""
	}
	return ": " + problems[0].Error()
}

// readOutputContext returns the values of a context as strings. Lists and objects
// are errors.
func readOutputContext(n *tree.Node) ([]event.Pair, error) {
	if n == nil || n.Is(tree.Null) {
		return nil, nil
	}
	if !n.Is(tree.Mapping) {
		return nil, errors.New("Invalid JSON in response: context must be an object") //nolint:staticcheck // the service's own words
	}
	pairs := make([]event.Pair, 0, len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Is(tree.Null) {
			continue
		}
		text, ok := scalar(f.Value)
		if !ok {
			return nil, fmt.Errorf("Invalid JSON in response: the context's %s must be a string, a number or a boolean", f.Name) //nolint:staticcheck // the service's own words
		}
		pairs = append(pairs, event.Pair{Name: f.Name, Value: text})
	}
	return pairs, nil
}

// scalar returns the text of a string, a number or a boolean, a number's as Java
// writes it.
func scalar(n *tree.Node) (string, bool) {
	switch {
	case n.Is(tree.String), n.Is(tree.Bool):
		return n.Text, true
	case n.Is(tree.Number):
		v, err := jsonvalue.Parse(n.Text)
		return jsonvalue.String(v), err == nil
	}
	return "", false
}
