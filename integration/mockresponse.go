package integration

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// MockResponse answers one response of an operation without a backend. The Mock
// functions of generated packages make it, such as petstore.MockGetPet200(pet).
type MockResponse struct {
	declared string // the response's status in the model: "200", "4XX" or "default"
	mock     mock
}

// MockResponseOf answers a response by the status that the model declares for it,
// with data made from the model, or without a body where the model has none.
func MockResponseOf(declared string) MockResponse { return MockResponse{declared: declared} }

// MockJSONOf answers a response with a body in JSON, in the JSON content types that
// the model has for it, or with generated data when no body is given.
func MockJSONOf[B any](declared string, body ...B) MockResponse {
	m := MockResponseOf(declared)
	if len(body) > 0 {
		MockJSON(body[0]).applyMock(&m.mock)
		m.mock.json = true
	}
	return m.withBodies(len(body))
}

// MockTextOf answers a response with a body as it is, in every content type that the
// model has for it, or with generated data when no body is given.
func MockTextOf[B ~string | ~[]byte](declared string, body ...B) MockResponse {
	m := MockResponseOf(declared)
	if len(body) > 0 {
		MockBody(string(body[0])).applyMock(&m.mock)
	}
	return m.withBodies(len(body))
}

func (m MockResponse) withBodies(n int) MockResponse {
	if n > 1 {
		m.mock.err = &OptionError{
			Option: "body", Message: fmt.Sprintf("it was given %d bodies, and has one", n),
			Help: "give one body, or none for data made from the model",
		}
	}
	return m
}

// WithStatus says which status of a range, or of those that "default" stands for, is
// answered.
func (m MockResponse) WithStatus(code int) MockResponse {
	m.mock.statusCode = code
	return m
}

// WithHeader adds a header to the response.
func (m MockResponse) WithHeader(name, value string) MockResponse {
	m.mock.headers = slices.Clone(m.mock.headers)
	MockHeaders(spec.Mapping{Target: name, Source: "'" + value + "'"}).applyMock(&m.mock)
	if strings.Contains(value, "'") && m.mock.err == nil {
		m.mock.err = optionErrorf("headers", "the value %q of the header %s holds a quote, which ends a value in a definition", value, name)
	}
	return m
}

// WithHeaderFrom adds a header to the response from a source, such as
// "context.requestId".
func (m MockResponse) WithHeaderFrom(name, source string) MockResponse {
	m.mock.headers = slices.Clone(m.mock.headers)
	MockHeaders(spec.Mapping{Target: name, Source: source}).applyMock(&m.mock)
	return m
}

// Render implements Integration.
func (m MockResponse) Render(p Props) (*spec.Integration, error) {
	status, err := m.status(p.Operation)
	if err != nil {
		return nil, err
	}
	inner := m.mock
	inner.statusCode = status
	return inner.Render(p)
}

// status returns the status to answer, which is one that the declared response is for.
func (m MockResponse) status(o *model.Operation) (int, error) {
	if o.Response(m.declared) == nil {
		return 0, undeclared(o, "response", m.declared)
	}
	asked := m.mock.statusCode
	switch {
	case isInformational(m.declared):
		return 0, undeclaredStatus(o, m.declared)
	case asked == 0:
		return strconv.Atoi(concreteStatus(o, m.declared))
	}
	switch r := ResponseFor(o, strconv.Itoa(asked)); {
	case !isStatusCode(strconv.Itoa(asked)) || r == nil:
		return 0, undeclaredStatus(o, strconv.Itoa(asked))
	case r.Status != m.declared:
		return 0, &OptionError{
			Option:  "statusCode",
			Message: fmt.Sprintf("%d is none of the statuses that the response %s of %s is for", asked, m.declared, o.ID),
			Help:    fmt.Sprintf("the model has the response %s for it; answer that", r.Status),
		}
	}
	return asked, nil
}

// Placeholder answers as Mock does without options, except that it answers without a
// body, and warns, where no data can be made from the model. It counts as what is still
// to be replaced: see MockedOperations. The Mocks of generated packages consist of it.
func Placeholder() Integration { return placeholder{} }

type placeholder struct{}

func (placeholder) Render(p Props) (*spec.Integration, error) {
	i, err := Mock().Render(p)
	cause, ok := errors.AsType[diag.Diagnostic](err)
	if !ok {
		return i, err
	}
	cause.Severity = diag.Warning
	cause.Message = p.Operation.ID + " answers without a body: " + cause.Message
	if cause.Position != p.Operation.Position {
		cause.Notes = []diag.Note{{Position: p.Operation.Position, Message: p.Operation.ID + " is " + p.Operation.Method + " " + p.Operation.Path}}
	}
	p.report(diag.List{cause})
	return Mock(MockBody("")).Render(p)
}

// IsPlaceholder reports whether an integration is a Placeholder.
func IsPlaceholder(i Integration) bool {
	i, _ = Unwrap(i)
	_, ok := i.(placeholder)
	return ok
}

// IsMock reports whether an integration answers without a backend.
func IsMock(i Integration) bool {
	i, _ = Unwrap(i)
	switch i.(type) {
	case mock, MockResponse, placeholder:
		return true
	}
	return false
}

// MockedOperations returns the IDs of the operations, in their order, whose integration
// is still a Placeholder.
func MockedOperations(integrations map[string]Integration) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(integrations)) {
		if IsPlaceholder(integrations[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}
