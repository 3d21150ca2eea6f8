package gateway

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/route"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
	"github.com/gatewright/gatewright/spec"
)

// exchange is one request on its way through the gateway, and what becomes of
// it. Exchanges are reused: reset forgets all that belongs to a request.
type exchange struct {
	gateway  *Gateway
	random   *rand.PCG // of the ids
	writer   http.ResponseWriter
	request  *http.Request
	started  time.Time
	received time.Time // by the machine's clock; zero: nobody asks
	ids      ids
	trace    string // of X-Amzn-Trace-Id; empty until asked for

	method    string // the effective one
	sentPath  string // as sent
	sentStage bool   // the path begins with the stage
	path      string // without the stage
	rawQuery  string
	query     []event.Field // decoded; see queryFields
	parsed    bool          // the query is
	op        *operation
	caller    *caller // whom an authorizer has let through; nil: nobody in particular
	sent      sentHeaders
	client    *client // whose API key came; nil: nobody's
	cacheKey  string  // empty: the response is not kept
	fromCache bool
	warning   string // of a response that the cache gave against the client's wish
	params    route.Params

	body        []byte             // as sent, or inflated
	document    jsonvalue.Document // of the body
	bodyBuffer  []byte             // kept for the next request
	bodyEscaped bool               // something may read the body after the request
	inflated    bool               // the body no longer is what Content-Encoding says

	outgoing outgoing
	incoming incoming
	answer   answer
	input    vtl.Input // of the template that is rendered

	requestBuffer, responseBuffer []byte // of rendered templates, kept for the next request

	// usageIdentifierKey is the API key that the authorizer named.
	usageIdentifierKey string

	spent spent // for the access log

	recording *Recording // nil: nobody observes
	lines     *[]string  // takes the execution log's lines; nil: Options.ExecutionLog does

	failure   *failure
	overrides vtl.Overrides
	written   bool // the status is out
}

// outgoing is the integration request.
type outgoing struct {
	header fields
	query  fields
	path   fields
	body   []byte
}

// incoming is the integration response.
type incoming struct {
	status    int
	selection string // what the patterns of integration responses are matched with
	header    http.Header
	body      []byte
	document  jsonvalue.Document // of the body, once that is mapped
}

// answer is the method response.
type answer struct {
	status  int
	headers fields
	body    []byte
	stream  *stream // in place of the body; nil: none
}

// maxKept is the size in bytes up to which a body's buffer is kept for the next
// request.
const maxKept = 64 << 10

func newExchange(g *Gateway) *exchange { return &exchange{gateway: g, random: newRandom()} }

func (x *exchange) reset() {
	clear(x.params)
	clear(x.outgoing.header)
	clear(x.outgoing.query)
	clear(x.outgoing.path)
	clear(x.answer.headers)
	*x = exchange{
		gateway:        x.gateway,
		random:         x.random,
		params:         x.params[:0],
		bodyBuffer:     x.reusable(x.bodyBuffer),
		requestBuffer:  x.reusable(x.requestBuffer),
		responseBuffer: x.reusable(x.responseBuffer),
		outgoing: outgoing{
			header: x.outgoing.header[:0], query: x.outgoing.query[:0], path: x.outgoing.path[:0],
		},
		answer: answer{headers: x.answer.headers[:0]},
	}
}

// reusable returns a buffer to the next request, unless something may still read
// it or it is large.
func (x *exchange) reusable(buffer []byte) []byte {
	if x.bodyEscaped || cap(buffer) > maxKept {
		return nil
	}
	return buffer[:0]
}

// contentType returns the media type of the body.
func (x *exchange) contentType() string {
	return mediaType(x.sent.contentType)
}

// pathParameter returns a path parameter, decoded, or "".
func (x *exchange) pathParameter(name string) string {
	raw, ok := x.params.Get(name)
	if !ok || strings.IndexByte(raw, '%') < 0 {
		return raw
	}
	if decoded, err := url.PathUnescape(raw); err == nil {
		return decoded
	}
	return raw
}

// queryFields returns the decoded parameters of the query string.
func (x *exchange) queryFields() []event.Field {
	if !x.parsed {
		x.parsed = true
		x.query = event.ParseQuery(x.rawQuery)
	}
	return x.query
}

// queryParameter returns a query parameter, the last of several, or "". Names are
// case-sensitive.
func (x *exchange) queryParameter(name string) string {
	return last(x.queryParameters(name))
}

func (x *exchange) queryParameters(name string) []string {
	query := x.queryFields()
	for i := range query {
		if query[i].Name == name {
			return query[i].Values
		}
	}
	return nil
}

// stagePath is the path with the stage, as it would be in the cloud.
func (x *exchange) stagePath() string {
	if x.sentStage {
		return x.sentPath
	}
	return "/" + x.gateway.options.Stage + x.sentPath
}

// traceID is the trace that the request is forwarded with.
func (x *exchange) traceID() string {
	if x.trace == "" {
		x.trace = traceID(x.request.Header.Get(traceHeader), x.started)
	}
	return x.trace
}

// forwardedTrace is the trace as the integration sees it. A Lambda proxy function
// sees only the root when the client sent none and tracing is off.
func (x *exchange) forwardedTrace() string {
	trace := x.traceID()
	if x.op != nil && x.op.integration != nil && x.op.integration.Type == spec.AWSProxy && x.request.Header[traceHeader] == nil {
		return traceRoot(trace)
	}
	return trace
}

// answeredTrace is the trace that the client is told.
func (x *exchange) answeredTrace() string {
	if p, ok := x.op.integration.backend.(*lambdaProxy); ok {
		return x.traceID() + p.lineage
	}
	return x.traceID()
}

func (x *exchange) setBody(body []byte) {
	x.body = body
	x.document.Reset(body)
}

func (x *exchange) setIncomingBody(body []byte) {
	x.incoming.body = body
	x.incoming.document.Reset(body)
}

// requestTimeFormat is that of $context.requestTime (the Common Log Format).
const requestTimeFormat = "02/Jan/2006:15:04:05 -0700"

func (x *exchange) requestTime() string { return x.started.UTC().Format(requestTimeFormat) }
