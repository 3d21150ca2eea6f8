package gateway

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// words say what happened to a request: reason in a few words, outcome in a sentence,
// next what to do about it. A plain success has an outcome only.
type words struct{ reason, outcome, next string }

func (r *Recording) words() words {
	switch {
	case r.failure != nil:
		return r.failureWords()
	case r.entry != nil:
		age := r.started.Sub(r.entry.made).Round(time.Millisecond).String()
		return words{
			reason:  "Cache entry " + age + " old",
			outcome: "The cache responded with an entry " + age + " old.",
		}
	case r.call != nil && r.call.start > 0:
		start := r.call.start.Round(100 * time.Microsecond).String()
		return words{
			reason:  "Its start took " + start,
			outcome: "The function " + functionName(r.call.function) + " responded; starting its process took " + start + ".",
			next:    "The next call finds it running. In the cloud this would be a cold start.",
		}
	}
	outcome := r.by() + " responded " + statusText(r.status)
	if text := http.StatusText(r.status); text != "" {
		outcome += " " + text
	}
	w := words{outcome: upperFirst(outcome) + "."}
	if r.status >= http.StatusBadRequest {
		w.reason = upperFirst(r.by()) + " responded " + statusText(r.status)
	}
	return w
}

// failureWords explain a gateway response by the step that it comes from.
func (r *Recording) failureWords() words {
	f := r.failure
	name := r.method + " " + r.path
	if r.op != nil {
		name = operationName(r.op.Operation)
	}
	switch {
	case r.op == nil && r.last == StepMatch && f.kind == missingAuthenticationToken:
		return words{
			reason:  "No operation for " + name,
			outcome: "No operation matches " + name + ". API Gateway responds 403 Missing Authentication Token to such requests, never 404.",
			next:    "Compare the method and the path with the list of operations.",
		}
	case r.last == StepMatch:
		return words{reason: f.text(), outcome: "Refused before an operation was looked for: " + f.text() + ".", next: f.reason}
	case r.last == StepAuthorize:
		return r.authorizerWords(f)
	case r.last == StepKey:
		return words{
			reason:  afterColon(f.reason),
			outcome: "Refused: " + name + " requires an API key. " + sentence(afterColon(f.reason)),
			next:    "Send the header x-api-key with a key of a usage plan; apiKeys and usagePlans in gatewright.yaml name them.",
		}
	case r.last == StepThrottle:
		return r.throttleWords(f)
	case r.last == StepValidate:
		return r.validationWords(f, name)
	case r.last == StepCache:
		return words{reason: "The caller may not refresh the cache", outcome: "Refused: the caller may not refresh the cache entry of " + name + ".",
			next: "Leave out Cache-Control: max-age=0, or allow execute-api:InvalidateCache."}
	}
	return r.integrationWords(f, name)
}

func (r *Recording) authorizerWords(f *failure) words {
	kind := "authorization"
	if a := r.op.Authorization.Authorizer; a != nil {
		kind = "the authorizer " + a.Name
	} else if r.op.Authorization.Type != "" {
		kind = r.op.Authorization.Type + " authorization"
	}
	switch {
	case f.kind == notAuthorized && r.op.guard != nil && !r.hasIdentity():
		return words{
			reason:  "No identity was sent",
			outcome: "Refused by " + kind + ": the request has none of its identity sources, such as the header Authorization.",
			next:    "Send a token, or choose an identity.",
		}
	case r.decision != nil:
		return words{
			reason:  "The policy for " + r.decision.principal + " does not allow it",
			outcome: "Refused by " + kind + ": the policy that it returned for " + r.decision.principal + " does not allow " + r.method + " " + r.path + ".",
			next:    "Let the policy allow the ARN of the request, or call as somebody else. A decision may be kept: see the state.",
		}
	}
	why := f.text()
	if detail := r.lastError(); detail != "" {
		why = detail
	}
	return words{reason: why, outcome: "Refused by " + kind + ": " + sentence(why), next: "The step Authorizer shows what it was asked, and what it said."}
}

// hasIdentity reports whether a request has what its authorizer looks at.
func (r *Recording) hasIdentity() bool {
	x := r.exchange()
	switch g := r.op.guard.(type) {
	case *lambdaGuard:
		for _, s := range g.sources {
			if last(s.all(x)) == "" {
				return false
			}
		}
		return true
	case *cognitoGuard:
		return x.header(g.header) != ""
	case *jwtGuard:
		return x.header(g.header) != ""
	}
	return true
}

func (r *Recording) throttleWords(f *failure) words {
	who := "everybody"
	if r.client != nil {
		who = "key " + r.client.ID
	}
	if f.kind == quotaExceeded {
		return words{
			reason:  "The quota of " + who + " is used up",
			outcome: "Refused: the quota of the usage plan for " + who + " is used up.",
			next:    "Raise the plan's quota, or clear the counts in the state.",
		}
	}
	return words{
		reason:  "A bucket for " + who + " was empty",
		outcome: "Throttled: a bucket for " + r.op.name + " was empty.",
		next:    "Wait, or raise rate and burst: the step Throttle lists the limits.",
	}
}

func (r *Recording) validationWords(f *failure, name string) words {
	if f.kind == badRequestParameters {
		missing := strings.Trim(f.validation, "[]")
		return words{
			reason:  "Missing: " + missing,
			outcome: "Refused by validation: the request to " + name + " lacks what is required: " + missing + ".",
			next:    "Send it, or make it optional in the model (" + r.at(r.op.Position) + ").",
		}
	}
	return words{
		reason:  "Body: " + shortened(strings.Trim(f.validation, "[]")),
		outcome: "Refused by validation: the body does not fit the model of " + name + ".",
		next:    "The step Validation shows each value and its rule. What is behind " + name + " was not called.",
	}
}

func (r *Recording) integrationWords(f *failure, name string) words {
	if r.templateError != nil {
		places := templateErrors(r.template.written, r.templateError, r.at)
		which := "response"
		if r.last == StepIntegrationRequest {
			which = "request"
		}
		w := words{reason: "Line " + strconv.Itoa(places[0].Line) + ": " + places[0].Message}
		w.outcome = "The " + which + " template of " + name + " failed at line " + strconv.Itoa(places[0].Line) + ", column " +
			strconv.Itoa(places[0].Column) + ": " + sentence(places[0].Message)
		if places[0].At != "" {
			w.next = "See " + places[0].At + ". "
		}
		w.next += "The scratchpad renders the template against this request."
		return w
	}
	why := r.lastError()
	if why == "" {
		why = f.text()
	}
	why = strings.TrimPrefix(why, "Execution failed due to configuration error: ")
	return words{
		reason:  shortened(why),
		outcome: upperFirst(backendName(r.op.integration)) + " did not respond to " + name + ": " + sentence(why),
		next:    "The client sees " + statusText(r.status) + " and " + strconv.Quote(f.text()) + " only.",
	}
}

// lastError returns the last error in the execution log.
func (r *Recording) lastError() string {
	if len(r.errors) == 0 {
		return ""
	}
	return r.errors[len(r.errors)-1].line
}

func afterColon(text string) string {
	if at := strings.LastIndex(text, ": "); at >= 0 {
		return text[at+2:]
	}
	return text
}

const shortLength = 120

func shortened(text string) string {
	if len(text) <= shortLength {
		return text
	}
	return strings.ToValidUTF8(text[:shortLength], "") + "…"
}

func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func itoa(n int) string { return strconv.Itoa(n) }
