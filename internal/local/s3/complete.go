package s3

import (
	"crypto/md5" //nolint:gosec // an ETag is an MD5, not a secret
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// completion is the body of CompleteMultipartUpload.
type completion struct {
	Parts []completedPart `xml:"Part"`
}

type completedPart struct {
	PartNumber        int
	ETag              string
	ChecksumCRC32     string
	ChecksumCRC32C    string
	ChecksumCRC64NVME string
	ChecksumSHA1      string
	ChecksumSHA256    string
}

// checksums are what the client claims of the part.
func (p completedPart) checksums() map[string]string {
	return map[string]string{
		"crc32": p.ChecksumCRC32, "crc32c": p.ChecksumCRC32C, "crc64nvme": p.ChecksumCRC64NVME,
		"sha1": p.ChecksumSHA1, "sha256": p.ChecksumSHA256,
	}
}

func (c *call) completeMultipartUpload() error {
	u, err := c.upload()
	if err != nil {
		return err
	}
	conditions, err := writeConditionsOf(c.r.Header)
	if err != nil {
		return err
	}
	chosen, err := c.chosenParts(u)
	if err != nil {
		return err
	}
	r, err := c.assemble(u, chosen, conditions)
	if err != nil {
		return err
	}
	c.warn(c.bucket.removeUpload(u))
	c.setEncryption()
	var x xmlWriter
	x.document("CompleteMultipartUploadResult")
	x.text("Location", "http://"+c.r.Host+c.r.URL.EscapedPath())
	x.text("Bucket", c.bucket.name)
	x.text("Key", c.key)
	x.text("ETag", quote(r.ETag))
	writeChecksums(&x, r.Checksums, r.ChecksumType)
	x.end("CompleteMultipartUploadResult")
	return c.writeXML(&x)
}

// chosenParts finds the parts that the body lists, and that they are as it says.
func (c *call) chosenParts(u *upload) ([]*part, error) {
	claims, err := c.readCompletion()
	if err != nil {
		return nil, err
	}
	have, err := c.bucket.parts(u.ID)
	if err != nil {
		return nil, err
	}
	chosen := make([]*part, len(claims))
	for i, claim := range claims {
		if chosen[i], err = claim.find(have, i == len(claims)-1); err != nil {
			return nil, err
		}
	}
	return chosen, nil
}

// readCompletion reads the list of parts. The checksum headers of this request are
// those of the object, not of the body.
func (c *call) readCompletion() ([]completedPart, error) {
	p := &payload{body: c.r.Body, length: c.r.ContentLength}
	if err := p.setCoverage(c.r.Header, c.signature); err != nil {
		return nil, err
	}
	if p.length < 0 {
		return nil, errMissingLength
	}
	var in completion
	if err := p.document(&in); err != nil {
		return nil, err
	}
	if len(in.Parts) == 0 || len(in.Parts) > maxParts {
		return nil, errMalformedXML
	}
	for i, claim := range in.Parts[1:] {
		if claim.PartNumber <= in.Parts[i].PartNumber {
			return nil, errInvalidPartOrder
		}
	}
	return in.Parts, nil
}

func (p completedPart) find(have []*part, last bool) (*part, error) {
	i, found := slices.BinarySearchFunc(have, p.PartNumber, func(h *part, number int) int { return h.Number - number })
	if !found || !p.fits(have[i]) {
		return nil, errInvalidPart.with("PartNumber", strconv.Itoa(p.PartNumber)).with("ETag", p.ETag)
	}
	if !last && have[i].Size < minPartBytes {
		return nil, errEntityTooSmall.with("ProposedSize", strconv.FormatInt(have[i].Size, 10)).
			with("MinSizeAllowed", strconv.Itoa(minPartBytes)).
			with("PartNumber", strconv.Itoa(p.PartNumber)).with("ETag", p.ETag)
	}
	return have[i], nil
}

func (p completedPart) fits(stored *part) bool {
	if strings.Trim(p.ETag, `"`) != stored.ETag {
		return false
	}
	for name, value := range p.checksums() {
		if known := stored.Checksums[name]; value != "" && known != "" && value != known {
			return false
		}
	}
	return true
}

// assemble joins the parts to the object.
func (c *call) assemble(u *upload, parts []*part, conditions writeConditions) (*record, error) {
	d, err := c.bucket.draft(c.key, c.path)
	if err != nil {
		return nil, err
	}
	defer func() { c.warn(d.discard()) }()
	algorithm, _ := checksumNamed(u.Checksum)
	whole := algorithm.new()
	r := &record{Headers: u.Headers, ChecksumType: u.ChecksumType}
	for _, p := range parts {
		if err := c.bucket.appendPart(u, p, d.file, whole); err != nil {
			return nil, err
		}
		r.Parts = append(r.Parts, p.Size)
	}
	if r.ETag, err = multipartETag(parts); err != nil {
		return nil, err
	}
	sum := encodeSum(whole)
	if u.ChecksumType == composite {
		if sum, err = compositeSum(algorithm, parts); err != nil {
			return nil, err
		}
	}
	if claim := c.r.Header.Get(checksumPrefix + u.Checksum); claim != "" && claim != sum {
		return nil, errBadDigest.saying("The %s you specified did not match the calculated checksum.", strings.ToUpper(u.Checksum))
	}
	r.Checksums = map[string]string{u.Checksum: sum}
	return r, d.commit(r, conditions)
}

func (b *bucket) appendPart(u *upload, p *part, to *os.File, whole hash.Hash) error {
	f, err := b.side.root.Open(path.Join(b.side.upload(u.ID), p.File))
	if isMissing(err) {
		return errNoSuchUpload.with("UploadId", u.ID) // aborted, or uploaded again, meanwhile
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(io.MultiWriter(to, whole), f)
	return errors.Join(err, f.Close())
}

// multipartETag is the MD5 of the parts' MD5s and their number.
func multipartETag(parts []*part) (string, error) {
	h := md5.New() //nolint:gosec // see the import
	for _, p := range parts {
		sum, err := hex.DecodeString(p.ETag)
		if err != nil {
			return "", err
		}
		h.Write(sum)
	}
	return fmt.Sprintf("%x-%d", h.Sum(nil), len(parts)), nil
}

func compositeSum(algorithm checksum, parts []*part) (string, error) {
	values := make([]string, len(parts))
	for i, p := range parts {
		values[i] = p.Checksums[algorithm.name]
	}
	sum, err := algorithm.ofParts(values)
	return fmt.Sprintf("%s-%d", sum, len(parts)), err
}
