package config

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

// intrinsics handles CloudFormation's intrinsic functions in the files of a project.
// Locally they are resolved: a logical ID is the name of what it refers to. For a
// definition that deploys they are kept.
type intrinsics struct {
	*loader
	evaluator *intrinsic.Evaluator
	tokens    intrinsic.Tokens
	kinds     map[*tree.Node]string // patterns of ARNs by the calls that must be such
}

func newIntrinsics(l *loader) *intrinsics {
	i := &intrinsics{loader: l, kinds: map[*tree.Node]string{}}
	i.evaluator = &intrinsic.Evaluator{Environment: i, Budget: intrinsic.NewBudget()}
	return i
}

// replace returns a file without function calls.
func (i *intrinsics) replace(n *tree.Node) *tree.Node {
	var replaced *tree.Node
	switch {
	case i.options.Local || i.options.Generate:
		i.noteKinds(n, "")
		replaced = i.evaluator.Resolve(n)
	case i.root.Get("binding") != nil: // the conditions are those of the app
		return i.tokens.Hide(n)
	default:
		replaced = i.evaluator.Decide(n)
	}
	if replaced == nil {
		return tree.NewMapping()
	}
	return i.tokens.Hide(replaced)
}

// fromTerraform returns gatewright.yaml with references of Terraform as those of
// CloudFormation.
func (l *loader) fromTerraform(file *tree.Node) *tree.Node {
	if isDocument(file) || file.Get("binding") != nil {
		return file
	}
	o := l.options
	return intrinsic.FromTerraform(file, func(at *tree.Node) {
		if !o.Local && !o.Generate && !o.Check && !o.Template {
			l.Errorf(at.Position(), "unsupported-intrinsic", "the definition alone cannot hold the reference %s of Terraform", intrinsic.TerraformReference(at.Text)).Help =
				"render a configuration, in which it can be: gatewright render --format terraform"
		}
	})
}

// The ARNs that a resource has, by the key that takes it. {id} is its logical ID, and
// {account} the account.
const functionPattern = "arn:aws:lambda:" + LocalRegion + ":{account}:function:{id}"

var kindOfKey = func() map[string]string {
	const role = "arn:aws:iam::{account}:role/{id}"
	const pool = "arn:aws:cognito-idp:" + LocalRegion + ":{account}:userpool/" + LocalRegion + "_{id}"
	return map[string]string{
		"credentials": role, "authorizerCredentials": role, "role": role, "providerARNs": pool, "userPools": pool,
		"buckets": "arn:aws:s3:::{id}",
	}
}()

// backendURI is the pattern of the URI that a parameter of the template holds, by the type
// of the integration or authorizer.
func backendURI(kind string) string {
	if strings.HasPrefix(strings.ToLower(kind), "http") {
		return "http://{id}.invalid/"
	}
	return "arn:aws:apigateway:" + LocalRegion + ":lambda:path/2015-03-31/functions/" + functionPattern + "/invocations"
}

// noteKinds notes what the calls below a value refer to, where their key tells.
func (i *intrinsics) noteKinds(n *tree.Node, kind string) {
	if _, _, call := intrinsic.Function(n); call && kind != "" {
		i.kinds[n] = kind
	}
	for _, f := range n.Fields {
		below := kind
		if known, ok := kindOfKey[f.Name]; ok {
			below = known
		} else if name, _, call := intrinsic.Function(f.Value); call && name == "Ref" && (f.Name == "uri" || f.Name == "authorizerUri") {
			below = backendURI(n.Get("type").Str())
		}
		i.noteKinds(f.Value, below)
	}
	for _, item := range n.Items {
		i.noteKinds(item, kind)
	}
}

// Ref implements intrinsic.Environment.
func (i *intrinsics) Ref(at *tree.Node, name string) *tree.Node {
	values := map[string]string{
		"AWS::Region": LocalRegion, "AWS::AccountId": i.project.AccountID, "AWS::Partition": "aws",
		"AWS::URLSuffix": "amazonaws.com", "AWS::StackName": "local",
		"AWS::StackId": "arn:aws:cloudformation:" + LocalRegion + ":" + i.project.AccountID + ":stack/local/local",
	}
	switch value, ok := values[name]; {
	case ok:
		name = value
	case name == "AWS::NoValue":
		return nil
	case name == "AWS::NotificationARNs":
		return intrinsic.From(at, tree.NewSequence())
	case strings.Contains(i.kinds[at], "/{id}.") || strings.HasSuffix(i.kinds[at], "/invocations"):
		i.unknown(at, name)
		name = i.filled(i.kinds[at], name)
	}
	return intrinsic.From(at, tree.NewString(name))
}

// Attribute implements intrinsic.Environment.
func (i *intrinsics) Attribute(at *tree.Node, id, name string) *tree.Node {
	if address := id + "." + name; intrinsic.IsTerraform(address) {
		var known bool
		if id, name, known = ofTerraform(address); !known {
			return i.unknown(at, address)
		}
	}
	switch {
	case name == "Arn" || strings.HasSuffix(name, "Arn"):
		pattern := functionPattern
		if kind, ok := i.kinds[at]; ok {
			pattern = kind
		}
		return intrinsic.From(at, tree.NewString(i.filled(pattern, id)))
	case strings.HasSuffix(name, "Name") && !strings.HasSuffix(name, "DomainName") && !strings.HasSuffix(name, "DNSName"):
		return intrinsic.From(at, tree.NewString(id))
	}
	return i.unknown(at, id+"."+name)
}

// ofTerraform returns the logical ID and the attribute by which CloudFormation knows what an
// address of Terraform names: of a resource its ARN or its name.
func ofTerraform(address string) (id, attribute string, known bool) {
	parts := strings.Split(strings.TrimPrefix(address, "data."), ".")
	if len(parts) != 3 || parts[0] == "module" || parts[0] == "var" || parts[0] == "local" {
		return "", "", false
	}
	switch last := parts[2]; {
	case last == "arn" || strings.HasSuffix(last, "_arn"):
		return parts[1], "Arn", true
	case last == "id" || last == "bucket" || strings.HasSuffix(last, "name"):
		return parts[1], "Name", true
	}
	return "", "", false
}

// filled returns the ARN of a logical ID.
func (i *intrinsics) filled(pattern, id string) string {
	return strings.NewReplacer("{id}", id, "{account}", i.project.AccountID).Replace(pattern)
}

// unknown returns a placeholder for what cannot be known locally, and reports it.
func (i *intrinsics) unknown(at *tree.Node, what string) *tree.Node {
	i.Warnf(at.Position(), "unknown-intrinsic", "the value of %s is not known locally", what).Help =
		"what needs it fails at its first request; render keeps it"
	return intrinsic.Placeholder(at, what)
}

// Condition implements intrinsic.Environment. The conditions are in a template that is
// not read; all hold but those of which the options say otherwise.
func (i *intrinsics) Condition(name *tree.Node) bool {
	if !name.Is(tree.String) {
		i.Problem(name, "the name of a condition must be a string, found %s", name.Kind)
		return true
	}
	holds, decided := i.options.conditions[name.Text]
	if !decided && !slices.ContainsFunc(i.project.conditions, func(known *tree.Node) bool { return known.Text == name.Text }) {
		i.project.conditions = append(i.project.conditions, name)
	}
	return holds || !decided
}

// Mapping implements intrinsic.Environment.
func (i *intrinsics) Mapping(at *tree.Node, keys []string) *tree.Node {
	return i.unknown(at, strings.Join(keys, "."))
}

// Region implements intrinsic.Environment.
func (i *intrinsics) Region() string { return LocalRegion }

// Call implements intrinsic.Environment.
func (i *intrinsics) Call(function string, at, argument *tree.Node) *tree.Node {
	if text, ok := intrinsic.Scalar(i.evaluator.Resolve(argument)); ok {
		return i.unknown(at, function+" "+text)
	}
	return i.unknown(at, function)
}

// Problem implements intrinsic.Environment.
func (i *intrinsics) Problem(at *tree.Node, format string, args ...any) {
	i.Errorf(at.Position(), "invalid-intrinsic", format, args...)
}

// explainTokens rewrites errors about values that are the call of a function, where one
// cannot be: they would show the token.
func (i *intrinsics) explainTokens() {
	for k := range i.List {
		d := &i.List[k]
		if d.Severity != diag.Error || d.Rule == "unsupported-intrinsic" {
			continue
		}
		if name := i.tokens.At(d.Position); name != "" && slices.Contains([]string{"invalid-type", "invalid-value", "unknown-value"}, d.Rule) {
			d.Rule, d.Message = "unsupported-intrinsic", intrinsic.NameTokens(strings.Replace(d.Message, ", found a string", ", found "+name, 1), name)
			d.Help = "write the value, or choose between values by Fn::If; other functions may be in place of strings only"
		}
	}
}

// reportLost reports the choices that the definition of a construct cannot keep.
func (i *intrinsics) reportLost() {
	for _, call := range slices.Compact(i.tokens.Lost) {
		i.Errorf(call.Position(), "unsupported-intrinsic", "Fn::If between mappings or lists cannot be kept in the model of a construct").Help =
			"choose in the code of the app, between two models"
	}
}
