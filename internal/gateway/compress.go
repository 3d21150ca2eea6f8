package gateway

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strconv"
	"strings"
	"sync"
)

// compress deflates the response when the API has compression on, the client
// accepts it, and the body is large enough ("Payload compression for REST
// APIs").
func (x *exchange) compress() error {
	if x.gateway.compressFrom < 0 || len(x.answer.body) < x.gateway.compressFrom || len(x.answer.body) == 0 {
		return nil
	}
	if _, encoded := x.answer.headers.get("Content-Encoding"); encoded {
		return nil
	}
	encoding := acceptedEncoding(x.headers("Accept-Encoding"))
	if encoding == "" {
		return nil
	}
	compressed, err := deflated(encoding, x.answer.body)
	if err != nil {
		return err
	}
	x.answer.body = compressed
	x.answer.headers.set("Content-Encoding", encoding)
	return nil
}

// deflater is a writer of gzip or of zlib's format. It is large, hence reused.
type deflater interface {
	io.WriteCloser
	Reset(w io.Writer)
}

var deflaters = map[string]*sync.Pool{
	"gzip":    {New: func() any { return gzip.NewWriter(nil) }},
	"deflate": {New: func() any { return zlib.NewWriter(nil) }},
}

func deflated(encoding string, body []byte) ([]byte, error) {
	pool := deflaters[encoding]
	w, _ := pool.Get().(deflater)
	defer pool.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// acceptedEncoding returns gzip or deflate, whichever the lines of an Accept-Encoding
// header weigh most, the earlier one of equals; "" when they ask for neither, or
// for identity rather than them (RFC 9110, section 12.5.3).
func acceptedEncoding(lines []string) string {
	best, bestWeight := "", 0.0
	wildcard, named := 0.0, map[string]bool{}
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			name, weight := encodingItem(item)
			switch name {
			case "*":
				wildcard = weight
			case "gzip", "deflate", "identity":
				named[name] = true
				if weight > bestWeight {
					best, bestWeight = name, weight
				}
			}
		}
	}
	if wildcard > bestWeight && !named["gzip"] {
		best = "gzip"
	}
	if best == "identity" {
		return ""
	}
	return best
}

// encodingItem reads an item of an Accept-Encoding header. One whose weight is none
// weighs nothing.
func encodingItem(item string) (name string, weight float64) {
	name, parameters, _ := strings.Cut(strings.ToLower(item), ";")
	name, weight = strings.TrimSpace(name), 1
	q, found := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !found {
		return name, weight
	}
	weight, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
	if err != nil || !(weight >= 0 && weight <= 1) {
		return name, 0
	}
	return name, weight
}
