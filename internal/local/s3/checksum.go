package s3

import (
	"crypto/sha1" //nolint:gosec // one of Amazon S3's checksums
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"net/http"
	"slices"
	"strings"
	"sync"
)

const (
	checksumPrefix  = "X-Amz-Checksum-"
	fullObject      = "FULL_OBJECT"
	composite       = "COMPOSITE"
	defaultChecksum = "crc64nvme"
)

// checksum is one of "Checking object integrity in Amazon S3" (Amazon S3 User Guide).
type checksum struct {
	name      string // as in x-amz-checksum-NAME
	element   string // as in ChecksumNAME of an XML document
	new       func() hash.Hash
	size      int    // bytes
	multipart string // the type for multipart uploads that name none
	types     []string
}

var (
	castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })
	nvme       = sync.OnceValue(func() *crc64.Table { return crc64.MakeTable(0x9A6C9329AC4BC9B5) })

	checksums = []checksum{
		{"crc32", "ChecksumCRC32", func() hash.Hash { return crc32.NewIEEE() }, crc32.Size, composite, []string{composite, fullObject}},
		{"crc32c", "ChecksumCRC32C", func() hash.Hash { return crc32.New(castagnoli()) }, crc32.Size, composite, []string{composite, fullObject}},
		{"crc64nvme", "ChecksumCRC64NVME", func() hash.Hash { return crc64.New(nvme()) }, crc64.Size, fullObject, []string{fullObject}},
		{"sha1", "ChecksumSHA1", sha1.New, sha1.Size, composite, []string{composite}},
		{"sha256", "ChecksumSHA256", sha256.New, sha256.Size, composite, []string{composite}},
	}
)

// checksumNamed knows the names in any case, as "CRC32C".
func checksumNamed(name string) (checksum, bool) {
	i := slices.IndexFunc(checksums, func(c checksum) bool { return strings.EqualFold(c.name, name) })
	if i < 0 {
		return checksum{}, false
	}
	return checksums[i], true
}

// algorithmNamed reads a header that names an algorithm; absent gives none.
func algorithmNamed(h http.Header, header string) (name string, err error) {
	value := h.Get(header)
	if value == "" {
		return "", nil
	}
	c, ok := checksumNamed(value)
	if !ok {
		return "", errInvalidRequest.saying("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
	}
	return c.name, nil
}

// claims are the checksums that a client has sent, in base64, by name. One that
// is to come in a trailer is there, empty.
func claims(h http.Header) (map[string]string, error) {
	found := map[string]string{}
	for _, c := range checksums {
		value := h.Get(checksumPrefix + c.name)
		if value == "" {
			continue
		}
		if !c.valid(value) {
			return nil, errInvalidRequest.saying("Value for x-amz-checksum-%s header is invalid.", c.name)
		}
		found[c.name] = value
	}
	for trailer := range strings.SplitSeq(h.Get("X-Amz-Trailer"), ",") {
		trailer = strings.TrimSpace(trailer)
		if trailer == "" {
			continue
		}
		c, ok := checksumNamed(strings.TrimPrefix(strings.ToLower(trailer), "x-amz-checksum-"))
		if !ok {
			return nil, errInvalidRequest.saying("The value specified in the x-amz-trailer header is not supported")
		}
		found[c.name] = ""
	}
	if len(found) > 1 {
		return nil, errInvalidRequest.saying("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
	}
	if h.Get("X-Amz-Sdk-Checksum-Algorithm") != "" && len(found) == 0 && h.Get("Content-Md5") == "" {
		return nil, errInvalidRequest.saying("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
	}
	return found, nil
}

func (c checksum) valid(value string) bool {
	raw, err := base64.StdEncoding.DecodeString(value)
	return err == nil && len(raw) == c.size
}

// ofParts is the checksum of the parts' checksums, which stands for an object that
// was uploaded in parts.
func (c checksum) ofParts(values []string) (string, error) {
	h := c.new()
	for _, value := range values {
		raw, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", err
		}
		h.Write(raw)
	}
	return encodeSum(h), nil
}

func encodeSum(h hash.Hash) string { return base64.StdEncoding.EncodeToString(h.Sum(nil)) }

// setChecksumHeaders reports the checksums of an object.
func setChecksumHeaders(h http.Header, values map[string]string, kind string) {
	for name, value := range values {
		h.Set(checksumPrefix+name, value)
	}
	if len(values) > 0 && kind != "" {
		h.Set("X-Amz-Checksum-Type", kind)
	}
}

func writeChecksums(x *xmlWriter, values map[string]string, kind string) {
	for _, c := range checksums {
		x.optional(c.element, values[c.name])
	}
	if len(values) > 0 {
		x.optional("ChecksumType", kind)
	}
}
