package console

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/gateway"
)

// sendTimeout is how long a request that is sent from here may take.
const sendTimeout = 2 * time.Minute

// Outgoing is a request to send to an API.
type Outgoing struct {
	API      string                `json:"api"`
	Method   string                `json:"method"`
	Target   string                `json:"target"` // path and query
	Headers  []gateway.HeaderField `json:"headers"`
	Body     string                `json:"body"`
	Base64   []byte                `json:"base64"` // in place of Body
	Identity Identity              `json:"identity"`
}

// Sent is the response to what was sent.
type Sent struct {
	ID           string                `json:"id"` // of the request
	Status       int                   `json:"status"`
	Microseconds int64                 `json:"microseconds"`
	Headers      []gateway.HeaderField `json:"headers"`
	Body         *gateway.BodyTrace    `json:"body,omitempty"`
}

func (s *Server) send(r *http.Request) (any, error) {
	var o Outgoing
	if err := decode(r, &o); err != nil {
		return nil, err
	}
	return s.deliver(r.Context(), &o)
}

// deliver sends a request over a connection to the API's own listener.
func (s *Server) deliver(ctx context.Context, o *Outgoing) (*Sent, error) {
	request, err := s.outgoing(ctx, o)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	response, err := s.client.Do(request)
	if err != nil {
		return nil, &apiError{http.StatusBadGateway, "the API did not respond: " + err.Error()}
	}
	defer response.Body.Close() //nolint:errcheck // what was read is whole
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxBody+1))
	if err != nil {
		return nil, &apiError{http.StatusBadGateway, "the response broke off: " + err.Error()}
	}
	return &Sent{
		ID: response.Header.Get("X-Amzn-Requestid"), Status: response.StatusCode, Microseconds: time.Since(began).Microseconds(),
		Headers: gateway.HeaderFields(response.Header), Body: bodyTrace(body),
	}, nil
}

func bodyTrace(body []byte) *gateway.BodyTrace {
	switch {
	case len(body) == 0:
		return nil
	case utf8.Valid(body):
		return &gateway.BodyTrace{Text: string(body), Size: len(body)}
	}
	return &gateway.BodyTrace{Base64: body, Size: len(body)}
}

// outgoing makes the request, for the identity that sends it.
func (s *Server) outgoing(ctx context.Context, o *Outgoing) (*http.Request, error) {
	api, err := s.api(o.API)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(o.Target, "/") {
		return nil, badRequest("target must begin with a slash, found %q", o.Target)
	}
	body := []byte(o.Body)
	if len(o.Base64) > 0 {
		body = o.Base64
	}
	request, err := http.NewRequestWithContext(ctx, o.Method, api.URL+o.Target, bytes.NewReader(body))
	if err != nil {
		return nil, badRequest("the request cannot be sent: %v", err)
	}
	if len(body) == 0 {
		request.Body, request.ContentLength = nil, 0
	}
	for _, h := range o.Headers {
		request.Header[h.Name] = append(request.Header[h.Name], h.Value)
	}
	if err := s.shown().Identify(request, api.Name, o.Identity, body); err != nil {
		return nil, badRequest("%v", err)
	}
	return request, nil
}

// identify returns the headers that an identity adds to a request, for those who send it
// themselves.
func (s *Server) identify(r *http.Request) (any, error) {
	var o Outgoing
	if err := decode(r, &o); err != nil {
		return nil, err
	}
	before := len(o.Headers)
	request, err := s.outgoing(r.Context(), &o)
	if err != nil {
		return nil, err
	}
	added := []gateway.HeaderField{}
	for _, h := range gateway.HeaderFields(request.Header) {
		known := false
		for _, old := range o.Headers[:before] {
			known = known || strings.EqualFold(old.Name, h.Name)
		}
		if !known {
			added = append(added, h)
		}
	}
	return map[string]any{"headers": added}, nil
}

// notReplayed are headers that the client of a replay writes itself.
var notReplayed = map[string]bool{"Host": true, "Content-Length": true, "Connection": true, "Transfer-Encoding": true, "Accept-Encoding": true}

// replay sends a request again. What is masked of it cannot be: an identity takes its
// place.
func (s *Server) replay(r *http.Request) (any, error) {
	e, err := s.entry(r)
	if err != nil {
		return nil, err
	}
	var as struct {
		Identity *Identity `json:"identity"`
	}
	if err := decode(r, &as); err != nil {
		return nil, err
	}
	o, err := s.again(e)
	if err != nil {
		return nil, err
	}
	if as.Identity != nil {
		o.Identity = *as.Identity
	}
	return s.deliver(r.Context(), o)
}

// again returns what a request was, to send it once more.
func (s *Server) again(e entry) (*Outgoing, error) {
	t := e.Trace()
	o := &Outgoing{API: e.api, Method: t.Method, Target: t.Target}
	if body := t.Request.Body; body != nil {
		if body.Cut {
			return nil, badRequest("the body of %d bytes is not kept as a whole; edit and send it", body.Size)
		}
		o.Body, o.Base64 = body.Text, body.Base64
	}
	masked := false
	for _, h := range t.Request.Headers {
		switch {
		case notReplayed[h.Name]:
		case strings.Contains(h.Value, gateway.Mask):
			masked = true
		default:
			o.Headers = append(o.Headers, h)
		}
	}
	if masked {
		o.Identity = s.sameIdentity(e, t)
	}
	return o, nil
}

// sameIdentity returns the identity that comes closest to whom a request came from.
func (s *Server) sameIdentity(e entry, t *gateway.Trace) Identity {
	api, err := s.api(e.api)
	if err != nil {
		return Identity{}
	}
	key := t.Steps[gateway.StepKey].Key
	for _, known := range api.Identities {
		switch {
		case known.Kind == KeyHolder && key != nil && known.Name == key.ID:
			return known
		case known.Kind == UserToken && t.Caller != "" && key == nil:
			known.User = t.Caller
			if o := e.Operation(); o != nil {
				known.Scopes = o.Authorization.Scopes
			}
			return known
		case known.Kind == IAMSignature && e.Operation() != nil && e.Operation().Authorization.Type == "AWS_IAM":
			return known
		}
	}
	return Identity{}
}

// getCopy returns a request as something to paste: a call of curl, a Go test, or an
// example for the model.
func (s *Server) getCopy(r *http.Request) (any, error) {
	e, err := s.entry(r)
	if err != nil {
		return nil, err
	}
	api, err := s.api(e.api)
	if err != nil {
		return nil, err
	}
	t := e.Trace()
	switch as := r.PathValue("as"); as {
	case "curl":
		return map[string]string{"text": asCurl(api.URL, t)}, nil
	case "go-test":
		return map[string]string{"text": asGoTest(t)}, nil
	case "example":
		return map[string]string{"text": asExample(t)}, nil
	default:
		return nil, notFound("a request is copied as curl, go-test or example, not as %q", as)
	}
}

func asCurl(base string, t *gateway.Trace) string {
	var b strings.Builder
	b.WriteString("curl")
	if t.Method != http.MethodGet {
		b.WriteString(" -X " + quoteShell(t.Method))
	}
	for _, h := range t.Request.Headers {
		if !notReplayed[h.Name] {
			b.WriteString(" -H " + quoteShell(h.Name+": "+h.Value))
		}
	}
	switch body := t.Request.Body; {
	case body == nil:
	case body.Base64 != nil:
		return "base64 -d <<<" + base64.StdEncoding.EncodeToString(body.Base64) + " | " + b.String() + " --data-binary @- " + quoteShell(base+t.Target)
	default:
		b.WriteString(" --data-raw " + quoteShell(body.Text))
	}
	return b.String() + " " + quoteShell(base+t.Target)
}

// quoteShell writes a string for a POSIX shell.
func quoteShell(text string) string {
	plain := func(r rune) bool {
		return r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,=", r))
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func asGoTest(t *gateway.Trace) string {
	name := "Request"
	if t.Operation != "" && !strings.Contains(t.Operation, " ") {
		name = strings.ToUpper(t.Operation[:1]) + t.Operation[1:]
	}
	body := "nil"
	if t.Request.Body != nil {
		body = fmt.Sprintf("strings.NewReader(%q)", t.Request.Body.Text)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "func Test%s(t *testing.T) {\n\tapi := gatewaytest.New(t, gatewaytest.Project(\".\"))\n", name)
	fmt.Fprintf(&b, "\tr, err := http.NewRequest(%q, api.URL()+%q, %s)\n\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n", t.Method, t.Target, body)
	for _, h := range t.Request.Headers {
		if !notReplayed[h.Name] && h.Name != "User-Agent" {
			fmt.Fprintf(&b, "\tr.Header.Set(%q, %q)\n", h.Name, h.Value)
		}
	}
	b.WriteString("\tresponse, err := http.DefaultClient.Do(r)\n\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n\tdefer response.Body.Close()\n")
	fmt.Fprintf(&b, "\tif response.StatusCode != %d {\n\t\tt.Errorf(\"status %%d, want %d\", response.StatusCode)\n\t}\n}\n", t.Status, t.Status)
	return b.String()
}

// asExample writes the request's body as an example of the model, in YAML.
func asExample(t *gateway.Trace) string {
	if t.Request.Body == nil || t.Request.Body.Text == "" {
		return "# the request has no body\n"
	}
	return "examples:\n  recorded:\n    value: " + strings.TrimSpace(t.Request.Body.Text) + "\n"
}
