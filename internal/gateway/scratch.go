package gateway

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/spec"
)

// Rendering is what a template makes of a recorded request, or why it does not.
type Rendering struct {
	Output string         `json:"output"`
	Errors []ProblemTrace `json:"errors"`
}

// maxRendering is how long a scratch template may take.
const maxRendering = 2 * time.Second

// Render renders a template against the recorded request, or, of a response, against
// what the integration returned. Nothing is called, and nothing changes.
func (r *Recording) Render(text string, ofResponse bool) Rendering {
	written := spec.Template{ContentType: "template", Text: text}
	parsed, err := vtl.Parse(written.ContentType, text)
	if err != nil {
		return Rendering{Errors: templateErrors(written, err, r.at)}
	}
	x := r.exchange()
	ctx, cancel := context.WithTimeout(context.Background(), maxRendering)
	defer cancel()
	x.request = x.request.WithContext(ctx)
	phase := inRequest
	if ofResponse {
		phase = inResponse
	}
	if x.op == nil || x.op.integration == nil {
		phase = inRequest
	}
	t := template{contentType: written.ContentType, vtl: parsed, written: written}
	x.recording = &Recording{}
	output, f := t.render(x, phase)
	if f != nil {
		return Rendering{Errors: templateErrors(written, x.recording.templateError, r.at)}
	}
	return Rendering{Output: string(output), Errors: []ProblemTrace{}}
}

// JSONPath evaluates a path on the body of the recorded request, or on that of the
// integration's response. The result is JSON.
func (r *Recording) JSONPath(path string, ofResponse bool) (string, error) {
	compiled, err := jsonpath.Compile(path)
	if err != nil {
		return "", err
	}
	body := r.body.bytes
	if ofResponse {
		body = r.incomingBody.bytes
	}
	if len(body) == 0 {
		return "", errors.New("the body is empty")
	}
	root, err := jsonvalue.NewDocument(bytes.Clone(body)).Value()
	if err != nil {
		return "", err
	}
	v, ok := compiled.Get(root)
	if !ok {
		return "", nil
	}
	return jsonvalue.JSON(v), nil
}
