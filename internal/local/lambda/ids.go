package lambda

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// newRequestID returns a random UUID (RFC 9562, version 4).
func newRequestID() string {
	var id [16]byte
	randomBytes(id[:])
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	var text [36]byte
	hex.Encode(text[:8], id[:4])
	hex.Encode(text[9:13], id[4:6])
	hex.Encode(text[14:18], id[6:8])
	hex.Encode(text[19:23], id[8:10])
	hex.Encode(text[24:], id[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// newInstanceID names an execution environment in its log stream.
func newInstanceID() string {
	var id [16]byte
	randomBytes(id[:])
	return hex.EncodeToString(id[:])
}

func randomBytes(b []byte) {
	if _, err := rand.Read(b); err != nil { // documented never to fail
		panic(err)
	}
}

type traceKey struct{}

// WithTraceID returns a context whose invocations carry the X-Ray tracing header,
// for example "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0". Without it,
// or when it is not one line, Invoke makes an unsampled one.
func WithTraceID(ctx context.Context, header string) context.Context {
	return context.WithValue(ctx, traceKey{}, header)
}

func traceID(ctx context.Context, now time.Time) string {
	if header, ok := ctx.Value(traceKey{}).(string); ok && header != "" && !strings.ContainsAny(header, "\r\n") {
		return header
	}
	var id [20]byte
	randomBytes(id[:])
	text := make([]byte, 0, 74)
	text = append(text, "Root=1-"...)
	text = hex.AppendEncode(text, binary.BigEndian.AppendUint32(nil, uint32(now.Unix())))
	text = append(text, '-')
	text = hex.AppendEncode(text, id[:12])
	text = append(text, ";Parent="...)
	text = hex.AppendEncode(text, id[12:])
	text = append(text, ";Sampled=0"...)
	return string(text)
}
