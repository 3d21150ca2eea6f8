package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// traceHeader carries the trace of AWS X-Ray.
const traceHeader = "X-Amzn-Trace-Id"

// traceID returns the trace header that a request is forwarded with: the client's
// root and parent, or new ones (AWS X-Ray Developer Guide, "Tracing header").
func traceID(client string, now time.Time) string {
	root, parent, sampled := "", "", "0"
	for part := range strings.SplitSeq(client, ";") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); {
		case strings.EqualFold(name, "Root") && validRoot(value):
			root = value
		case strings.EqualFold(name, "Parent") && validParent(value):
			parent = value
		case strings.EqualFold(name, "Sampled") && value == "1":
			sampled = "1"
		}
	}
	if root == "" {
		root, parent = newRoot(now), ""
	}
	if parent == "" {
		id := sixteen(newRandom())
		parent = hex.EncodeToString(id[:parentLength/2])
	}
	return "Root=" + root + ";Parent=" + parent + ";Sampled=" + sampled
}

// traceRoot returns the first part of a trace header, "Root=…".
func traceRoot(trace string) string {
	root, _, _ := strings.Cut(trace, ";")
	return root
}

// lineage returns the part that ends the trace header of a Lambda proxy response:
// it is the same for all responses of a function.
func lineage(function string) string {
	const bytes = 4
	sum := sha256.Sum256([]byte(function))
	return ";Lineage=1:" + hex.EncodeToString(sum[:bytes]) + ":0"
}

func newRoot(now time.Time) string {
	unique := sixteen(newRandom())
	seconds := uint32(now.Unix())
	stamp := []byte{byte(seconds >> 24), byte(seconds >> 16), byte(seconds >> 8), byte(seconds)}
	return "1-" + hex.EncodeToString(stamp) + "-" + hex.EncodeToString(unique[:12])
}

// validRoot reports whether a client's root reads 1-{8 hex}-{24 hex}.
func validRoot(root string) bool {
	if len(root) != 35 || root[:2] != "1-" || root[10] != '-' {
		return false
	}
	return allHex(root[2:10]) && allHex(root[11:])
}

// parentLength is the number of hexadecimal digits of a parent's id.
const parentLength = 16

func validParent(parent string) bool { return len(parent) == parentLength && allHex(parent) }

func allHex(text string) bool {
	for i := range len(text) {
		if !isHex(text[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
