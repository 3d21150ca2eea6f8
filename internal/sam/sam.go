// Package sam carries out the transform of the AWS Serverless Application Model on this
// machine: it replaces the resources of SAM in a template by those of CloudFormation, as
// far as they are needed to serve REST APIs and to run the functions behind them (AWS SAM
// Developer Guide, "AWS SAM resources and properties" and "Generated CloudFormation
// resources"). Intrinsic functions stay where they are.
package sam

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
)

const (
	transformName = "AWS::Serverless-2016-10-31"
	kindPrefix    = "AWS::Serverless::"
)

// Options are what the transform asks of the stack that a template is read for.
type Options struct {
	// Resolve evaluates an intrinsic function, for values that decide which resources
	// and methods there are.
	Resolve func(call *tree.Node) *tree.Node
	// Include returns the document that the argument of an Fn::Transform includes; nil:
	// it is not known.
	Include func(argument *tree.Node) *tree.Node
}

// Uses reports whether a template names the transform.
func Uses(template *tree.Node) bool {
	named := template.Get("Transform")
	return named.Str() == transformName || slices.Contains(named.Strings(), transformName)
}

// Transform returns a template without resources of SAM. Those that cannot be served here,
// such as HTTP APIs, stay. Values are shared with the template where they do not change.
func Transform(template *tree.Node, o Options) (*tree.Node, diag.List) {
	t := &transformer{options: o, globals: template.Get("Globals"), resources: tree.NewMapping(), apis: map[string]*api{}, renamed: map[string]string{}}
	all := template.Get("Resources")
	for _, f := range fields(all) {
		if f.Value.Get("Type").Str() == kindPrefix+"Api" {
			t.addAPI(f.Name, t.resource(f))
		}
	}
	for _, f := range fields(all) {
		t.addResource(f)
	}
	for _, a := range t.order {
		t.finishAPI(a)
	}
	if len(t.shared) > 0 {
		t.addPlan("Serverless", t.shared...)
	}
	out := template.Copy()
	out.Delete("Transform", "Globals")
	if all.Is(tree.Mapping) {
		t.resources.Source, t.resources.Line, t.resources.Column = all.Source, all.Line, all.Column
		out.Set("Resources", t.resources)
	}
	return t.rename(out), t.List
}

// transformer is the state of one transform.
type transformer struct {
	options   Options
	globals   *tree.Node
	resources *tree.Node // the new ones
	apis      map[string]*api
	order     []*api            // in which they are in the template; the implicit one is last
	shared    []*api            // that have one usage plan
	renamed   map[string]string // references, such as Api.Stage, by what takes their place
	diag.List
}

// resource is a resource of SAM.
type resource struct {
	id         string
	kind       string // "Function"
	node       *tree.Node
	field      tree.Field
	properties *tree.Node // with those of Globals
}

func (t *transformer) resource(f tree.Field) *resource {
	r := &resource{id: f.Name, kind: strings.TrimPrefix(f.Value.Get("Type").Str(), kindPrefix), node: f.Value, field: f}
	own := f.Value.Get("Properties")
	if own == nil {
		own = intrinsic.From(f.Value, tree.NewMapping())
	}
	r.properties = own
	if global := t.globals.Get(r.kind); global.Is(tree.Mapping) {
		r.properties = merge(without(global, f.Value.Get("IgnoreGlobals")), own)
	}
	return r
}

// add adds a resource of CloudFormation that takes the place of one of SAM.
func (t *transformer) add(of *resource, id, kind string, properties *tree.Node) {
	made := intrinsic.From(of.node, tree.NewObject("Type", tree.NewString(kind), "Condition", of.node.Get("Condition")))
	if id == of.id {
		made.Set("Metadata", of.node.Get("Metadata"))
	}
	made.Set("Properties", properties)
	t.set(tree.Field{Name: id, Value: made, Line: of.field.Line, Column: of.field.Column})
}

// set adds a resource, in the place of the one of its name if there is one.
func (t *transformer) set(f tree.Field) {
	if known := t.resources.Field(f.Name); known != nil {
		*known = f
		return
	}
	t.resources.Fields = append(t.resources.Fields, f)
}

// made returns a resource that a template implies at some place.
func made(id, kind string, at *tree.Node) tree.Field {
	return tree.Field{Name: id, Value: intrinsic.From(at, tree.NewObject("Type", tree.NewString(kind))), Line: at.Line, Column: at.Column}
}

// addResource adds what takes the place of a resource of a template.
func (t *transformer) addResource(f tree.Field) {
	kind, isServerless := strings.CutPrefix(f.Value.Get("Type").Str(), kindPrefix)
	if !isServerless {
		t.resources.Fields = append(t.resources.Fields, f)
		return
	}
	switch kind {
	case "Api":
		t.set(f) // finishAPI replaces it
	case "Function":
		t.addFunction(t.resource(f))
	case "StateMachine":
		t.addStateMachine(t.resource(f))
	case "LayerVersion":
		r := t.resource(f)
		t.add(r, r.id, "AWS::Lambda::LayerVersion", moved(r.properties, "ContentUri", "Content", location("S3Bucket", "S3Key")))
	case "SimpleTable":
		r := t.resource(f)
		t.add(r, r.id, "AWS::DynamoDB::Table", picked(r.properties, "TableName"))
	case "Application":
		r := t.resource(f)
		properties := moved(r.properties, "Location", "TemplateURL", same)
		if !properties.Get("TemplateURL").Is(tree.String) {
			properties.Delete("TemplateURL") // it is in the AWS Serverless Application Repository
		}
		t.add(r, r.id, "AWS::CloudFormation::Stack", properties)
	default:
		t.resources.Fields = append(t.resources.Fields, f)
	}
}

// text returns a scalar that decides what there is, with intrinsic functions evaluated.
func (t *transformer) text(n *tree.Node) string {
	if _, _, isCall := intrinsic.Function(n); isCall {
		n = t.options.Resolve(n)
	}
	text, _ := intrinsic.Scalar(n)
	return text
}

func (t *transformer) isTrue(n *tree.Node) bool { return t.text(n) == "true" }

// invalid reports an error of a resource.
func (t *transformer) invalid(at *tree.Node, r *resource, format string, args ...any) {
	position := at.Position()
	if !position.IsValid() {
		position = r.node.Position()
	}
	t.Errorf(position, "invalid-template", r.id+": "+format, args...)
}

// rename returns a value in which references to what SAM makes of a resource, such as
// ${Api.Stage}, are those to the resource that was made.
func (t *transformer) rename(n *tree.Node) *tree.Node {
	if len(t.renamed) == 0 {
		return n
	}
	name, argument, isCall := intrinsic.Function(n)
	switch {
	case isCall && name == "Ref":
		if other := t.renamed[argument.Text]; other != "" {
			return intrinsic.From(n, tree.NewObject("Ref", intrinsic.From(argument, tree.NewString(other))))
		}
		return n
	case isCall && name == "Fn::Sub" && argument.Is(tree.String):
		text := intrinsic.Rename(argument.Text, t.renamedVariable)
		return intrinsic.From(n, tree.NewObject(name, intrinsic.From(argument, tree.NewString(text))))
	}
	out := n.Copy()
	for i, f := range n.Fields {
		out.Fields[i].Value = t.rename(f.Value)
	}
	for i, item := range n.Items {
		out.Items[i] = t.rename(item)
	}
	if isCall && name == "Fn::Sub" && len(out.Fields[0].Value.Items) > 0 {
		list := out.Fields[0].Value
		list.Items[0] = intrinsic.From(list.Items[0], tree.NewString(intrinsic.Rename(list.Items[0].Text, t.renamedVariable)))
	}
	return out
}

func (t *transformer) renamedVariable(name string) string {
	if other := t.renamed[name]; other != "" {
		return other
	}
	return name
}

// fields returns the entries of a mapping; none of another value.
func fields(n *tree.Node) []tree.Field {
	if !n.Is(tree.Mapping) {
		return nil
	}
	return n.Fields
}

func items(n *tree.Node) []*tree.Node {
	if !n.Is(tree.Sequence) {
		return nil
	}
	return n.Items
}

// picked returns the properties of some names.
func picked(properties *tree.Node, names ...string) *tree.Node {
	some := intrinsic.From(properties, tree.NewMapping())
	for _, f := range properties.Fields {
		if slices.Contains(names, f.Name) {
			some.Fields = append(some.Fields, f)
		}
	}
	return some
}

// moved returns properties of which one has another name and value.
func moved(properties *tree.Node, from, to string, change func(*tree.Node) *tree.Node) *tree.Node {
	out := properties.Copy()
	if f := out.Field(from); f != nil {
		f.Name, f.Value = to, change(f.Value)
	}
	return out
}

func same(n *tree.Node) *tree.Node { return n }

// location returns a function that converts where SAM finds a file to what
// CloudFormation takes: the bucket and the key by these names. A path stays a string.
func location(bucket, key string) func(*tree.Node) *tree.Node {
	return func(n *tree.Node) *tree.Node {
		if rest, isURL := strings.CutPrefix(n.Str(), "s3://"); isURL {
			name, object, _ := strings.Cut(rest, "/")
			return intrinsic.From(n, tree.NewObject(bucket, tree.NewString(name), key, tree.NewString(object)))
		}
		if n.Get("Key") == nil {
			return n
		}
		out := intrinsic.From(n, tree.NewMapping())
		out.Set(bucket, n.Get("Bucket"))
		out.Set(key, n.Get("Key"))
		return out
	}
}

// alphanumeric leaves out what a logical ID may not hold.
func alphanumeric(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
}
