package gateway

import (
	"cmp"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// accessLog writes a line about each request. A canary shares it.
type accessLog struct {
	pieces []stage.LogPiece
	append func(dst []byte, value string) []byte

	mu sync.Mutex
	to io.Writer
}

// newAccessLog compiles a format that has been checked; nil: nothing is logged.
func newAccessLog(o *Options) *accessLog {
	if o.AccessLog == nil || o.AccessLogTo == nil {
		return nil
	}
	pieces, err := o.AccessLog.Pieces()
	if err != nil {
		return nil
	}
	a := &accessLog{pieces: pieces, append: appendLine, to: o.AccessLogTo}
	switch first := strings.TrimSpace(pieces[0].Text); {
	case strings.HasPrefix(first, "{"), strings.HasPrefix(first, "["):
		a.append = appendInJSON
	case strings.HasPrefix(first, "<"):
		a.append = appendInXML
	}
	return a
}

// spent is what an access log tells of how a request went. Without one it is not
// measured.
type spent struct {
	authorizing time.Duration
	authorized  *failure // nil: let through
	invoking    time.Duration
	invoked     bool
}

// timed measures a step for the access log.
func (x *exchange) timed(step func(*exchange) *failure, took *time.Duration) *failure {
	began := x.gateway.options.Now()
	f := step(x)
	*took = x.gateway.options.Now().Sub(began)
	return f
}

// admit is the step authorize, measured.
func (x *exchange) admit() *failure {
	if x.gateway.access == nil {
		return x.authorize()
	}
	x.spent.authorized = x.timed((*exchange).authorize, &x.spent.authorizing)
	return x.spent.authorized
}

// logAccess writes the line of the request.
func (x *exchange) logAccess() {
	a := x.gateway.access
	if a == nil {
		return
	}
	var line []byte
	for _, p := range a.pieces {
		switch p.Name {
		case "":
			line = append(line, p.Text...)
		case "error.messageString": // it is quoted for JSON
			line = appendLine(line, x.accessValue(p.Name))
		default:
			line = a.append(line, x.accessValue(p.Name))
		}
	}
	line = append(line, '\n')
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, err := a.to.Write(line); err != nil {
		x.gateway.options.Logger.LogAttrs(x.request.Context(), slog.LevelError, "the access log cannot be written", slog.Any("cause", err))
	}
}

// accessValue returns the value of a variable; "-" for one that is empty.
func (x *exchange) accessValue(name string) string { return cmp.Or(x.accessVariable(name), "-") }

// accessVariable returns a variable of $context, among them those that only access
// logs know ("Variables for access logging for API Gateway"), or "".
func (x *exchange) accessVariable(name string) string {
	switch name {
	case "status":
		return strconv.Itoa(x.answer.status)
	case "responseLength":
		if s := x.answer.stream; s != nil {
			return strconv.Itoa(s.sent)
		}
		return strconv.Itoa(len(x.answer.body))
	case "responseLatency":
		return milliseconds(x.gateway.options.Now().Sub(x.started))
	case "xrayTraceId":
		return strings.TrimPrefix(traceRoot(x.traceID()), "Root=")
	}
	if rest, ok := strings.CutPrefix(name, "integration"); ok {
		return x.integrationVariable(rest)
	}
	phase, what, _ := strings.Cut(name, ".")
	switch phase {
	case "authorize", "authorizer", "authenticate":
		if value, ok := x.authorizingVariable(phase, what); ok {
			return value
		}
	}
	return x.contextText(name)
}

// integrationVariable returns $context.integration.latency, .integrationLatency and
// similar, without the first word.
func (x *exchange) integrationVariable(name string) string {
	if !x.spent.invoked {
		return ""
	}
	switch name {
	case ".latency", "Latency":
		return milliseconds(x.spent.invoking)
	case ".status":
		return x.backendStatus(x.op.integration.Type == spec.AWSProxy)
	case ".integrationStatus", "Status":
		return x.backendStatus(false)
	case ".requestId":
		return x.contextText("awsEndpointRequestId")
	case ".error", "ErrorMessage":
		if f := x.failure; f != nil && (f.kind == integrationFailure || f.kind == integrationTimeout || f.kind == apiConfigurationError) {
			return f.text()
		}
	}
	return ""
}

// backendStatus is the status of the integration. A function has two: its own, and
// the one of the service that runs it.
func (x *exchange) backendStatus(ofFunction bool) string {
	if ofFunction && x.failure == nil {
		return strconv.Itoa(x.answer.status)
	}
	switch {
	case x.incoming.status != 0:
		return strconv.Itoa(x.incoming.status)
	case x.op.integration.Type == spec.AWSProxy && x.incoming.body != nil:
		return strconv.Itoa(http.StatusOK)
	}
	return ""
}

// authorizingVariable returns an access log variable of the authorization; false
// for one that belongs to $context.
func (x *exchange) authorizingVariable(phase, what string) (string, bool) {
	if x.op == nil {
		return "", false
	}
	kind := x.op.Authorization.Type
	concerned := kind != spec.AuthNone && kind != "" &&
		(phase != "authorizer" || kind != spec.AuthIAM) && (phase != "authenticate" || kind != spec.AuthCustom)
	switch what {
	case "latency":
		if concerned {
			return milliseconds(x.spent.authorizing), true
		}
	case "status":
		if concerned && x.spent.authorized == nil {
			return strconv.Itoa(http.StatusOK), true
		} else if concerned {
			return strconv.Itoa(x.spent.authorized.ownStatus()), true
		}
	case "error":
		if concerned && x.spent.authorized != nil {
			return x.spent.authorized.text(), true
		}
	default:
		return "", false
	}
	return "", true
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// appendLine appends a value so that it stays on its line.
func appendLine(dst []byte, value string) []byte {
	for i := range len(value) {
		switch c := value[i]; {
		case c == '\n':
			dst = append(dst, `\n`...)
		case c == '\r':
			dst = append(dst, `\r`...)
		case c < ' ' || c == 0x7F:
			dst = append(dst, ' ')
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendInJSON appends a value that is in the quotes of a JSON text.
func appendInJSON(dst []byte, value string) []byte {
	begin := len(dst)
	dst = jsonvalue.AppendQuoted(dst, value)
	copy(dst[begin:], dst[begin+1:])
	return dst[:len(dst)-2]
}

// appendInXML appends a value that is in an element or an attribute.
func appendInXML(dst []byte, value string) []byte {
	begin := len(dst)
	dst = appendLine(dst, value)
	return append(dst[:begin], xmlEscapes.Replace(string(dst[begin:]))...)
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")
