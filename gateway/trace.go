package gateway

import (
	"encoding/hex"
	"strings"
	"time"
)

// traceHeader carries the trace of AWS X-Ray.
const traceHeader = "X-Amzn-Trace-Id"

// traceID gives the trace header that the request is forwarded with: the
// client's root, or a new one (AWS X-Ray Developer Guide, "Tracing header").
func traceID(client string, now time.Time) string {
	root, sampled := "", "0"
	for part := range strings.SplitSeq(client, ";") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); {
		case strings.EqualFold(name, "Root") && validRoot(value):
			root = value
		case strings.EqualFold(name, "Sampled") && value == "1":
			sampled = "1"
		}
	}
	if root == "" {
		root = newRoot(now)
	}
	parent := random()
	return "Root=" + root + ";Parent=" + hex.EncodeToString(parent[:8]) + ";Sampled=" + sampled
}

func newRoot(now time.Time) string {
	unique := random()
	seconds := uint32(now.Unix())
	stamp := []byte{byte(seconds >> 24), byte(seconds >> 16), byte(seconds >> 8), byte(seconds)}
	return "1-" + hex.EncodeToString(stamp) + "-" + hex.EncodeToString(unique[:12])
}

// validRoot reports whether a client's root reads 1-{8 hex}-{24 hex}.
func validRoot(root string) bool {
	if len(root) != 35 || root[:2] != "1-" || root[10] != '-' {
		return false
	}
	for i := 2; i < len(root); i++ {
		if i != 10 && !isHex(root[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
