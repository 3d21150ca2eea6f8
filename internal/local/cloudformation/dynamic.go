package cloudformation

import (
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// dynamicReference is a reference to a value that CloudFormation looks up when it
// deploys: {{resolve:SERVICE:KEY}} (AWS CloudFormation User Guide, "Get values stored in
// other services using dynamic references").
var dynamicReference = regexp.MustCompile(`\{\{resolve:([a-z-]+):([^{}]*)\}\}`)

// localReferences replaces dynamic references by values of this machine.
func (s *stack) localReferences(n *tree.Node) *tree.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == tree.String && strings.Contains(n.Text, "{{resolve:"):
		text := dynamicReference.ReplaceAllStringFunc(n.Text, func(reference string) string { return s.localReference(n, reference) })
		return intrinsic.From(n, tree.NewString(text))
	}
	changed := n
	edit := func() *tree.Node {
		if changed == n {
			changed = n.Copy()
		}
		return changed
	}
	for i := range n.Items {
		if value := s.localReferences(n.Items[i]); value != n.Items[i] {
			edit().Items[i] = value
		}
	}
	for i := range n.Fields {
		if value := s.localReferences(n.Fields[i].Value); value != n.Fields[i].Value {
			edit().Fields[i].Value = value
		}
	}
	return changed
}

// localReference returns the value of a dynamic reference: that of the app's own
// parameter, or one that is always the same, which is told.
func (s *stack) localReference(at *tree.Node, reference string) string {
	if value, ok := s.dynamic[reference]; ok {
		return value
	}
	part := dynamicReference.FindStringSubmatch(reference)
	name, _, _ := strings.Cut(part[2], ":")
	value, found := "", false
	if part[1] == "ssm" {
		value, found = s.ssmParameter(name)
	}
	if !found {
		value = identifier(reference, keyLength)
		s.Warnf(s.place(at), "dynamic-reference", "%s has the value %s on this machine", reference, value)
	}
	s.dynamic[reference] = value
	return value
}
