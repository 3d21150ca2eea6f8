package gateway

import (
	"strconv"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/spec"
)

// mockBackend is the integration type MOCK: the integration request itself holds
// the status that the backend would have answered with ("Mock integrations for
// REST APIs in API Gateway").
type mockBackend struct {
	known []knownStatus // of templates without references
}

// knownStatus is the status that a rendered template holds.
type knownStatus struct {
	text   string
	status int
}

func newMockBackend(o *spec.Operation) *mockBackend {
	m := &mockBackend{}
	for _, t := range o.Integration.RequestTemplates {
		if status, ok := mockStatus(t.Text); ok {
			m.known = append(m.known, knownStatus{t.Text, status})
		}
	}
	return m
}

func (m *mockBackend) call(x *exchange) *failure {
	status, ok := m.status(x.outgoing.body)
	if !ok {
		return misconfigured("Unable to parse statusCode. It should be an integer that is defined in the request template.")
	}
	x.incoming.status = status
	x.incoming.selection = statusText(status)
	return nil
}

func (m *mockBackend) status(body []byte) (int, bool) {
	for i := range m.known {
		if m.known[i].text == string(body) {
			return m.known[i].status, true
		}
	}
	return mockStatus(string(body))
}

// mockStatus reads {"statusCode": 200}, however carelessly it is written.
func mockStatus(text string) (int, bool) {
	v, err := jsonvalue.ParseLenient(text)
	if err != nil {
		return 0, false
	}
	object, ok := v.(*jsonvalue.Map)
	if !ok {
		return 0, false
	}
	value, _ := object.Get("statusCode")
	status, ok := jsonvalue.Int(value)
	return int(status), ok
}

// statusText is strconv.Itoa without an allocation for the usual statuses.
func statusText(status int) string {
	if status >= 100 && status < 600 {
		return statusTexts[3*(status-100) : 3*(status-100)+3]
	}
	return strconv.Itoa(status)
}

var statusTexts = func() string {
	var all []byte
	for status := 100; status < 600; status++ {
		all = strconv.AppendInt(all, int64(status), 10)
	}
	return string(all)
}()
