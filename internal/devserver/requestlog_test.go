package devserver

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec"
)

func TestRequestLog(t *testing.T) {
	getPet := &spec.Operation{ID: "getPet"}
	for _, test := range []struct {
		target string
		c      gateway.Completion
		want   string
	}{
		{"/pets/1?a=b", gateway.Completion{Operation: getPet, Status: 200, Duration: 1234567}, "GET /pets/1?a=b getPet 200 1.23ms s3 pets/{petId}.json"},
		{"/pets/1", gateway.Completion{Operation: getPet, Status: 200, Duration: 12 * time.Second, Cached: true}, "GET /pets/1 getPet 200 12s cache"},
		{"/nothing", gateway.Completion{Status: 403, Failure: "MISSING_AUTHENTICATION_TOKEN", Cause: "not shown"}, "GET /nothing - 403 0s gateway: MISSING_AUTHENTICATION_TOKEN"},
		{"/pets", gateway.Completion{Status: 400, Failure: "BAD_REQUEST_BODY", Cause: "/name: too short"}, "GET /pets - 400 0s gateway: BAD_REQUEST_BODY: /name: too short"},
		{"/pets/1", gateway.Completion{Operation: getPet, Status: 504, Failure: "INTEGRATION_FAILURE", Cause: "connection\x1b[2J refused\xff"}, `GET /pets/1 getPet 504 0s gateway: INTEGRATION_FAILURE: connection\x1b[2J refused\xff`},
		{"/" + strings.Repeat("x", 300), gateway.Completion{Status: 404, Failure: "X"}, "GET /" + strings.Repeat("x", 199) + "… - 404 0s gateway: X"},
	} {
		var out bytes.Buffer
		l := requestLog{to: &out}
		l.write("", httptest.NewRequest("GET", test.target, nil), test.c, "s3 pets/{petId}.json")
		_, got, _ := strings.Cut(out.String(), " ") // after the time
		if got != test.want+"\n" {
			t.Errorf("got  %q\nwant %q", got, test.want)
		}
	}
}

// TestAbandonedDirectories holds that what a killed process left is removed, and what
// a living one has is not.
func TestAbandonedDirectories(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var alive, next workDir
	if err := alive.create(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(os.TempDir(), "gatewright-dev-1")
	write(t, filepath.Join(left, lockName), "")
	write(t, filepath.Join(left, "functions", "hello", "bootstrap"), "")
	if err := next.create(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", left, err)
	}
	for _, w := range []workDir{alive, next} {
		if _, err := os.Stat(w.path); err != nil {
			t.Error(err)
		}
		if err := w.remove(); err != nil {
			t.Error(err)
		}
	}
}
