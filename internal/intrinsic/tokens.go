package intrinsic

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// NameTokens returns a message with the name of a function in the place of each token.
func NameTokens(message, name string) string {
	return quotedToken.ReplaceAllLiteralString(message, name)
}

// Tokens replaces function calls by opaque strings, as the CDK does, so that what
// only handles strings can pass them on, and puts the calls back afterwards.
type Tokens struct {
	calls []*tree.Node
	// Lost are the calls of Fn::If that choose between mappings or lists. They have
	// no token: the first choice takes their place.
	Lost []*tree.Node
}

// TokenPrefix is how a token begins. It looks like one of the CDK's.
const TokenPrefix = "${Token[gatewright."

var tokenForm = regexp.MustCompile(`\$\{Token\[gatewright\.([0-9]+)\]\}`)

var quotedToken = regexp.MustCompile(`"?` + tokenForm.String() + `"?`)

// WithoutTokens returns a string with a word in the place of each token.
func WithoutTokens(text string) string { return tokenForm.ReplaceAllString(text, "unknown") }

// At returns the name of the function whose call is at a place of a file, or "".
func (t *Tokens) At(p diag.Position) string {
	for _, call := range t.calls {
		if name, _, ok := Function(call); ok && call.Position() == p {
			return name
		}
	}
	return ""
}

// Hide returns a value with a token in the place of each function call. Parts without
// any are shared with n.
func (t *Tokens) Hide(n *tree.Node) *tree.Node {
	name, argument, ok := Function(n)
	switch {
	case ok && name == "Fn::If" && isStructured(argument):
		t.Lost = append(t.Lost, n)
		return t.Hide(argument.Items[1])
	case ok:
		return t.hideCall(n, name, argument)
	}
	return transformed(n, t.Hide)
}

// hideCall returns the string for a call. The literal parts of Fn::Sub and Fn::Join stay
// as they are, so that it is still to be seen what an ARN is of.
func (t *Tokens) hideCall(n *tree.Node, name string, argument *tree.Node) *tree.Node {
	switch name {
	case "Fn::Sub":
		if text, values, ok := SubArguments(argument); ok {
			return From(text, tree.NewString(Substitute(text.Text, func(variable string) string {
				return t.hideVariable(n, variable, values)
			})))
		}
	case "Fn::Join":
		if text, ok := t.hideJoin(argument); ok {
			return From(n, tree.NewString(text))
		}
	}
	return From(n, tree.NewString(t.token(n)))
}

// Ref returns the token for a reference to a parameter or a resource.
func (t *Tokens) Ref(name string) string {
	return t.token(tree.NewMapping(tree.Field{Name: "Ref", Value: tree.NewString(name)}))
}

func (t *Tokens) token(call *tree.Node) string {
	t.calls = append(t.calls, call)
	return TokenPrefix + strconv.Itoa(len(t.calls)) + "]}"
}

// hideVariable returns the string for a variable of Fn::Sub.
func (t *Tokens) hideVariable(at *tree.Node, name string, values *tree.Node) string {
	if value := values.Get(name); value != nil {
		if text, ok := Scalar(t.Hide(value)); ok {
			return text
		}
	}
	if isImported(name) {
		return "${" + name + "}"
	}
	call := tree.Field{Name: "Ref", Value: From(at, tree.NewString(name))}
	if id, attribute, dotted := strings.Cut(name, "."); dotted {
		call = tree.Field{Name: "Fn::GetAtt", Value: From(at, tree.NewStrings([]string{id, attribute}))}
	}
	return t.token(From(at, tree.NewMapping(call)))
}

// isImported reports whether API Gateway's import replaces a variable itself.
func isImported(variable string) bool {
	return variable == "AWS::Region" || variable == "AWS::AccountId" || variable == "AWS::Partition"
}

// hideJoin returns the string for the argument of Fn::Join, when it names each item.
func (t *Tokens) hideJoin(argument *tree.Node) (text string, ok bool) {
	if !argument.Is(tree.Sequence) || len(argument.Items) != 2 || !argument.Items[0].Is(tree.String) || !argument.Items[1].Is(tree.Sequence) {
		return "", false
	}
	var parts []string
	for _, item := range argument.Items[1].Items {
		part, ok := Scalar(t.Hide(item))
		if !ok {
			return "", false
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, argument.Items[0].Text), true
}

func isStructured(argument *tree.Node) bool {
	if !argument.Is(tree.Sequence) || len(argument.Items) != 3 {
		return false
	}
	return slices.ContainsFunc(argument.Items[1:], func(choice *tree.Node) bool {
		name, below, call := Function(choice)
		if name == "Fn::If" {
			return isStructured(below)
		}
		return !call && (choice.Kind == tree.Mapping || choice.Kind == tree.Sequence)
	})
}

// Restore returns a value with the function calls in the places of their tokens. A
// string of which a token is only a part becomes an Fn::Sub.
func (t *Tokens) Restore(n *tree.Node) *tree.Node {
	if len(t.calls) == 0 {
		return n
	}
	if n.Kind == tree.String {
		return t.restoreString(n)
	}
	return transformed(n, t.Restore)
}

func (t *Tokens) restoreString(n *tree.Node) *tree.Node {
	found := tokenForm.FindAllStringSubmatchIndex(n.Text, -1)
	if len(found) == 0 {
		return n
	}
	sub := &substitution{values: tree.NewMapping()}
	end := 0
	for _, at := range found {
		call := t.call(n.Text[at[2]:at[3]])
		switch {
		case call == nil:
			continue // not a token of ours
		case at[0] == 0 && at[1] == len(n.Text):
			return call
		}
		sub.literal(n.Text[end:at[0]])
		sub.value(call)
		end = at[1]
	}
	if end == 0 {
		return n
	}
	sub.literal(n.Text[end:])
	return sub.node()
}

func (t *Tokens) call(number string) *tree.Node {
	i, err := strconv.Atoi(number)
	if err != nil || i < 1 || i > len(t.calls) {
		return nil
	}
	return t.calls[i-1]
}

// substitution is an Fn::Sub in the making.
type substitution struct {
	text   strings.Builder
	values *tree.Node // of the variables that the text names
}

var variable = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

// literal appends a string. Only the variables of API Gateway's import stay variables:
// they have the same values here.
func (s *substitution) literal(text string) {
	s.text.WriteString(variable.ReplaceAllStringFunc(text, func(found string) string {
		if isImported(strings.Trim(found, "${}")) {
			return found
		}
		return "${!" + found[len("${"):]
	}))
}

// value appends the value of a function call.
func (s *substitution) value(call *tree.Node) {
	name, argument, _ := Function(call)
	switch {
	case name == "Ref":
		s.text.WriteString("${" + argument.Text + "}")
	case name == "Fn::GetAtt" && len(argument.Strings()) == 2:
		s.text.WriteString("${" + strings.Join(argument.Strings(), ".") + "}")
	default:
		variable := "Value" + strconv.Itoa(len(s.values.Fields)+1)
		s.values.Set(variable, call)
		s.text.WriteString("${" + variable + "}")
	}
}

// Sub returns a string whose variables API Gateway's import would replace as an Fn::Sub,
// so that CloudFormation replaces them; another string as it is.
func Sub(n *tree.Node) *tree.Node {
	s := &substitution{values: tree.NewMapping()}
	if s.literal(n.Text); !strings.Contains(s.text.String(), "${AWS::") {
		return n
	}
	return s.node()
}

func (s *substitution) node() *tree.Node {
	argument := tree.NewString(s.text.String())
	if len(s.values.Fields) > 0 {
		argument = tree.NewSequence(argument, s.values)
	}
	return tree.NewMapping(tree.Field{Name: "Fn::Sub", Value: argument})
}

// transformed returns a value whose entries or items are changed by a function, without
// those that become nil. It is n itself when nothing changes.
func transformed(n *tree.Node, change func(*tree.Node) *tree.Node) *tree.Node {
	out := n
	for i, f := range n.Fields {
		value := change(f.Value)
		if value != f.Value && out == n {
			out = n.Copy()
			out.Fields = out.Fields[:i]
		}
		if f.Value = value; out != n && value != nil {
			out.Fields = append(out.Fields, f)
		}
	}
	for i, item := range n.Items {
		changed := change(item)
		if changed != item && out == n {
			out = n.Copy()
			out.Items = out.Items[:i]
		}
		if out != n && changed != nil {
			out.Items = append(out.Items, changed)
		}
	}
	return out
}
