package gateway

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/event"
)

// secretWords are parts of the names of headers and parameters that hold secrets.
var secretWords = []string{"authorization", "cookie", "token", "api-key", "apikey", "secret", "password", "signature", "credential"}

// isSecret reports whether a header or a parameter of a name holds a secret.
func isSecret(name string) bool {
	switch name {
	case "Accept", "Accept-Encoding", "Connection", "Content-Length", "Content-Type", "User-Agent", "x-amzn-RequestId", "x-amz-apigw-id":
		return false // at once, since almost every request has them
	}
	name = strings.ToLower(name)
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) })
}

// maskRecording hides the secrets of a request wherever they went: in headers, in the
// target, and in what was made of them. Who has no secrets pays for the search only.
func (x *exchange) maskRecording(r *Recording) {
	var m masker
	r.header = m.header(r.header)
	r.sentHeader = m.header(r.sentHeader)
	r.incoming.header = m.header(r.incoming.header)
	m.fields(r.mapped.header)
	m.fields(r.mapped.query)
	m.fields(r.answer)
	if c := r.client; c != nil {
		m.add(c.Value)
		r.client = &client{APIKey: c.APIKey, plan: c.plan}
		r.client.Value = maskSecret(c.Value)
	}
	m.target(r.target)
	x.addGuarded(&m)
	if len(m.secrets) > 0 {
		m.apply(r)
	}
}

// addGuarded adds what authorizers take for the caller's identity, whatever its name.
func (x *exchange) addGuarded(m *masker) {
	if x.usageIdentifierKey != "" {
		m.add(x.usageIdentifierKey)
	}
	if x.op == nil {
		return
	}
	guard, ok := x.op.guard.(*lambdaGuard)
	if !ok {
		return
	}
	for _, s := range guard.sources {
		if s.origin != requestHeader && s.origin != requestQuery {
			continue
		}
		for _, v := range s.all(x) {
			m.add(v)
		}
	}
}

// masker collects secrets and replaces them.
type masker struct{ secrets []string }

// minSecret is the length in bytes from which a value is searched for elsewhere: a
// shorter one would be found where it is not meant.
const minSecret = 6

func (m *masker) add(value string) {
	m.addOne(strings.TrimSpace(value))
	parts := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" ,;", r) })
	if len(parts) == 2 {
		m.addOne(parts[1]) // of "Bearer token"
	}
	for _, part := range parts { // of cookies, and of signatures
		if _, v, ok := strings.Cut(part, "="); ok {
			m.addOne(v)
		}
	}
}

func (m *masker) addOne(value string) {
	if len(value) >= minSecret && !slices.Contains(m.secrets, value) {
		m.secrets = append(m.secrets, value)
	}
}

// header returns a header whose secrets are masked; itself when it has none.
func (m *masker) header(h http.Header) http.Header {
	var masked http.Header
	for name, values := range h {
		if !isSecret(name) {
			continue
		}
		if masked == nil {
			masked = maps.Clone(h)
		}
		hidden := make([]string, len(values))
		for i, v := range values {
			m.add(v)
			hidden[i] = maskSecret(v)
		}
		masked[name] = hidden
	}
	if masked == nil {
		return h
	}
	return masked
}

func (m *masker) fields(all fields) {
	for i := range all {
		if isSecret(all[i].name) {
			m.add(all[i].value)
			all[i].value = maskSecret(all[i].value)
		}
	}
}

// target adds the secrets in a query string, as they were sent and decoded.
func (m *masker) target(target string) {
	_, query, ok := strings.Cut(target, "?")
	if !ok {
		return
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if !isSecret(name) {
			continue
		}
		m.add(value)
		if decoded, err := url.QueryUnescape(value); err == nil {
			m.add(decoded)
		}
	}
}

// apply replaces the secrets wherever a recording has them.
func (m *masker) apply(r *Recording) {
	slices.SortFunc(m.secrets, func(a, b string) int { return len(b) - len(a) }) // one may hold another
	for _, body := range []*recordedBody{&r.body, &r.mappedBody, &r.incomingBody, &r.answerBody} {
		body.bytes = m.bytes(body.bytes)
	}
	for _, text := range []*string{&r.target, &r.path, &r.sentPath, &r.sentURL, &r.cacheKey} {
		*text = m.text(*text)
	}
	for _, h := range []*http.Header{&r.header, &r.sentHeader, &r.incoming.header} {
		*h = m.values(*h)
	}
	for _, all := range []fields{r.mapped.header, r.mapped.query, r.mapped.path, r.answer} {
		for i := range all {
			all[i].value = m.text(all[i].value)
		}
	}
	for i := range r.params {
		r.params[i].Value = m.text(r.params[i].Value)
	}
	for i := range r.errors {
		r.errors[i].line = m.text(r.errors[i].line)
	}
	if r.call != nil {
		r.call.payload.bytes = m.bytes(r.call.payload.bytes)
	}
	if f := r.failure; f != nil {
		masked := *f
		for _, text := range []*string{&masked.message, &masked.validation, &masked.verbatim, &masked.plain, &masked.reason} {
			*text = m.text(*text)
		}
		r.failure = &masked
	}
	m.people(r)
}

// people masks what authorizers say about the caller.
func (m *masker) people(r *Recording) {
	if c := r.caller; c != nil {
		masked := *c
		masked.principal, masked.context, masked.claims = m.text(c.principal), m.pairs(c.context), m.pairs(c.claims)
		r.caller = &masked
	}
	if d := r.decision; d != nil {
		masked := *d
		masked.principal, masked.context, masked.usageKey = m.text(d.principal), m.pairs(d.context), m.text(d.usageKey)
		masked.document = m.bytes(d.document)
		r.decision = &masked
	}
}

func (m *masker) pairs(all []event.Pair) []event.Pair {
	masked := slices.Clone(all)
	for i := range masked {
		masked[i].Value = m.text(masked[i].Value)
	}
	return masked
}

// values returns a header in whose values the secrets are replaced.
func (m *masker) values(h http.Header) http.Header {
	masked := h
	copied := false
	for name, values := range h {
		for i, v := range values {
			hidden := m.text(v)
			if hidden == v {
				continue
			}
			if !copied {
				masked, copied = h.Clone(), true
			}
			masked[name][i] = hidden
		}
	}
	return masked
}

func (m *masker) text(s string) string {
	for _, secret := range m.secrets {
		if strings.Contains(s, secret) {
			s = strings.ReplaceAll(s, secret, maskSecret(secret))
		}
	}
	return s
}

func (m *masker) bytes(b []byte) []byte {
	for _, secret := range m.secrets {
		if bytes.Contains(b, []byte(secret)) {
			b = bytes.ReplaceAll(b, []byte(secret), []byte(maskSecret(secret)))
		}
	}
	return b
}

// Mask is what stands for a secret, with at most its last characters after it.
const Mask = "********"

// maskSecret hides a secret but its last characters, when it is long enough, and the
// scheme before it.
func maskSecret(value string) string {
	const shown, long = 2, 12
	scheme, rest, ok := strings.Cut(value, " ")
	switch {
	case ok && len(rest) >= minSecret:
		return scheme + " " + maskSecret(strings.ReplaceAll(rest, " ", ""))
	case len(value) < long:
		return Mask
	}
	return Mask + value[len(value)-shown:]
}
