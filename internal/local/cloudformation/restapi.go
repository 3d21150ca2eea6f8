package cloudformation

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/swagger"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

const restAPIType = "AWS::ApiGateway::RestApi"

// readAPIs reads every REST API that has methods.
func (r *reader) readAPIs() {
	index := r.indexParts()
	for _, found := range r.resources(restAPIType) {
		r.readAPI(found, index)
	}
}

func (r *reader) readAPI(found *resource, index parts) {
	id := found.id(found.node)
	api := &API{
		Path: found.path(), ID: id, Region: found.region, AccountID: found.account,
		Position: found.position, VPCLinks: map[string]string{},
	}
	r.setStage(api, index)
	api.EdgeOptimized = found.isEdgeOptimized()
	root, ok := found.definition(index.of(id))
	if !ok {
		return
	}
	api.Document = &spec.Document{Root: root}
	var problems diag.List
	api.Deployed, problems = spec.Read(api.Document)
	if problems.HasErrors() {
		r.Add(problems...)
		return
	}
	if len(api.Deployed.Operations) == 0 {
		r.Warnf(found.position, "missing-methods", "%s has no methods; it is not served", api.Path)
		return
	}
	r.Add(problems...)
	api.Local, _ = spec.Read(api.Document) // a copy to change
	r.findAuthorizers(api.Deployed, api.Local)
	r.standIn(api)
	r.assembly.APIs = append(r.assembly.APIs, api)
}

// isEdgeOptimized reports the endpoint's type, which is EDGE unless a template says
// otherwise.
func (r *resource) isEdgeOptimized() bool {
	types := r.property("EndpointConfiguration", "Types").Strings()
	return len(types) == 0 || slices.Contains(types, "EDGE")
}

// setStage takes the stage that was asked for, or the API's first one.
func (r *reader) setStage(api *API, index parts) {
	var chosen *resource
	for _, part := range index.of(api.ID) {
		if part.kind != "AWS::ApiGateway::Stage" && part.kind != "AWS::ApiGateway::Deployment" {
			continue
		}
		name := part.text("StageName")
		if name == "" {
			continue
		}
		if len(api.Stages) == 0 || name == r.options.Stage {
			api.Stage, api.StageVariables = name, part.texts("Variables")
			chosen = part
		}
		api.Stages = append(api.Stages, name)
	}
	if len(api.Stages) > 1 && !slices.Contains(api.Stages, r.options.Stage) && !r.unknownStage {
		r.Warnf(api.Position, "ignored-stages", "%s has the stages %s; this is %s",
			api.Path, strings.Join(api.Stages, ", "), api.Stage).Help = "choose another one with --stage"
	}
	if len(api.Stages) == 0 {
		api.Stage = r.options.Stage
	}
	api.Stage = cmp.Or(api.Stage, "prod")
	r.setUpStage(api, chosen)
}

// checkStage reports a stage that no API has.
func (r *reader) checkStage() {
	if r.options.Stage == "" {
		return
	}
	var names []string
	for _, kind := range []string{"AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment"} {
		for _, part := range r.resources(kind) {
			if name := part.text("StageName"); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 || slices.Contains(names, r.options.Stage) {
		return
	}
	slices.Sort(names)
	r.unknownStage = true
	r.Errorf(diag.Position{}, "unknown-stage", "no API of the app has the stage %s", r.options.Stage).Help =
		"the stages are " + strings.Join(names, ", ")
}

// texts returns a property that is a mapping of texts.
func (r *resource) texts(name string) map[string]string {
	n := r.property(name)
	if !n.Is(tree.Mapping) {
		return nil
	}
	values := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		values[f.Name], _ = intrinsic.Scalar(f.Value)
	}
	return values
}

// definition makes the API's definition: its body, what its properties say, and the
// resources that belong to it.
func (r *resource) definition(own []*resource) (*tree.Node, bool) {
	root, ok := r.body()
	if !ok {
		return nil, false
	}
	d := &definition{reader: r.reader, api: r, root: root.Copy()}
	d.addSettings()
	d.addModels(own)
	d.addValidators(own)
	d.addAuthorizers(own)
	d.addGatewayResponses(own)
	d.addMethods(own)
	return d.root, true
}

// body returns the definition that is in the template or in an asset, or an
// empty one.
func (r *resource) body() (*tree.Node, bool) {
	body := r.property("Body")
	if location := r.property("BodyS3Location"); body == nil && location != nil {
		path, isLocal := r.localFile(location)
		if !isLocal {
			path = r.assets[location.Get("Key").Str()].path
		}
		if path == "" {
			r.Errorf(location.Position(), "missing-asset", "%s: the definition %s is not on this machine", r.logicalID, location.Get("Key").Str())
			return nil, false
		}
		body = r.reader.file(path, diag.Note{Position: location.Position(), Message: "the definition of " + r.path()})
		if body == nil {
			return nil, false
		}
	}
	switch {
	case body == nil:
		return tree.NewMapping(
			tree.Field{Name: "openapi", Value: tree.NewString("3.0.1")},
			tree.Field{Name: "info", Value: tree.NewMapping(
				tree.Field{Name: "title", Value: tree.NewString(r.title())},
				tree.Field{Name: "version", Value: tree.NewString("1")},
			)},
			tree.Field{Name: "paths", Value: tree.NewMapping()},
		), true
	case body.Is(tree.String) && intrinsic.IsPlaceholder(body.Text):
		r.addAbsent(r, "its definition is "+body.Text, "")
		return nil, false
	case !body.Is(tree.Mapping):
		r.Errorf(body.Position(), "invalid-template", "%s: the definition must be a mapping, found %s", r.logicalID, body.Kind)
		return nil, false
	case swagger.Is(body):
		return swagger.New(body, nil).Document(), true
	}
	return body, true
}

func (r *resource) title() string {
	if name := r.text("Name"); name != "" {
		return name
	}
	return r.logicalID
}

// definition is a definition in the making. Nodes are shared with the template and
// copied where they change.
type definition struct {
	*reader
	api         *resource
	root        *tree.Node
	authorizers map[string]string // names of security schemes by the authorizers' IDs
}

// part returns a mapping in the definition that may be changed; what is not there is
// added.
func (d *definition) part(names ...string) *tree.Node {
	n := d.root
	for _, name := range names {
		child := n.Get(name)
		if child.Is(tree.Mapping) {
			child = child.Copy()
		} else {
			child = tree.NewMapping()
		}
		n.Set(name, child)
		n = child
	}
	return n
}

// addSettings adds what properties of the API say next to the definition, which
// wins.
func (d *definition) addSettings() {
	for _, setting := range []struct{ property, extension string }{
		{"ApiKeySourceType", spec.ExtAPIKeySource},
		{"BinaryMediaTypes", spec.ExtBinaryMediaTypes},
		{"MinimumCompressionSize", spec.ExtMinimumCompressionSize},
		{"Policy", spec.ExtPolicy},
	} {
		if d.root.Get(setting.extension) == nil {
			d.root.Set(setting.extension, d.api.property(setting.property))
		}
	}
}
