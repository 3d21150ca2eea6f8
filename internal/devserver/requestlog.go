package devserver

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec"
)

// requestLog writes a line about each request. It may be used concurrently.
type requestLog struct {
	mu    sync.Mutex
	to    io.Writer
	color bool
}

// maxTarget is how many bytes of a request's target are shown.
const maxTarget = 200

// write writes the line of a request to an API, which may have no name:
//
//	15:04:05 GET /pets/1 getPet 200 1.2ms s3 pets/{petId}.json
func (l *requestLog) write(api string, r *http.Request, c gateway.Completion, integration string) {
	var b strings.Builder
	b.WriteString(time.Now().Format(time.TimeOnly) + " ")
	if api != "" {
		b.WriteString(api + " ")
	}
	operation := "-"
	if c.Operation != nil {
		operation = cmp.Or(c.Operation.ID, "-")
	}
	fmt.Fprintf(&b, "%s %s %s %s %s ", Printable(r.Method), shorten(Printable(r.RequestURI)), operation, l.status(c.Status), rounded(c.Duration))
	switch {
	case c.Failure == "" && c.Cached:
		b.WriteString("cache")
	case c.Failure == "":
		b.WriteString(integration)
	case c.Cause == "" || c.Status < http.StatusInternalServerError && c.Failure != "BAD_REQUEST_BODY":
		b.WriteString("gateway: " + c.Failure)
	default:
		b.WriteString("gateway: " + c.Failure + ": " + Printable(c.Cause))
	}
	b.WriteByte('\n')
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = io.WriteString(l.to, b.String()) // there is nowhere left to report it
}

// status returns a status in the color of its class: green, cyan, yellow, red.
func (l *requestLog) status(status int) string {
	text := strconv.Itoa(status)
	if !l.color {
		return text
	}
	color := map[int]string{2: "32", 3: "36", 4: "33", 5: "31"}[status/100]
	return "\x1b[" + cmp.Or(color, "0") + "m" + text + "\x1b[0m"
}

func shorten(s string) string {
	if len(s) > maxTarget {
		return s[:maxTarget] + "…"
	}
	return s
}

// rounded returns a duration with as many digits as matter.
func rounded(d time.Duration) time.Duration {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}

// Printable replaces what a terminal would not show as it is.
func Printable(s string) string {
	plain := func(r rune) bool { return r != unicode.ReplacementChar && (unicode.IsPrint(r) || r == '\t') }
	if strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case plain(r):
			b.WriteRune(r)
		case r == unicode.ReplacementChar:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// Describe returns in a few words what responds to an operation.
func Describe(i *spec.Integration) string {
	if i == nil {
		return "nothing"
	}
	switch i.Type {
	case spec.Mock:
		return "mock"
	case spec.HTTP, spec.HTTPProxy:
		what := strings.ToLower(strings.ReplaceAll(i.Type, "_", " ")) + " " + i.URI
		if i.ConnectionType == spec.VPCLink {
			what += " by VPC link " + i.ConnectionID
		}
		return what
	}
	if function := config.FunctionOf(i.URI); function != "" {
		if _, name, ok := strings.Cut(function, ":function:"); ok {
			function = name // with its version or alias
		}
		return "lambda " + function
	}
	parts := strings.SplitN(i.URI, ":", 6) // arn, partition, apigateway, region, service, path or action
	if len(parts) < 6 {
		return i.URI
	}
	_, target, _ := strings.Cut(parts[5], "/")
	return parts[4] + " " + target
}
