package gateway

import (
	"net/http"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// authorize lets nobody through to an operation that needs an authorizer: the
// local gateway runs none.
func (x *exchange) authorize() *failure {
	if n, needed := authorizerNeed(x.op.Operation); needed {
		return notImplemented(n.message(x.op.Operation))
	}
	return nil
}

// need is something in front of an operation that the local gateway does not do.
type need struct {
	does string // "run IAM authorizers"
	name string // of what the operation needs
}

func (n need) message(o *spec.Operation) string {
	return "gatewright does not " + n.does + " locally yet: operation " + operationName(o) + " needs " + n.name
}

func authorizerNeed(o *spec.Operation) (need, bool) {
	var n need
	switch o.Authorization.Type {
	case "", spec.AuthNone:
		return need{}, false
	case spec.AuthIAM:
		n = need{"run IAM authorizers", spec.AuthIAM}
	case spec.AuthCognito:
		n = need{"run Cognito authorizers", "a user pool"}
	default:
		n = need{"run Lambda authorizers", "one"}
	}
	if a := o.Authorization.Authorizer; a != nil && a.Name != "" {
		n.name = a.Name
	}
	return n, true
}

// notImplemented answers 501, in words that no customised template hides.
func notImplemented(message string) *failure {
	body := tree.NewMapping(tree.Field{Name: "message", Value: tree.NewString(message)})
	return &failure{
		kind: default5XX, status: http.StatusNotImplemented, errorType: "NotImplementedException",
		message: message, before: true, verbatim: string(body.JSON(false)),
	}
}

// operationName names an operation in messages.
func operationName(o *spec.Operation) string {
	if o.ID != "" {
		return o.ID
	}
	return o.Method + " " + o.Path
}
