package gateway

import (
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// warnRefused tells at start which operations answer 501: one warning for each
// thing that the local gateway does not do.
func warnRefused(api *spec.API, problems *diag.List) {
	if api.Policy != nil {
		problems.Warnf(api.Policy.Position(), "not-enforced", "gatewright does not evaluate the resource policy locally: it keeps nobody out")
	}
	byNeed := map[need][]*spec.Operation{}
	var needs []need
	for _, o := range api.Operations {
		n, needed := authorizerNeed(o)
		if !needed {
			continue
		}
		if byNeed[n] == nil {
			needs = append(needs, n)
		}
		byNeed[n] = append(byNeed[n], o)
	}
	for _, n := range needs {
		warnNeed(n, byNeed[n], problems)
	}
}

func warnNeed(n need, operations []*spec.Operation, problems *diag.List) {
	first := operations[0]
	if len(operations) == 1 {
		problems.Warnf(first.Position, "not-served", "%s; it answers 501", n.message(first))
		return
	}
	d := problems.Warnf(first.Position, "not-served",
		"gatewright does not %s locally yet: %d operations need %s; they answer 501", n.does, len(operations), n.name)
	for _, o := range operations {
		d.Notes = append(d.Notes, diag.Note{Position: o.Position, Message: operationName(o)})
	}
}
