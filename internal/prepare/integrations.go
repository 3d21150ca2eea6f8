package prepare

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// prepared is an operation's integration, rendered, and what was said next to it.
type prepared struct {
	options   integration.Options
	rendered  *spec.Integration
	raw       bool // goes into the definition as it is
	fromModel bool // the model carries it
}

// integrations finds and renders the integration of every operation. Operations
// whose integration is at fault are missing in what it returns.
func (p *preparation) integrations() map[*model.Operation]*prepared {
	p.checkUnknown()
	all := make(map[*model.Operation]*prepared, len(p.api.Operations))
	var missing, empty []*model.Operation
	for _, o := range p.api.Operations {
		given, ok := p.in.Integrations[o.ID]
		inner, options := integration.Unwrap(given)
		r := &prepared{options: options}
		switch carried := o.Extension(spec.ExtIntegration); {
		case ok && isNil(inner):
			empty = append(empty, o)
			continue
		case ok:
		case carried != nil:
			snippet, problems := spec.ReadIntegration(carried)
			p.Add(problems...)
			inner, r.fromModel = integration.Raw(snippet), true
		case p.in.MockAll:
			inner = integration.Placeholder()
		default:
			missing = append(missing, o)
			continue
		}
		if r.render(p, o, inner) {
			all[o] = r
		}
	}
	p.reportMissing(missing)
	p.reportEmpty(empty)
	return all
}

func (r *prepared) render(p *preparation, o *model.Operation, i integration.Integration) bool {
	switch err := r.try(p, o, i); {
	case err != nil:
		p.reportRender(o, err)
		return false
	case r.rendered == nil:
		p.Errorf(p.at(o), "failed-integration", "the integration of %s rendered nothing", o.ID)
		return false
	}
	return true
}

func (r *prepared) try(p *preparation, o *model.Operation, i integration.Integration) error {
	var err error
	r.raw = integration.IsRaw(i)
	r.rendered, err = i.Render(integration.Props{
		Operation:        o,
		API:              p.api,
		CORS:             p.in.CORS,
		Placement:        p.in.Placement,
		BinaryMediaTypes: p.binary.types,
		Data:             p.in.Data,
		Report:           func(d diag.Diagnostic) { p.addFor(o, d) },
	})
	if err == nil && r.rendered != nil && r.options.Stream {
		r.rendered.StreamResponse()
		if fault := r.rendered.StreamingFault(); fault != "" {
			return &integration.OptionError{Option: "stream", Message: fault}
		}
	}
	return err
}

// at returns the place where an operation's integration, or an option of it, was
// said, else that of the operation.
func (p *preparation) at(o *model.Operation, option ...string) diag.Position {
	path := append([]string{"integrations", o.ID}, option...)
	if position := p.in.At(path...); position.IsValid() {
		return position
	}
	return o.Position
}

// addFor adds what an integration reports: of its own options, unless it names a place
// in the model.
func (p *preparation) addFor(o *model.Operation, d diag.Diagnostic) {
	if !d.Position.IsValid() {
		d.Position = p.at(o, "statusCode")
		d.Notes = p.noteModel(d.Position, o)
	}
	p.Add(d)
}

func (p *preparation) reportRender(o *model.Operation, err error) {
	if list, ok := errors.AsType[diag.List](err); ok {
		p.Add(list...)
		return
	}
	if option, ok := errors.AsType[*integration.OptionError](err); ok {
		d := p.Errorf(p.at(o, option.Option), "invalid-option", "the integration of %s: %s", o.ID, option.Message)
		d.Help = option.Help
		d.Notes = p.noteModel(d.Position, o)
		return
	}
	d := p.Errorf(p.at(o), "failed-integration", "the integration of %s cannot be rendered: %v", o.ID, err)
	d.Notes = p.noteModel(d.Position, o)
	if cause, ok := errors.AsType[diag.Diagnostic](err); ok {
		d.Help = cause.Help
	}
}

// noteModel points at an operation in the model, unless the diagnostic does.
func (p *preparation) noteModel(position diag.Position, o *model.Operation) []diag.Note {
	if position == o.Position || !o.Position.IsValid() {
		return nil
	}
	return []diag.Note{{Position: o.Position, Message: o.ID + " is " + o.Method + " " + o.Path}}
}

func (p *preparation) checkUnknown() {
	for _, id := range slices.Sorted(maps.Keys(p.in.Integrations)) {
		if p.api.Operation(id) != nil {
			continue
		}
		d := p.Errorf(p.in.At("integrations", id), "unknown-operation", "the model has no operation %s", id)
		d.Help = "remove the integration, or add the operation to the model"
		if near := diag.Nearest(id, p.api.OperationIDs()); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
}

func (p *preparation) reportMissing(operations []*model.Operation) {
	if len(operations) == 0 {
		return
	}
	d := p.Errorf(p.in.At("integrations"), "missing-integration", "%s: %s",
		counted(len(operations), "operation has", "operations have")+" no integration", names(operations))
	d.Notes = notes(operations)
	d.Help = "give each an integration, or answer all of them with mocks by mockAll: true"
}

func (p *preparation) reportEmpty(operations []*model.Operation) {
	if len(operations) == 0 {
		return
	}
	d := p.Errorf(p.in.At("integrations"), "missing-integration-value", "%s: %s",
		counted(len(operations), "operation has", "operations have")+" an integration that is nil", names(operations))
	d.Notes = notes(operations)
	d.Help = "return an integration from each of these methods; an embedded interface that is nil counts as nil"
}

func names(operations []*model.Operation) string {
	ids := make([]string, len(operations))
	for i, o := range operations {
		ids[i] = o.ID
	}
	return strings.Join(ids, ", ")
}

func notes(operations []*model.Operation) []diag.Note {
	notes := make([]diag.Note, len(operations))
	for i, o := range operations {
		notes[i] = diag.Note{Position: o.Position, Message: o.ID + " is " + o.Method + " " + o.Path}
	}
	return notes
}

// isNil reports whether an integration is nil, or a nil pointer in an interface.
func isNil(i integration.Integration) bool {
	if i == nil {
		return true
	}
	v := reflect.ValueOf(i)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// chosenAuthorizer returns what was said about an operation's authorizer, and where.
func (p *preparation) chosenAuthorizer(o *model.Operation, r *prepared) (authorizer.Authorizer, diag.Position) {
	if r.options.Authorizer != nil {
		return r.options.Authorizer, p.at(o, "authorizer")
	}
	return p.in.DefaultAuthorizer, p.in.At("defaultAuthorizer")
}
