package gateway

import (
	"context"
	"crypto/tls"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/tree"
)

// Trace explains a request: each step with what went in, what came out and why. Times
// are in microseconds; positions are "file:line:column".
type Trace struct {
	RequestSummary

	ExtendedID string      `json:"extendedId"`
	Next       string      `json:"next,omitempty"` // what to do about it
	Request    Message     `json:"request"`
	Response   Message     `json:"response"`
	Steps      []TraceStep `json:"steps"` // always the ten
	Log        []LogLine   `json:"log"`   // the execution log, in its order
}

// RequestSummary is what lists show of a request.
type RequestSummary struct {
	ID           string    `json:"id"`
	Received     time.Time `json:"received"`
	Microseconds int64     `json:"microseconds"`
	Method       string    `json:"method"`
	Target       string    `json:"target"`
	Operation    string    `json:"operation,omitempty"`   // its operationId, or its method and path
	OperationAt  string    `json:"operationAt,omitempty"` // where it is written
	Status       int       `json:"status"`
	By           string    `json:"by"`                        // who responded: "mock", "lambda", …, "cache", or the name of a step
	Reason       string    `json:"reason,omitempty"`          // in a few words, of what is not a plain success
	Outcome      string    `json:"outcome"`                   // what happened and why, in a sentence
	Stopped      string    `json:"stopped,omitempty"`         // the step that ended the request
	Type         string    `json:"gatewayResponse,omitempty"` // of a gateway response
	Caller       string    `json:"caller,omitempty"`
}

// The states of a step.
const (
	StatePassed   = "passed"
	StateAnswered = "answered" // the response was found here
	StateOff      = "off"      // not set up
	StateSkipped  = "skipped"  // not reached
	StateFailed   = "failed"   // ended the request
	StateNoted    = "noted"    // passed, but worth a look
)

// TraceStep is one of the ten steps. Of what comes after Log one or none is there.
type TraceStep struct {
	Name         string   `json:"name"`
	State        string   `json:"state"`
	Summary      string   `json:"summary"`
	Microseconds int64    `json:"microseconds"`
	Log          []string `json:"log,omitempty"` // the execution log's lines

	Match               *MatchTrace      `json:"match,omitempty"`
	Authorizer          *AuthorizerTrace `json:"authorizer,omitempty"`
	Key                 *KeyTrace        `json:"key,omitempty"`
	Throttle            *ThrottleTrace   `json:"throttle,omitempty"`
	Validation          *ValidationTrace `json:"validation,omitempty"`
	Cache               *CacheTrace      `json:"cache,omitempty"`
	IntegrationRequest  *MappingTrace    `json:"integrationRequest,omitempty"`
	Integration         *CallTrace       `json:"integration,omitempty"`
	IntegrationResponse *SelectionTrace  `json:"integrationResponse,omitempty"`
	Response            *ResponseTrace   `json:"response,omitempty"`
}

// LogLine is a line of the execution log.
type LogLine struct {
	Step string `json:"step"`
	Line string `json:"line"`
}

// Message is a request or a response.
type Message struct {
	Method  string        `json:"method,omitempty"`
	URL     string        `json:"url,omitempty"`
	Status  int           `json:"status,omitempty"`
	Headers []HeaderField `json:"headers"`
	Body    *BodyTrace    `json:"body,omitempty"`
}

// HeaderField is a header, or a parameter.
type HeaderField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// BodyTrace is a body. What is not text is in Base64.
type BodyTrace struct {
	Text   string `json:"text,omitempty"`
	Base64 []byte `json:"base64,omitempty"`
	Size   int    `json:"size"`          // bytes
	Cut    bool   `json:"cut,omitempty"` // there was more
}

func (b recordedBody) trace() *BodyTrace {
	if b.size == 0 {
		return nil
	}
	t := &BodyTrace{Size: b.size, Cut: b.size > maxRecorded}
	text := b.bytes
	for t.Cut && len(text) > 0 && len(b.bytes)-len(text) < utf8.UTFMax && !utf8.Valid(text) {
		text = text[:len(text)-1]
	}
	if utf8.Valid(text) {
		t.Text = string(text)
	} else {
		t.Base64 = b.bytes
	}
	return t
}

// Summary returns what lists show.
func (r *Recording) Summary() RequestSummary {
	s := RequestSummary{
		ID: r.ids.request, Received: r.received, Microseconds: r.ends[StepResponse].Microseconds(),
		Method: r.method, Target: r.target, Status: r.status, By: r.by(), Caller: r.callerName(),
	}
	if r.op != nil {
		s.Operation, s.OperationAt = operationName(r.op.Operation), r.at(r.op.Position)
	}
	if r.failure != nil {
		s.Type, s.Stopped = r.failure.kind.name, r.stopped().String()
	}
	w := r.words()
	s.Reason, s.Outcome = w.reason, w.outcome
	return s
}

// at returns a position as Options.Place writes it.
func (r *Recording) at(p diag.Position) string {
	if place := r.gateway.options.Place; place != nil {
		p.File = place(p.File)
	}
	return p.String()
}

// stopped returns the step that failed. An integration that fails stops the request, too.
func (r *Recording) stopped() Step { return r.last }

// by returns who responded.
func (r *Recording) by() string {
	switch {
	case r.failure != nil && r.last != StepIntegration:
		return r.last.String()
	case r.entry != nil:
		return StepCache.String()
	case r.op == nil || r.op.integration == nil:
		return StepMatch.String()
	}
	return backendName(r.op.integration)
}

// backendName names what is behind an operation in a word or two.
func backendName(i *integration) string {
	switch b := i.backend.(type) {
	case *lambdaProxy:
		return "lambda " + functionName(b.function)
	case *lambdaCustom:
		return "lambda " + functionName(b.function)
	case *serviceBackend:
		return b.arn.service
	case *httpBackend:
		return "http"
	}
	return "mock"
}

// functionName returns the name in a function's ARN.
func functionName(arn string) string {
	if _, name, ok := strings.Cut(arn, ":function:"); ok {
		return name
	}
	return arn
}

func (r *Recording) callerName() string {
	switch c := r.caller; {
	case c != nil && c.identity != nil:
		return c.identity.ARN
	case c != nil && c.claims != nil:
		for _, name := range []string{"cognito:username", "username", "sub"} {
			if v, ok := find(c.claims, name); ok {
				return jsonvalue.String(v)
			}
		}
	case c != nil:
		return c.principal
	}
	if r.client != nil {
		return "key " + r.client.ID
	}
	return ""
}

// Trace explains the request.
func (r *Recording) Trace() *Trace {
	e := &explainer{Recording: r, x: r.exchange()}
	e.steps = make([]TraceStep, stepCount)
	for s := range stepCount {
		e.steps[s] = TraceStep{Name: s.String(), State: e.state(s), Microseconds: e.took(s)}
	}
	e.explainSteps()
	t := &Trace{
		RequestSummary: r.Summary(), ExtendedID: r.ids.extended, Next: r.words().next, Steps: e.steps,
		Request:  Message{Method: r.method, URL: r.target, Headers: HeaderFields(r.header), Body: r.body.trace()},
		Response: Message{Status: r.status, Headers: r.answer.trace(), Body: r.answerBody.trace()},
	}
	t.Request.Headers = append([]HeaderField{{"Host", r.host}}, t.Request.Headers...)
	e.writeLog(t)
	return t
}

// explainer derives a trace.
type explainer struct {
	*Recording
	x     *exchange // as the request left it
	steps []TraceStep
}

// took returns how long a step took.
func (r *Recording) took(s Step) int64 {
	if r.ends[s] == 0 {
		return 0
	}
	var before time.Duration
	for i := range s {
		before = max(before, r.ends[i])
	}
	return (r.ends[s] - before).Microseconds()
}

// reached reports whether a request came to a step.
func (r *Recording) reached(s Step) bool { return s == StepResponse || r.ends[s] != 0 }

func (r *Recording) state(s Step) string {
	switch {
	case !r.reached(s):
		return StateSkipped
	case s == StepResponse:
		return StatePassed
	case r.failure != nil && s == r.last:
		return StateFailed
	}
	return StatePassed
}

// exchange returns the request as it was before its response, to derive from it. It
// writes nowhere.
func (r *Recording) exchange() *exchange {
	request := (&http.Request{
		Method: r.method, RequestURI: r.target, Host: r.host, RemoteAddr: r.remote, Proto: r.proto, Header: r.header,
	}).WithContext(context.WithValue(context.Background(), http.LocalAddrContextKey, r.local))
	if r.tls {
		request.TLS = &tls.ConnectionState{}
	}
	x := &exchange{
		gateway: r.gateway, request: request, started: r.started, received: r.received, ids: r.ids, trace: r.trace, sent: readHeaders(r.header),
		method: r.method, path: r.path, sentPath: r.sentPath, sentStage: r.sentStage, op: r.op,
		caller: r.caller, client: r.client, params: r.params, failure: r.failure, cacheKey: r.cacheKey,
		outgoing: outgoing{
			header: append(fields{}, r.mapped.header...), query: append(fields{}, r.mapped.query...),
			path: append(fields{}, r.mapped.path...), body: r.mappedBody.bytes,
		},
		incoming: r.incoming,
		answer:   answer{status: r.status, headers: append(fields{}, r.answer...), body: r.answerBody.bytes},
	}
	if r.streamed {
		x.answer.body = nil
	}
	_, x.rawQuery, _ = strings.Cut(r.target, "?")
	x.setBody(r.body.bytes)
	x.setIncomingBody(r.incomingBody.bytes)
	return x
}

// HeaderFields returns a header in the order of its names.
func HeaderFields(h http.Header) []HeaderField {
	all := []HeaderField{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			all = append(all, HeaderField{name, v})
		}
	}
	return all
}

func (f fields) trace() []HeaderField {
	all := []HeaderField{}
	for _, g := range f {
		all = append(all, HeaderField{g.name, g.value})
	}
	return all
}

func pairFields(pairs []event.Pair) []HeaderField {
	all := []HeaderField{}
	for _, p := range pairs {
		all = append(all, HeaderField{p.Name, p.Value})
	}
	return all
}

// placeInBody returns the line and column of what a JSON Pointer names in a body.
func placeInBody(body []byte, pointer string) (line, column int) {
	n, problems := tree.Read("body.json", body)
	if problems.HasErrors() {
		return 0, 0
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if part == "" || n == nil {
			break
		}
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		if next := n.Get(part); next != nil {
			n = next
			continue
		}
		index, err := strconv.Atoi(part)
		if err != nil || index < 0 || index >= len(n.Items) {
			break
		}
		n = n.Items[index]
	}
	p := n.Position()
	return p.Line, p.Column
}
