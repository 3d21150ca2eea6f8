package gateway

import (
	"net/http"
	"slices"
)

// writeLog derives the execution log: what its steps write at the level info, and the
// errors as they were written.
func (e *explainer) writeLog(t *Trace) {
	t.Log = []LogLine{}
	for s := range stepCount {
		var lines []string
		if e.reached(s) && e.op != nil {
			e.x.lines = &lines
			e.logStep(s)
			e.x.lines = nil
		}
		for _, l := range e.errors {
			if l.step == s && !slices.Contains(lines, l.line) {
				lines = append(lines, l.line)
			}
		}
		t.Steps[s].Log = lines
		for _, line := range lines {
			t.Log = append(t.Log, LogLine{s.String(), line})
		}
	}
}

// logStep writes what a step writes when it passes.
func (e *explainer) logStep(s Step) {
	x := e.x
	switch s {
	case StepMatch:
		_ = x.logBegin() // never fails
	case StepKey:
		if !e.op.APIKeyRequired {
			x.logOpen()
		} else {
			x.logVerifying(e.steps[s].Key.Key)
		}
	case StepThrottle:
		if e.client != nil && e.reached(StepValidate) {
			x.logChecked(e.client.Value)
		}
	case StepValidate:
		_ = x.logStart() // never fails
	case StepIntegration:
		e.logCall()
	case StepResponse:
		x.logEnd()
	default: // writes nothing when it passes
	}
}

func (e *explainer) logCall() {
	x := e.x
	switch {
	case e.call != nil:
		x.incoming.header = nil // the log has none of a function's
		x.logInvocation(e.call.url, x.sourceARN(), e.call.payload.bytes)
	case e.sentURL != "":
		x.logEndpointRequest(e.sentURL, e.sentHeader, e.mappedBody.bytes)
	default:
		return
	}
	if e.incoming.status == 0 && e.call != nil && (e.failure == nil || e.incomingBody.size > 0) {
		x.incoming.status = http.StatusOK
	}
	if x.incoming.status != 0 {
		x.logResponse(x.incoming.status, e.took(StepIntegration)/1000)
	}
}
