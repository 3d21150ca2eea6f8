package gateway

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxPayload is the largest body in bytes, of requests and of responses
// ("Amazon API Gateway quotas").
const maxPayload = 10 << 20

// maxHeaderValues is the largest total size of header values in bytes ("Amazon
// API Gateway quotas").
const maxHeaderValues = 10240

var errTooLarge = errors.New("the body is larger than " + strconv.Itoa(maxPayload) + " bytes")

// receive reads the body and holds the request to the service's limits.
func (x *exchange) receive() *failure {
	if headerSize(x.request.Header) > maxHeaderValues {
		return &failure{
			kind: default4XX, status: http.StatusRequestHeaderFieldsTooLarge,
			message: "Request Header Fields Too Large", before: true,
		}
	}
	if x.request.ContentLength > maxPayload {
		return &failure{kind: requestTooLarge, before: true}
	}
	if x.request.Body == nil || x.request.Body == http.NoBody {
		return nil
	}
	body, err := readBounded(x.bodyBuffer, x.request.Body, x.request.ContentLength)
	x.body, x.bodyBuffer = body, body
	switch {
	case errors.Is(err, errTooLarge):
		return &failure{kind: requestTooLarge, before: true}
	case err != nil:
		return &failure{kind: default4XX, message: "Bad Request", before: true, reason: "The request's body broke off: " + err.Error()}
	}
	return x.inflate()
}

func headerSize(h http.Header) int {
	size := 0
	for _, values := range h {
		for _, v := range values {
			size += len(v)
		}
	}
	return size
}

// readBounded reads all into dst, which it may replace by a larger one. The
// size, where it is known, saves growing.
func readBounded(dst []byte, r io.Reader, size int64) ([]byte, error) {
	dst = dst[:0]
	if want := size + 1; size > 0 && size <= maxPayload && int64(cap(dst)) < want {
		dst = make([]byte, 0, want)
	}
	if cap(dst) == 0 {
		dst = make([]byte, 0, 512)
	}
	for {
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case len(dst) > maxPayload:
			return dst, errTooLarge
		case errors.Is(err, io.EOF):
			return dst, nil
		case err != nil:
			return dst, err
		case len(dst) == cap(dst):
			dst = append(dst, 0)[:len(dst)]
		}
	}
}

// inflate undoes the client's compression when the API has compression on
// ("Payload compression for REST APIs").
func (x *exchange) inflate() *failure {
	encoding := strings.ToLower(strings.TrimSpace(x.header("Content-Encoding")))
	if x.gateway.compressFrom < 0 || encoding == "" || encoding == "identity" {
		return nil
	}
	var reader io.Reader
	var err error
	switch encoding {
	case "gzip":
		reader, err = gzip.NewReader(bytes.NewReader(x.body))
	case "deflate":
		reader, err = zlib.NewReader(bytes.NewReader(x.body))
	default:
		return &failure{kind: unsupportedMediaType, before: true}
	}
	if err == nil {
		x.body, err = readBounded(nil, reader, 0)
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
