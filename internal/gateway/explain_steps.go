package gateway

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/spec"
)

// MatchTrace is how the operation was found.
type MatchTrace struct {
	Path       string        `json:"path"` // without the stage
	Operation  string        `json:"operation,omitempty"`
	Template   string        `json:"template,omitempty"` // as "/pets/{petId}"
	At         string        `json:"at,omitempty"`
	Parameters []HeaderField `json:"parameters"` // of the path
}

// AuthorizerTrace is who was asked whether the caller may call, and what it said.
type AuthorizerTrace struct {
	Type      string        `json:"type"` // as in spec.Authorization
	Name      string        `json:"name,omitempty"`
	At        string        `json:"at,omitempty"`
	Resource  string        `json:"resource"`            // the ARN of what is called
	Decision  string        `json:"decision"`            // "allow", "deny", or "none"
	Statement string        `json:"statement,omitempty"` // that decides, as "Statement[0]"
	Policy    string        `json:"policy,omitempty"`    // whose it is: "authorizer", "resource" or "identity"
	Principal string        `json:"principal,omitempty"`
	Context   []HeaderField `json:"context,omitempty"` // or the token's claims
	Response  string        `json:"response,omitempty"`
	Kept      bool          `json:"kept,omitempty"` // the decision was made for an earlier request
	Expires   *time.Time    `json:"expires,omitempty"`
	Start     int64         `json:"start,omitempty"`   // microseconds of starting the function's process
	Request   string        `json:"request,omitempty"` // the ID of the function's invocation
	Output    []string      `json:"output,omitempty"`  // that the function wrote
}

// KeyTrace is the API key and the usage plan that holds it.
type KeyTrace struct {
	Key  string `json:"key,omitempty"` // masked
	ID   string `json:"id,omitempty"`
	Plan string `json:"plan,omitempty"`
}

// ThrottleTrace are the limits of the request.
type ThrottleTrace struct {
	Limits []LimitTrace `json:"limits"`
}

// LimitTrace is a bucket or a quota.
type LimitTrace struct {
	Name  string  `json:"name"`
	Rate  float64 `json:"rate,omitempty"` // requests a second
	Burst int     `json:"burst,omitempty"`
	Quota int     `json:"quota,omitempty"` // requests in a period
}

// ValidationTrace is what was checked, and what does not fit.
type ValidationTrace struct {
	Parameters bool           `json:"parameters"` // are checked
	Body       bool           `json:"body"`       // is checked
	Model      string         `json:"model,omitempty"`
	Missing    []ProblemTrace `json:"missing"`
	Problems   []ProblemTrace `json:"problems"`
}

// ProblemTrace is a parameter that is missing, or a value that breaks the model.
type ProblemTrace struct {
	Message string `json:"message"`
	Pointer string `json:"pointer,omitempty"` // a JSON Pointer into the body
	Line    int    `json:"line,omitempty"`    // in the body
	Column  int    `json:"column,omitempty"`
	At      string `json:"at,omitempty"` // the rule in the model
}

// CacheTrace is what the cache did.
type CacheTrace struct {
	Key     []HeaderField `json:"key"`
	Hit     bool          `json:"hit"`
	MadeBy  string        `json:"madeBy,omitempty"` // the request whose response it is
	Age     int64         `json:"age,omitempty"`    // milliseconds
	Expires *time.Time    `json:"expires,omitempty"`
}

// MappingTrace are parameter mappings and a template.
type MappingTrace struct {
	Mappings []SourceTrace  `json:"mappings"`
	Template *TemplateTrace `json:"template,omitempty"` // nil: the body passes as it is
	Headers  []HeaderField  `json:"headers,omitempty"`
	Body     *BodyTrace     `json:"body,omitempty"` // that came out
}

// SourceTrace is a parameter mapping and its value.
type SourceTrace struct {
	Target string `json:"target"`
	Source string `json:"source"`
	Value  string `json:"value"`
	At     string `json:"at,omitempty"`
}

// TemplateTrace is a mapping template.
type TemplateTrace struct {
	ContentType string         `json:"contentType"`
	Text        string         `json:"text"`
	At          string         `json:"at,omitempty"` // its first line
	Errors      []ProblemTrace `json:"errors"`       // Line and Column are in the template, At is in the file
}

// CallTrace is the call of what is behind the operation.
type CallTrace struct {
	Kind          string   `json:"kind"` // "mock", "lambda …", "http", or an AWS service
	At            string   `json:"at,omitempty"`
	Function      string   `json:"function,omitempty"`
	RequestID     string   `json:"requestId,omitempty"`
	FunctionError string   `json:"functionError,omitempty"`
	Start         int64    `json:"start,omitempty"` // microseconds of starting the function's process
	Request       Message  `json:"request"`
	Response      *Message `json:"response,omitempty"`
	Output        []string `json:"output,omitempty"` // that the function wrote
}

// SelectionTrace is which integration response was taken.
type SelectionTrace struct {
	Selected string         `json:"selected"` // what the patterns are matched with
	Patterns []PatternTrace `json:"patterns"` // in the order in which they are tried
	MappingTrace
}

// PatternTrace is an integration response.
type PatternTrace struct {
	Pattern string `json:"pattern"`
	Status  string `json:"status"`
	Tried   bool   `json:"tried"`
	Matched bool   `json:"matched"`
	At      string `json:"at,omitempty"`
}

// ResponseTrace is the response, and how it was made when it is a gateway response.
type ResponseTrace struct {
	Type      string `json:"type,omitempty"`   // of the gateway response
	Custom    string `json:"custom,omitempty"` // the type whose customisation was used
	Message   string `json:"message,omitempty"`
	Streamed  bool   `json:"streamed,omitempty"`
	Status    int    `json:"status"`
	Size      int    `json:"size"`
	ErrorType string `json:"errorType,omitempty"`
}

func (e *explainer) explainSteps() {
	for s, explain := range [stepCount]func(*explainer, *TraceStep){
		(*explainer).match, (*explainer).authorizer, (*explainer).key, (*explainer).throttle, (*explainer).validation,
		(*explainer).cache, (*explainer).integrationRequest, (*explainer).integration, (*explainer).integrationResponse,
		(*explainer).response,
	} {
		t := &e.steps[s]
		if e.op != nil || Step(s) == StepMatch || Step(s) == StepResponse {
			explain(e, t)
		}
		switch {
		case t.State == StateSkipped && t.Summary != "":
		case t.State == StateSkipped:
			t.Summary = "not reached"
		case t.State == StateFailed:
			t.Summary = e.words().reason
		}
	}
}

func off(t *TraceStep, summary string) {
	if t.State != StateSkipped {
		t.State, t.Summary = StateOff, summary
	}
}

func (e *explainer) match(t *TraceStep) {
	m := &MatchTrace{Path: e.path, Parameters: []HeaderField{}}
	t.Match = m
	for _, p := range e.params {
		m.Parameters = append(m.Parameters, HeaderField{p.Name, p.Value})
	}
	if e.op == nil {
		return
	}
	m.Operation, m.Template, m.At = operationName(e.op.Operation), e.op.name, e.at(e.op.Position)
	t.Summary = m.Operation
	for _, p := range m.Parameters {
		t.Summary += ", " + p.Name + " " + p.Value
	}
}

func (e *explainer) authorizer(t *TraceStep) {
	if e.op.guard == nil && e.gateway.policy == nil {
		off(t, "open to everybody")
		return
	}
	a := &AuthorizerTrace{Type: e.op.Authorization.Type, Resource: e.x.methodARN(), Principal: e.callerName(), Decision: policy.None.String()}
	if own := e.op.Authorization.Authorizer; own != nil {
		a.Name, a.At = own.Name, e.at(own.Position)
	}
	t.Authorizer = a
	if t.State == StateSkipped {
		return
	}
	e.decided(a)
	if d := e.decision; d != nil {
		a.Principal, a.Response, a.Context = d.principal, string(d.document), pairFields(d.context)
		a.Kept, a.Request, a.Start = e.asked.id == "", e.asked.id, e.authorizerStart.Microseconds()
		if !d.expires.IsZero() {
			a.Expires = &d.expires
		}
	} else if c := e.caller; c != nil && c.claims != nil {
		a.Context = pairFields(c.claims)
	}
	t.Summary = "allowed"
	if a.Principal != "" {
		t.Summary = a.Principal + " may call"
	}
	if a.Kept {
		t.Summary += ", as decided before"
	}
}

// decided finds the statement that allowed or denied.
func (e *explainer) decided(a *AuthorizerTrace) {
	type source struct {
		name     string
		who      policy.Principal
		policies []*policy.Policy
	}
	var sources []source
	who := policy.Principal{}
	if c := e.caller; c != nil && c.identity != nil {
		who = c.identity.who
		sources = append(sources, source{"identity", who, c.identity.Policies})
	}
	if e.decision != nil {
		sources = append(sources, source{"authorizer", who, []*policy.Policy{e.decision.policy}})
	}
	if e.gateway.policy != nil {
		sources = append(sources, source{"resource", who, []*policy.Policy{e.gateway.policy}})
	}
	decided := policy.None
	for _, s := range sources {
		decision, _, statement := policy.Deciding(e.x.policyRequest(s.who), s.policies...)
		if decision > decided {
			decided = decision
			a.Decision, a.Policy, a.Statement = decision.String(), s.name, "Statement["+itoa(statement)+"]"
		}
	}
	if e.caller != nil && e.caller.claims != nil && len(sources) == 0 {
		a.Decision = policy.Allow.String()
	}
}

func (e *explainer) key(t *TraceStep) {
	if !e.op.APIKeyRequired {
		off(t, "no API key is required")
		return
	}
	t.Key = &KeyTrace{Key: last(e.header["X-Api-Key"])}
	if c := e.client; c != nil {
		t.Key = &KeyTrace{Key: c.Value, ID: c.ID}
		t.Summary = "key " + c.ID
		if c.plan != nil {
			t.Key.Plan = c.plan.Name
			t.Summary += " of the plan " + c.plan.Name
		}
	}
}

func (e *explainer) throttle(t *TraceStep) {
	t.Throttle = &ThrottleTrace{Limits: e.limits()}
	switch n := len(t.Throttle.Limits); n {
	case 0:
		off(t, "no limit")
	default:
		t.Summary = "within " + plural(n, "limit")
	}
}

func (e *explainer) limits() []LimitTrace {
	limits := []LimitTrace{}
	if c := e.client; c != nil && c.plan != nil {
		if q := c.plan.Quota; q != nil {
			limits = append(limits, LimitTrace{Name: "quota of the plan " + c.plan.Name, Quota: q.Limit})
		}
		own := c.plan.Throttle
		if m, ok := c.plan.Methods[e.op.name]; ok {
			own = &m
		}
		if own != nil {
			limits = append(limits, LimitTrace{Name: "key " + c.ID, Rate: own.Rate, Burst: own.Burst})
		}
	}
	if b := e.op.bucket; b != nil {
		limits = append(limits, LimitTrace{Name: "stage, " + e.op.name, Rate: float64(b.Limit()), Burst: b.Burst()})
	}
	if b := e.gateway.usage.account; b != nil {
		limits = append(limits, LimitTrace{Name: "account", Rate: float64(b.Limit()), Burst: b.Burst()})
	}
	return limits
}

func (e *explainer) validation(t *TraceStep) {
	v := e.op.validator
	if v == nil {
		off(t, "nothing is validated")
		return
	}
	contentType := e.x.header("Content-Type")
	check := &ValidationTrace{Missing: []ProblemTrace{}, Problems: []ProblemTrace{}}
	check.Parameters, check.Body = v.Checks(contentType)
	t.Validation = check
	switch {
	case check.Parameters && check.Body:
		t.Summary = "parameters and body fit"
	case check.Body:
		t.Summary = "the body fits"
	case check.Parameters:
		t.Summary = "the parameters are there"
	default:
		off(t, "nothing of this request is validated")
	}
	if t.State != StateFailed {
		return
	}
	for _, name := range v.MissingParameters(e.x.hasParameter) {
		check.Missing = append(check.Missing, ProblemTrace{Message: name, At: e.at(e.op.Position)})
	}
	if len(check.Missing) > 0 || e.body.size > maxRecorded {
		return
	}
	model, problems := v.Problems(e.x.request.Context(), contentType, &e.x.document)
	check.Model = model
	for _, p := range problems {
		line, column := placeInBody(e.body.bytes, p.Pointer)
		check.Problems = append(check.Problems, ProblemTrace{Message: p.Message, Pointer: p.Pointer, Line: line, Column: column, At: e.at(p.Schema)})
	}
}

func (e *explainer) cache(t *TraceStep) {
	c := &e.op.settings.caching
	if e.gateway.cache == nil || c.ttl == 0 {
		off(t, "not cached")
		return
	}
	trace := &CacheTrace{Key: []HeaderField{}, Hit: e.entry != nil}
	t.Cache = trace
	for i, s := range c.keys {
		values, err := s.values(e.x)
		if err != nil {
			values = nil
		}
		trace.Key = append(trace.Key, HeaderField{e.op.integration.CacheKeyParameters[min(i, len(e.op.integration.CacheKeyParameters)-1)], strings.Join(values, ",")})
	}
	if t.State == StateSkipped {
		return
	}
	t.Summary = "no entry; the response is kept for " + c.ttl.String()
	if hit := e.entry; hit != nil {
		trace.MadeBy, trace.Age, trace.Expires = hit.maker, e.started.Sub(hit.made).Milliseconds(), &hit.until
		t.State = StateAnswered
		t.Summary = "entry of " + e.started.Sub(hit.made).Round(time.Millisecond).String() + " ago"
	}
}

func (e *explainer) integrationRequest(t *TraceStep) {
	i := e.op.integration
	m := &MappingTrace{Mappings: []SourceTrace{}}
	t.IntegrationRequest = m
	if i.Type == spec.AWSProxy {
		off(t, "passed to the function as an event")
		return
	}
	for _, mapping := range i.RequestParameters {
		m.Mappings = append(m.Mappings, e.source(mapping, requestSources))
	}
	if i.Type != spec.HTTPProxy {
		if chosen, f := i.requestTemplate(e.x.contentType()); f == nil && chosen != nil {
			m.Template = e.templateTrace(chosen)
		}
	}
	if t.State != StateSkipped {
		m.Headers, m.Body = append(e.mapped.header.trace(), e.mapped.query.trace()...), e.mappedBody.trace()
	}
	if t.State == StatePassed {
		t.Summary = mappingSummary(m)
	}
}

func mappingSummary(m *MappingTrace) string {
	var parts []string
	if n := len(m.Mappings); n > 0 {
		parts = append(parts, plural(n, "parameter")+" mapped")
	}
	if m.Template != nil {
		parts = append(parts, "template for "+m.Template.ContentType)
	}
	if parts == nil {
		return "passed as it is"
	}
	return strings.Join(parts, ", ")
}

// source returns a mapping with its value.
func (e *explainer) source(m spec.Mapping, allowed prefixes) SourceTrace {
	t := SourceTrace{Target: m.Target, Source: m.Source, At: e.at(m.Position)}
	if s, ok := parseSource(m.Source, allowed); ok {
		if values, err := s.values(e.x); err == nil {
			t.Value = strings.Join(values, ", ")
		}
	}
	if isSecret(m.Target[strings.LastIndexByte(m.Target, '.')+1:]) {
		t.Value = maskSecret(t.Value)
		if strings.HasPrefix(m.Source, "'") {
			t.Source = "'" + maskSecret(strings.Trim(m.Source, "'")) + "'"
		}
	}
	return t
}

func (e *explainer) templateTrace(t *template) *TemplateTrace {
	trace := &TemplateTrace{ContentType: t.written.ContentType, Text: t.written.Text, At: e.at(t.written.Position(1, 1)), Errors: []ProblemTrace{}}
	if !t.written.Position(1, 1).IsValid() {
		trace.At = e.at(e.op.Position)
	}
	if t.vtl == nil {
		_, err := vtl.Parse(t.written.ContentType, t.written.Text)
		trace.Errors = templateErrors(t.written, err, e.at)
	} else if e.template == t {
		trace.Errors = templateErrors(t.written, e.templateError, e.at)
	}
	return trace
}

// templateErrors returns the errors of a template with their places in it and in the
// file.
func templateErrors(t spec.Template, err error, place func(diag.Position) string) []ProblemTrace {
	problems := []ProblemTrace{}
	var syntax vtl.SyntaxErrors
	var rendering *vtl.RenderError
	switch {
	case errors.As(err, &syntax):
		for _, s := range syntax {
			problems = append(problems, ProblemTrace{Message: s.Message, Line: s.Line, Column: s.Column, At: place(t.Position(s.Line, s.Column))})
		}
	case errors.As(err, &rendering):
		problems = append(problems, ProblemTrace{
			Message: rendering.Err.Error(), Line: rendering.Line, Column: rendering.Column,
			At: place(t.Position(rendering.Line, rendering.Column)),
		})
	case err != nil:
		problems = append(problems, ProblemTrace{Message: err.Error(), Line: 1, Column: 1})
	}
	return problems
}

func (e *explainer) integration(t *TraceStep) {
	i := e.op.integration
	c := &CallTrace{Kind: backendName(i), At: e.at(i.Position), Request: Message{Headers: []HeaderField{}}}
	t.Integration = c
	if t.State == StateSkipped {
		t.Summary = c.Kind + " was not called"
		return
	}
	t.Summary = c.Kind
	switch {
	case e.call != nil:
		c.Function, c.RequestID, c.FunctionError = e.call.function, e.call.requestID, e.call.functionError
		c.Start = e.call.start.Microseconds()
		c.Request = Message{Method: "POST", URL: e.call.url, Headers: []HeaderField{}, Body: e.call.payload.trace()}
		if e.call.start > 0 {
			t.Summary += ", " + e.call.start.Round(100*time.Microsecond).String() + " of it the start of its process"
		}
	case e.sentURL != "":
		c.Request = Message{Method: methodOr(i.HTTPMethod, e.method), URL: e.sentURL, Headers: HeaderFields(e.sentHeader), Body: e.mappedBody.trace()}
	default:
		c.Request.Body = e.mappedBody.trace()
	}
	if e.incoming.status != 0 || e.incomingBody.size > 0 {
		body := e.incomingBody
		if e.streamed {
			body = e.answerBody
		}
		c.Response = &Message{Status: e.incoming.status, Headers: HeaderFields(e.incoming.header), Body: body.trace()}
	}
	if t.State == StatePassed && c.FunctionError != "" {
		t.State, t.Summary = StateNoted, t.Summary+" failed: "+errorMessage(e.incomingBody.bytes)
	} else if e.sentURL != "" && c.Response != nil {
		t.Summary += " responded " + statusText(e.incoming.status)
	}
}

func (e *explainer) integrationResponse(t *TraceStep) {
	i := e.op.integration
	if i.IsProxy() {
		off(t, "passed as it is")
		return
	}
	s := &SelectionTrace{Selected: e.incoming.selection, Patterns: []PatternTrace{}, MappingTrace: MappingTrace{Mappings: []SourceTrace{}}}
	t.IntegrationResponse = s
	chosen := e.patterns(s, t.State != StateSkipped)
	if chosen == nil || t.State == StateSkipped {
		return
	}
	for _, m := range chosen.ResponseParameters {
		s.Mappings = append(s.Mappings, e.source(m, responseSources))
	}
	if template := chosen.templates.accepted(e.x.header("Accept")); template != nil {
		s.Template = e.templateTrace(template)
	}
	if t.State == StatePassed {
		s.Body = e.answerBody.trace()
		t.Summary = namedPattern(chosen.Pattern) + " → " + chosen.StatusCode + ", " + mappingSummary(&s.MappingTrace)
	}
}

// patterns lists the integration responses as they are tried, and returns the one that
// is taken.
func (e *explainer) patterns(s *SelectionTrace, reached bool) *response {
	all := &e.op.integration.responses
	chosen, f := all.choose(s.Selected)
	if !reached || f != nil {
		chosen = nil
	}
	found := false
	for _, r := range append(slices.Clone(all.patterned), all.fallback) {
		if r == nil {
			continue
		}
		matched := r == chosen
		s.Patterns = append(s.Patterns, PatternTrace{
			Pattern: namedPattern(r.Pattern), Status: r.StatusCode, Tried: reached && !found, Matched: matched, At: e.at(r.Position),
		})
		found = found || matched
	}
	return chosen
}

func namedPattern(pattern string) string {
	if pattern == "" {
		return spec.DefaultResponse
	}
	return pattern
}

func (e *explainer) response(t *TraceStep) {
	r := &ResponseTrace{Status: e.status, Size: e.answerBody.size, Streamed: e.streamed}
	t.Response = r
	t.Summary = statusText(e.status) + ", " + plural(r.Size, "byte")
	if f := e.failure; f != nil {
		r.Type, r.Message, r.ErrorType = f.kind.name, f.text(), f.ownErrorType()
		if e.gateway.responses.of(f) != nil {
			r.Custom = f.kind.name
			if _, own := e.gateway.responses[f.kind.name]; !own {
				r.Custom = map[bool]string{true: "DEFAULT_4XX", false: "DEFAULT_5XX"}[f.ownStatus() < 500]
			}
		}
		t.Summary = "gateway response " + r.Type + ", " + t.Summary
	}
}
