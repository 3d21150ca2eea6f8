package gateway

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strconv"
	"strings"
)

// compress deflates the answer when the API has compression on, the client
// accepts it, and the body is large enough ("Payload compression for REST
// APIs").
func (x *exchange) compress() error {
	if x.gateway.compressFrom < 0 || len(x.answer.body) < x.gateway.compressFrom || len(x.answer.body) == 0 {
		return nil
	}
	if _, encoded := x.answer.headers.get("Content-Encoding"); encoded {
		return nil
	}
	encoding := acceptedEncoding(x.header("Accept-Encoding"))
	if encoding == "" {
		return nil
	}
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if encoding == "deflate" {
		w = zlib.NewWriter(&out)
	}
	if _, err := w.Write(x.answer.body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	x.answer.body = out.Bytes()
	x.answer.headers.set("Content-Encoding", encoding)
	return nil
}

// acceptedEncoding gives the first of gzip and deflate that an Accept-Encoding
// header asks for and does not weigh 0; "" when it asks for neither, or for
// identity before them (RFC 9110, section 12.5.3).
func acceptedEncoding(header string) string {
	for item := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.ToLower(item), ";")
		name = strings.TrimSpace(name)
		if q, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q="); ok {
			if weight, err := strconv.ParseFloat(q, 64); err != nil || weight == 0 {
				continue
			}
		}
		switch name {
		case "gzip", "deflate":
			return name
		case "identity":
			return ""
		}
	}
	return ""
}
