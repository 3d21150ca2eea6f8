package gateway

import "github.com/gatewright/gatewright/spec"

// key lets nobody through to an operation that requires an API key: the local
// gateway knows neither keys nor usage plans.
func (x *exchange) key() *failure {
	if n, needed := keyNeed(x.op.Operation); needed {
		return notImplemented(n.message(x.op.Operation))
	}
	return nil
}

func keyNeed(o *spec.Operation) (need, bool) {
	return need{"check API keys", "an API key"}, o.APIKeyRequired
}
