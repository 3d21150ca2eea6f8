package integration

import (
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/model"
)

// ResponseFor returns the response that an operation declares for a concrete
// status: by itself, by its range ("4XX") or by "default". It returns nil when
// there is none (OpenAPI Specification, "Responses Object").
func ResponseFor(o *model.Operation, status string) *model.Response {
	if r := o.Response(status); r != nil {
		return r
	}
	if len(status) == 3 {
		if r := o.Response(status[:1] + "XX"); r != nil {
			return r
		}
	}
	return o.Response("default")
}

// concreteStatus returns a status to answer with for one as it is declared.
func concreteStatus(o *model.Operation, declared string) string {
	switch {
	case isStatusCode(declared):
		return declared
	case len(declared) == 3: // "4XX"
		return declared[:1] + "00"
	case declaresSuccess(o):
		return "500" // default means the errors when success is declared
	default:
		return "200"
	}
}

// successStatus returns the status of an operation's first success response, or 200.
func successStatus(o *model.Operation) string {
	for _, r := range o.Responses {
		if strings.HasPrefix(r.Status, "2") {
			return concreteStatus(o, r.Status)
		}
	}
	return "200"
}

func declaresSuccess(o *model.Operation) bool {
	for _, r := range o.Responses {
		if strings.HasPrefix(r.Status, "2") || strings.HasPrefix(r.Status, "3") {
			return true
		}
	}
	return false
}

// isStatusCode reports whether API Gateway responds with a status. Those from 100 to 199
// are for the connection, which is the gateway's own.
func isStatusCode(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 200 && n <= 599
}

// isInformational reports whether a declared status is one from 100 to 199.
func isInformational(declared string) bool { return strings.HasPrefix(declared, "1") }
