package integration

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
)

// body is a body of a mock in one content type.
type body struct {
	contentType string // that selects its template
	parameters  string // of the content type: "; charset=utf-8"
	data        []byte
}

// isBinary reports whether a body cannot be the text of a template.
func (b body) isBinary() bool { return !utf8.Valid(b.data) || bytes.IndexByte(b.data, 0) >= 0 }

func (p Props) data() *mockdata.Generator {
	if p.Data == nil {
		return mockdata.New(0)
	}
	return p.Data
}

func (p Props) report(problems diag.List) {
	if p.Report != nil {
		for _, problem := range problems {
			p.Report(problem)
		}
	}
}

// generatedBody makes a body that follows the model.
func (p Props) generatedBody(m *model.MediaType) (body, error) {
	made, err := p.data().Body(m)
	if err != nil {
		return body{}, fmt.Errorf("cannot make the body in %s: %w", m.Type, err)
	}
	p.report(made.Problems)
	_, parameters, _ := strings.Cut(made.ContentType, ";")
	if parameters != "" {
		parameters = ";" + parameters
	}
	return body{contentType: concreteType(made.ContentType), parameters: parameters, data: made.Text}, nil
}

// generatedHeaders makes the headers that a response declares.
func (p Props) generatedHeaders(r *model.Response) ([]spec.Mapping, error) {
	if len(r.Headers) == 0 || p.data().Disable {
		return nil, nil
	}
	made, err := p.data().Response(&model.Response{Status: r.Status, Headers: r.Headers})
	if err != nil {
		return nil, fmt.Errorf("cannot make the headers of %s: %w", r.Status, err)
	}
	p.report(made.Problems)
	var mappings []spec.Mapping
	for _, h := range made.Headers {
		// A quote would end the value in a definition.
		if value := strings.ReplaceAll(h.Value, "'", ""); value != "" && isParameterName(h.Name) {
			mappings = append(mappings, staticHeader(h.Name, value))
		}
	}
	return mappings, nil
}

func staticHeader(name, value string) spec.Mapping {
	return spec.Mapping{Target: "method.response.header." + name, Source: "'" + value + "'"}
}
