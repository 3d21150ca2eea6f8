package gateway

import (
	"net/http"
	"time"
)

// The service's limits in bytes ("Amazon API Gateway quotas").
const (
	maxPayload      = 10 << 20 // a body, of requests and of responses
	maxHeaderValues = 10240    // all values of headers together
	maxURL          = 10240    // a request target; of regional and private APIs
	maxEdgeURL      = 8192     // of edge-optimized ones
	maxMethodARN    = 1600     // arn:aws:execute-api:…
)

// The time that a client has for its part. net/http bounds the head.
const (
	readingTime = 20 * time.Second // for a body
	writingTime = 30 * time.Second // to take a large answer
	largeAnswer = 64 << 10         // bytes; smaller ones fit into the system's buffers
)

// The responses to what is too large come from in front of API Gateway: they are
// plain text, which no gateway response replaces.

func payloadTooLarge() *failure {
	return &failure{kind: requestTooLarge, before: true, plain: "HTTP content length exceeded 10485760 bytes."}
}

func headersTooLarge() *failure {
	return &failure{
		kind: default4XX, status: http.StatusRequestHeaderFieldsTooLarge, before: true,
		plain: "HTTP header is larger than 10240 bytes.",
	}
}

func targetTooLong() *failure {
	return &failure{kind: default4XX, status: http.StatusRequestURITooLong, message: "Request URI too long", before: true}
}

// sentHeaders are what every request needs of its headers, found in one walk over them: the last value of each.
type sentHeaders struct {
	size                           int // of all values, in bytes
	accept, contentType, requestID string
}

func readHeaders(h http.Header) (s sentHeaders) {
	for name, values := range h {
		for _, v := range values {
			s.size += len(v)
		}
		switch name {
		case "Accept":
			s.accept = last(values)
		case "Content-Type":
			s.contentType = last(values)
		case "X-Amzn-Requestid":
			s.requestID = last(values)
		}
	}
	return s
}

// tooManyHeaders refuses the response of an integration whose headers are larger
// than the service takes. A header without a value counts as a byte, so that their
// number is bounded, too.
func tooManyHeaders() *failure {
	return badGateway("Execution failed due to configuration error: the headers of the integration's response are larger than 10240 bytes")
}

func fitsHeaders(values func(yield func(value string) bool)) bool {
	size := 0
	for v := range values {
		if size += max(1, len(v)); size > maxHeaderValues {
			return false
		}
	}
	return true
}

// headerValues yields all values of a header.
func headerValues(h http.Header) func(yield func(value string) bool) {
	return func(yield func(string) bool) {
		for _, values := range h {
			for _, v := range values {
				if !yield(v) {
					return
				}
			}
		}
	}
}

// fitsTarget reports whether a request target is short enough.
func (g *Gateway) fitsTarget(target string) bool {
	if g.options.EdgeOptimized {
		return len(target) <= maxEdgeURL
	}
	return len(target) <= maxURL
}

// fitsARN reports whether the ARN of the method that the request calls is short
// enough: arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path}.
func (x *exchange) fitsARN() bool {
	const fixed = len("arn:aws:execute-api:") + len("::") + len("//") // the path begins with the last slash
	o := &x.gateway.options
	return fixed+len(o.Region)+len(o.AccountID)+len(o.APIID)+len(o.Stage)+len(x.method)+len(x.path) <= maxMethodARN
}

// limitReading sets a deadline for the body, also for what net/http reads of
// it once it has been refused; restReading ends it when all is read.
func (x *exchange) limitReading() { setReadDeadline(x.writer, time.Now().Add(readingTime)) }

func (x *exchange) restReading() { setReadDeadline(x.writer, time.Time{}) }

// setReadDeadline is that of http.ResponseController, which allocates where it is not
// supported.
func setReadDeadline(w http.ResponseWriter, at time.Time) {
	for {
		switch v := w.(type) {
		case interface{ SetReadDeadline(at time.Time) error }:
			_ = v.SetReadDeadline(at) // the connection is gone; the next read says so
			return
		case interface{ Unwrap() http.ResponseWriter }:
			w = v.Unwrap()
		default:
			return
		}
	}
}

// limitWriting sets a deadline for sending the response.
func (x *exchange) limitWriting() (rest func()) {
	if len(x.answer.body) < largeAnswer {
		return func() {}
	}
	return limitClient(http.NewResponseController(x.writer))
}

func limitClient(client *http.ResponseController) (rest func()) {
	if client.SetWriteDeadline(time.Now().Add(writingTime)) != nil {
		return func() {}
	}
	return func() { _ = client.SetWriteDeadline(time.Time{}) } // else the connection is gone
}
