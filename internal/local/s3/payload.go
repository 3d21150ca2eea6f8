package s3

import (
	"bytes"
	"crypto/md5" //nolint:gosec // Content-MD5 and ETag are MD5
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/sigv4"
)

const (
	maxObjectBytes   = 5 << 30 // of one PUT ("Uploading objects", Amazon S3 User Guide)
	maxDocumentBytes = 8 << 20 // of an XML body: 1,000 keys or 10,000 parts fit well
)

// payload is a request's body with all that its headers claim about it.
type payload struct {
	body      io.Reader
	chunks    *chunkReader // nil unless the body is aws-chunked
	length    int64        // bytes, decoded
	sha256    string       // hexadecimal; empty when the body is not covered
	md5       []byte       // nil when not claimed
	checksums map[string]string
}

// digests are what was found.
type digests struct {
	size      int64
	md5       []byte
	checksums map[string]string
}

func (d digests) etag() string { return hex.EncodeToString(d.md5) }

func (c *call) payload() (*payload, error) {
	h := c.r.Header
	p := &payload{body: c.r.Body, length: c.r.ContentLength}
	if c.r.Body == nil {
		p.body, p.length = http.NoBody, 0
	}
	if err := p.setCoverage(h, c.signature); err != nil {
		return nil, err
	}
	if p.length < 0 {
		return nil, errMissingLength
	}
	if p.length > maxObjectBytes {
		return nil, errEntityTooLarge.with("ProposedSize", strconv.FormatInt(p.length, 10)).with("MaxSizeAllowed", strconv.FormatInt(maxObjectBytes, 10))
	}
	if values, ok := h["Content-Md5"]; ok {
		sum, err := base64.StdEncoding.DecodeString(values[0])
		if err != nil || len(sum) != md5.Size {
			return nil, errInvalidDigest.with("Content-MD5", values[0])
		}
		p.md5 = sum
	}
	var err error
	p.checksums, err = claims(h)
	return p, err
}

// setCoverage reads x-amz-content-sha256, which also says how the body is sent.
func (p *payload) setCoverage(h http.Header, sig *signature) error {
	switch value := h.Get("X-Amz-Content-Sha256"); value {
	case "", sigv4.UnsignedPayload:
		return nil
	case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
		return p.setChunks(h, nil, true)
	case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
		return p.setChunks(h, sig, false)
	case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
		return p.setChunks(h, sig, true)
	default:
		if strings.HasPrefix(value, "STREAMING-") {
			return notImplemented("x-amz-content-sha256: " + value)
		}
		if raw, err := hex.DecodeString(value); err != nil || len(raw) != sha256.Size {
			return invalidArgument("x-amz-content-sha256", value, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.")
		}
		p.sha256 = strings.ToLower(value)
		return nil
	}
}

func (p *payload) setChunks(h http.Header, sig *signature, trailed bool) error {
	length, err := strconv.ParseInt(h.Get("X-Amz-Decoded-Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return errMissingLength.saying("You must provide the x-amz-decoded-content-length HTTP header.")
	}
	p.chunks = newChunkReader(p.body, sig, trailed)
	p.body, p.length = p.chunks, length
	return nil
}

// copyTo writes the whole body, calculates the named checksums besides those that
// are claimed, and finds that every claim is true.
func (p *payload) copyTo(w io.Writer, names ...string) (digests, error) {
	md5Sum, shaSum := md5.New(), sha256.New() //nolint:gosec // see the import
	writers := []io.Writer{w, md5Sum}
	if p.sha256 != "" {
		writers = append(writers, shaSum)
	}
	sums := map[string]hash.Hash{}
	for name := range p.checksums {
		names = append(names, name)
	}
	for _, name := range names {
		if c, ok := checksumNamed(name); ok && sums[name] == nil {
			sums[name] = c.new()
			writers = append(writers, sums[name])
		}
	}
	// One byte more than was announced is enough to know that there are more.
	size, err := io.Copy(io.MultiWriter(writers...), io.LimitReader(p.body, p.length+1))
	if err != nil {
		return digests{}, incompleteBody(err)
	}
	if size != p.length {
		return digests{}, errIncompleteBody
	}
	found := digests{size: size, md5: md5Sum.Sum(nil), checksums: map[string]string{}}
	for name, h := range sums {
		found.checksums[name] = encodeSum(h)
	}
	return found, p.check(found, hex.EncodeToString(shaSum.Sum(nil)))
}

// incompleteBody leaves this package's own errors, and those of the disk, alone.
func incompleteBody(err error) error {
	if errors.As(err, new(*apiError)) {
		return err
	}
	return incomplete(err)
}

func (p *payload) check(found digests, sha string) error {
	if p.sha256 != "" && p.sha256 != sha {
		return (&apiError{http.StatusBadRequest, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", nil}).
			with("ClientComputedContentSHA256", p.sha256).with("S3ComputedContentSHA256", sha)
	}
	if p.md5 != nil && !bytes.Equal(p.md5, found.md5) {
		return errBadDigest.with("ExpectedDigest", hex.EncodeToString(p.md5)).with("CalculatedDigest", base64.StdEncoding.EncodeToString(found.md5))
	}
	for name, claim := range p.checksums {
		if claim == "" && p.chunks != nil {
			claim = p.chunks.trailer["x-amz-checksum-"+name]
		}
		c, _ := checksumNamed(name)
		if !c.valid(claim) {
			return errInvalidRequest.saying("Value for x-amz-checksum-%s trailing header is invalid.", name)
		}
		if claim != found.checksums[name] {
			return errBadDigest.saying("The %s you specified did not match the calculated checksum.", strings.ToUpper(name))
		}
	}
	return nil
}

// checked reports that the client has claimed a digest of the body.
func (p *payload) checked() bool { return p.md5 != nil || len(p.checksums) > 0 }

// document reads an XML body.
func (p *payload) document(into any) error {
	if p.length > maxDocumentBytes {
		return errMalformedXML
	}
	var b bytes.Buffer
	if _, err := p.copyTo(&b); err != nil {
		return err
	}
	if err := xml.Unmarshal(b.Bytes(), into); err != nil {
		return errMalformedXML
	}
	return nil
}
