package event_test

import (
	"encoding/json"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/event"
)

// TestValidText holds text that is not UTF-8 against what Python's
// decode("utf8", "replace") makes of it, and events against the same.
func TestValidText(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                    "plain",
		"a\xff\xfe\xfdb":           "a\uFFFD\uFFFD\uFFFDb",
		"\x80\x80":                 "\uFFFD\uFFFD",
		"\xe2\x82":                 "\uFFFD",
		"\xe2\x82x\xe2\x82\xac":    "\uFFFDx€",
		"\xe2\x28\xa1":             "\uFFFD(\uFFFD",
		"\xf0\x9f\x98":             "\uFFFD",
		"\xf0\x9f\xff":             "\uFFFD\uFFFD",
		"\xf0\x80\x80\x80":         "\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xed\xa0\x80":             "\uFFFD\uFFFD\uFFFD",
		"\xc0\xaf":                 "\uFFFD\uFFFD",
		"\xf4\x90\x80\x80":         "\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xe0\x80\xf4\x8f\xbf\xbf": "\uFFFD\uFFFD\U0010FFFF",
		"\x1f\x8b\x08\x00\xd3":     "\x1f\uFFFD\x08\x00\uFFFD",
		"\uFFFD":                   "\uFFFD",
	} {
		if got := string(event.ValidText([]byte(text))); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		var e struct{ Body string }
		if err := json.Unmarshal(event.AppendProxy(nil, &event.Request{Body: []byte(text)}), &e); err != nil || e.Body != want {
			t.Errorf("%q: the event's body is %q, %v, want %q", text, e.Body, err, want)
		}
	}
}
