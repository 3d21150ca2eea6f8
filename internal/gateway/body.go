package gateway

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/wire"
)

// receive reads the body and holds the request to the service's limits.
func (x *exchange) receive() *failure {
	hasBody := x.request.Body != nil && x.request.Body != http.NoBody
	if hasBody {
		x.limitReading()
	}
	if x.sent.size > maxHeaderValues {
		return headersTooLarge()
	}
	if isAmbiguous(x.request) {
		x.writer.Header()["Connection"] = []string{"close"}
		return &failure{kind: default4XX, message: "Bad Request", before: true}
	}
	if x.request.ContentLength > maxPayload {
		return payloadTooLarge()
	}
	if !hasBody {
		return nil
	}
	body, err := readBounded(x.bodyBuffer, x.request.Body, x.request.ContentLength, maxPayload)
	x.setBody(body)
	x.bodyBuffer = body
	switch {
	case errors.Is(err, errTooLarge):
		return payloadTooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &failure{kind: default4XX, status: http.StatusRequestTimeout, message: "Request Timeout", before: true, reason: "The request's body came too slowly"}
	case err != nil:
		return &failure{kind: default4XX, message: "Bad Request", before: true, reason: "The request's body broke off: " + err.Error()}
	}
	x.restReading()
	return x.inflate()
}

// isAmbiguous reports whether a request has both a length and chunks: who takes the
// length for the truth sees another request behind it (RFC 9112, section 6.3).
func isAmbiguous(r *http.Request) bool {
	return len(r.TransferEncoding) > 0 && wire.Wrote(r, "Content-Length")
}

var errTooLarge = errors.New("the body is too large")

// readBounded reads all into dst, which it may replace by a larger one. The
// size, where it is known, saves growing; growing takes twice the room each time, so
// that all buffers together are no more than three times the body.
func readBounded(dst []byte, r io.Reader, size int64, limit int) ([]byte, error) {
	dst = dst[:0]
	if want := size + 1; size > 0 && size <= int64(limit) && int64(cap(dst)) < want {
		dst = make([]byte, 0, want)
	}
	if cap(dst) == 0 {
		dst = make([]byte, 0, 512)
	}
	for {
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case len(dst) > limit:
			return dst, errTooLarge
		case errors.Is(err, io.EOF):
			return dst, nil
		case err != nil:
			return dst, err
		case len(dst) == cap(dst):
			dst = append(make([]byte, 0, min(2*cap(dst), limit+1)), dst...)
		}
	}
}

// A body may inflate to maxInflation times its size, and in any case to
// freeInflation bytes: what grows more than that was made to.
const (
	maxInflation  = 100
	freeInflation = 256 << 10
)

// inflate undoes the client's compression when the API has compression on
// ("Payload compression for REST APIs").
func (x *exchange) inflate() *failure {
	if x.gateway.compressFrom < 0 || len(x.body) == 0 {
		return nil
	}
	var reader io.Reader
	var err error
	switch strings.ToLower(strings.TrimSpace(strings.Join(x.headers("Content-Encoding"), ","))) {
	case "", "identity":
		return nil
	case "gzip":
		reader, err = gzip.NewReader(bytes.NewReader(x.body))
	case "deflate":
		reader, err = zlib.NewReader(bytes.NewReader(x.body))
	default:
		return &failure{kind: unsupportedMediaType, before: true}
	}
	if err == nil {
		var body []byte
		body, err = readBounded(nil, reader, 0, min(max(maxInflation*len(x.body), freeInflation), maxPayload))
		x.setBody(body)
	}
	switch {
	case errors.Is(err, errTooLarge):
		return &failure{kind: requestTooLarge, before: true}
	case err != nil:
		return &failure{kind: unsupportedMediaType, before: true, reason: "The request's body does not inflate: " + err.Error()}
	}
	x.inflated = true
	return nil
}
