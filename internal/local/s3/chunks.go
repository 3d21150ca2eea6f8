package s3

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/sigv4"
)

const (
	maxChunkLine = 16 << 10 // bytes of a chunk's header or of a trailer's line
	emptySHA256  = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

var errBadChunk = errInvalidRequest.saying("The body does not follow the aws-chunked encoding.")

// chunkReader decodes Content-Encoding aws-chunked ("Signature Calculations for
// the Authorization Header: Transferring Payload in Multiple Chunks", Amazon S3
// API Reference). With a signature it checks that of each chunk and the trailer's.
type chunkReader struct {
	source *bufio.Reader
	left   int64 // bytes of the chunk that are still to come
	err    error // sticky; io.EOF after the last chunk

	trailed bool              // a trailer follows the last chunk
	trailer map[string]string // lower-case names; there after io.EOF

	signature *signature // nil: the chunks are not signed
	previous  string     // the signature before, which the next one covers
	claimed   string     // the signature of the chunk under way
	sum       hash.Hash
}

func newChunkReader(body io.Reader, sig *signature, trailed bool) *chunkReader {
	r := &chunkReader{source: bufio.NewReaderSize(body, maxChunkLine), trailed: trailed, signature: sig, sum: sha256.New()}
	if sig != nil {
		r.previous = sig.Value
	}
	return r
}

func (r *chunkReader) Read(p []byte) (int, error) {
	for r.err == nil && r.left == 0 {
		r.err = r.nextChunk()
	}
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.source.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	if r.signature != nil {
		r.sum.Write(p[:n])
	}
	if err != nil {
		r.err = incomplete(err)
	} else if r.left == 0 {
		r.err = r.endChunk()
	}
	if r.err != nil {
		return n, r.err
	}
	return n, nil
}

// nextChunk reads a chunk's header: its size and, when chunks are signed, its
// signature. The last chunk has no bytes.
func (r *chunkReader) nextChunk() error {
	line, err := r.line()
	if err != nil {
		return err
	}
	size, extension, _ := strings.Cut(line, ";")
	r.left, err = strconv.ParseInt(size, 16, 64)
	if err != nil || r.left < 0 {
		return errBadChunk
	}
	r.claimed = strings.TrimPrefix(extension, "chunk-signature=")
	r.sum.Reset()
	if r.left > 0 {
		return nil
	}
	if err := r.checkChunk(); err != nil {
		return err
	}
	return r.end()
}

func (r *chunkReader) endChunk() error {
	line, err := r.line()
	if err != nil {
		return err
	}
	if line != "" {
		return errBadChunk
	}
	return r.checkChunk()
}

// end reads what follows the last chunk, up to an empty line.
func (r *chunkReader) end() error {
	r.trailer = map[string]string{}
	var signed strings.Builder
	for {
		line, err := r.line()
		if errors.Is(err, errIncompleteBody) || err == nil && line == "" {
			break // some clients leave the last empty line out
		}
		if err != nil {
			return err
		}
		name, value, found := strings.Cut(line, ":")
		if !found || !r.trailed {
			return errBadChunk
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		r.trailer[name] = value
		if name != "x-amz-trailer-signature" {
			signed.WriteString(name + ":" + value + "\n")
		}
	}
	if err := r.checkTrailer(signed.String()); err != nil {
		return err
	}
	return io.EOF
}

func (r *chunkReader) checkChunk() error {
	if r.signature == nil {
		return nil
	}
	return r.check("AWS4-HMAC-SHA256-PAYLOAD", emptySHA256+"\n"+hex.EncodeToString(r.sum.Sum(nil)), r.claimed)
}

func (r *chunkReader) checkTrailer(lines string) error {
	if r.signature == nil || !r.trailed {
		return nil
	}
	sum := sha256.Sum256([]byte(lines))
	return r.check("AWS4-HMAC-SHA256-TRAILER", hex.EncodeToString(sum[:]), r.trailer["x-amz-trailer-signature"])
}

func (r *chunkReader) check(kind, hashes, claimed string) error {
	value := r.signature.sign(kind + "\n" + r.signature.Prefix() + r.previous + "\n" + hashes)
	if !sigv4.Equal(value, claimed) {
		return errBadSignature.with("AWSAccessKeyId", r.signature.AccessKeyID).with("SignatureProvided", claimed)
	}
	r.previous = value
	return nil
}

func (r *chunkReader) line() (string, error) {
	line, err := r.source.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", errBadChunk
	case err != nil:
		return "", incomplete(err)
	}
	return strings.TrimSuffix(string(line[:len(line)-1]), "\r"), nil
}

// incomplete reports a body that ends too early from one that cannot be read.
func incomplete(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errIncompleteBody
	case errors.As(err, &tooLarge):
		return errEntityTooLarge
	default:
		return err
	}
}
