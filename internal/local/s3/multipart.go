package s3

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The limits of "Amazon S3 multipart upload limits" (Amazon S3 User Guide).
const (
	maxParts     = 10_000
	minPartBytes = 5 << 20 // of all but the last
)

// upload is a multipart upload under way. It lies, with its parts, in a directory of
// its own below the side data, and so outlives a restart.
type upload struct {
	ID           string            `json:"id"`
	Key          string            `json:"key"`
	Initiated    time.Time         `json:"initiated"`
	Headers      map[string]string `json:"headers"`
	Checksum     string            `json:"checksum"` // the algorithm
	ChecksumType string            `json:"checksumType"`
}

// part is the record of one part; its bytes are the file next to it.
type part struct {
	Number    int               `json:"number"`
	Size      int64             `json:"size"`
	Modified  time.Time         `json:"modified"`
	ETag      string            `json:"etag"`
	Checksums map[string]string `json:"checksums"`
	File      string            `json:"file"`
}

func (s side) uploads() string         { return path.Join(s.directory, "uploads") }
func (s side) upload(id string) string { return path.Join(s.uploads(), id) }
func (s side) about(id string) string  { return path.Join(s.upload(id), "upload.json") }
func (s side) part(id string, number int) string {
	return path.Join(s.upload(id), fmt.Sprintf("%05d.json", number))
}

func (c *call) createMultipartUpload() error {
	headers, err := keptHeaders(c.r.Header)
	if err != nil {
		return err
	}
	u := &upload{ID: strings.ToLower(rand.Text()), Key: c.key, Initiated: c.server.options.Now(), Headers: headers}
	if err := u.chooseChecksum(c.r.Header); err != nil {
		return err
	}
	if err := c.bucket.writeUpload(u); err != nil {
		return err
	}
	c.setEncryption()
	c.w.Header().Set("X-Amz-Checksum-Algorithm", strings.ToUpper(u.Checksum))
	c.w.Header().Set("X-Amz-Checksum-Type", u.ChecksumType)
	var x xmlWriter
	x.document("InitiateMultipartUploadResult")
	x.text("Bucket", c.bucket.name)
	x.text("Key", u.Key)
	x.text("UploadId", u.ID)
	x.end("InitiateMultipartUploadResult")
	return c.writeXML(&x)
}

func (u *upload) chooseChecksum(h http.Header) error {
	name, err := algorithmNamed(h, "X-Amz-Checksum-Algorithm")
	if err != nil {
		return err
	}
	if name == "" {
		name = defaultChecksum
	}
	c, _ := checksumNamed(name)
	u.Checksum, u.ChecksumType = c.name, c.multipart
	if kind := h.Get("X-Amz-Checksum-Type"); kind != "" {
		u.ChecksumType = kind
	}
	if !slices.Contains(c.types, u.ChecksumType) {
		return errInvalidRequest.saying("The %s checksum type cannot be used with the %s checksum algorithm.", u.ChecksumType, c.name)
	}
	return nil
}

func (b *bucket) writeUpload(u *upload) error {
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return writeFile(b.side.root, b.side.about(u.ID), data)
}

// upload finds the upload that the request names. It belongs to one key.
func (c *call) upload() (*upload, error) {
	id := c.query.Get("uploadId")
	if strings.Trim(id, "abcdefghijklmnopqrstuvwxyz234567") != "" || id == "" {
		return nil, errNoSuchUpload.with("UploadId", id) // not of rand.Text's letters: it could be a path
	}
	u, err := c.bucket.readUpload(id)
	if err != nil {
		return nil, err
	}
	if u == nil || u.Key != c.key {
		return nil, errNoSuchUpload.with("UploadId", id)
	}
	return u, nil
}

// readUpload returns nil when there is none.
func (b *bucket) readUpload(id string) (*upload, error) {
	u := new(upload)
	found, err := readJSON(b.side.root, b.side.about(id), u)
	if !found {
		return nil, err
	}
	return u, err
}

func readJSON(root *os.Root, name string, into any) (found bool, err error) {
	data, err := root.ReadFile(name)
	if isMissing(err) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}

func invalidPartNumber(value string) *apiError {
	return invalidArgument("partNumber", value, "Part number must be an integer between 1 and %d, inclusive", maxParts)
}

// uploadPart answers UploadPart and, with a source, UploadPartCopy.
func (c *call) uploadPart() error {
	value := c.query.Get("partNumber")
	number, err := strconv.Atoi(value)
	if err != nil || number < 1 || number > maxParts {
		return invalidPartNumber(value)
	}
	u, err := c.upload()
	if err != nil {
		return err
	}
	if c.r.Header.Get("X-Amz-Copy-Source") != "" {
		return c.uploadPartCopy(u, number)
	}
	p, err := c.payload()
	if err != nil {
		return err
	}
	stored, err := c.bucket.storePart(u, number, p)
	if err != nil {
		return err
	}
	c.setEncryption()
	setChecksumHeaders(c.w.Header(), stored.Checksums, "")
	c.w.Header()["Etag"] = []string{quote(stored.ETag)}
	c.w.WriteHeader(http.StatusOK)
	return nil
}

func (c *call) uploadPartCopy(u *upload, number int) error {
	source, err := c.copySource()
	if err != nil {
		return err
	}
	defer func() { c.warn(source.close()) }()
	s := span{length: source.Size}
	if header := c.r.Header.Get("X-Amz-Copy-Source-Range"); header != "" {
		given, err := parseRange(header, source.Size)
		if err != nil || given == nil {
			return invalidArgument("x-amz-copy-source-range", header, "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy")
		}
		s = *given
	}
	p := &payload{body: io.NewSectionReader(source.file, s.start, s.length), length: s.length}
	stored, err := c.bucket.storePart(u, number, p)
	if err != nil {
		return err
	}
	c.setEncryption()
	var x xmlWriter
	x.document("CopyPartResult")
	x.time("LastModified", stored.Modified)
	x.text("ETag", quote(stored.ETag))
	writeChecksums(&x, stored.Checksums, "")
	x.end("CopyPartResult")
	return c.writeXML(&x)
}

// storePart writes a part under a name of its own, then points its record there: of
// two uploads of one part, the last to finish is the part.
func (b *bucket) storePart(u *upload, number int, p *payload) (stored *part, err error) {
	root, directory := b.side.root, b.side.upload(u.ID)
	f, name, err := createTemp(root, directory)
	if isMissing(err) {
		return nil, errNoSuchUpload.with("UploadId", u.ID) // finished meanwhile
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Remove(name))
		}
	}()
	found, err := p.copyTo(f, u.Checksum)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	stored = &part{Number: number, Size: found.size, Modified: time.Now(), ETag: found.etag(), Checksums: found.checksums, File: path.Base(name)}
	return stored, b.writePart(u, stored)
}

func (b *bucket) writePart(u *upload, p *part) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if gone, err := b.readUpload(u.ID); err != nil || gone == nil {
		return errors.Join(err, errNoSuchUpload.with("UploadId", u.ID))
	}
	final := b.side.part(u.ID, p.Number)
	var earlier part
	replaced, err := readJSON(b.side.root, final, &earlier)
	if err != nil {
		return err
	}
	if err := writeFile(b.side.root, final, data); err != nil {
		return err
	}
	if replaced {
		return b.side.root.Remove(path.Join(b.side.upload(u.ID), earlier.File))
	}
	return nil
}

// parts returns what was uploaded, by number.
func (b *bucket) parts(id string) ([]*part, error) {
	names, err := readNames(b.side.root, b.side.upload(id))
	if err != nil {
		return nil, err
	}
	var parts []*part
	for _, name := range names {
		if strings.HasPrefix(name, hiddenPrefix) || name == "upload.json" {
			continue
		}
		p := new(part)
		found, err := readJSON(b.side.root, path.Join(b.side.upload(id), name), p)
		if err != nil {
			return nil, err
		}
		if found {
			parts = append(parts, p)
		}
	}
	return parts, nil
}

// readNames returns the names in a directory, sorted; none when it is missing.
func readNames(root *os.Root, directory string) ([]string, error) {
	entries, err := fs.ReadDir(root.FS(), directory)
	if isMissing(err) {
		return nil, nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (c *call) abortMultipartUpload() error {
	u, err := c.upload()
	if err != nil {
		return err
	}
	if err := c.bucket.removeUpload(u); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

func (b *bucket) removeUpload(u *upload) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.side.root.RemoveAll(b.side.upload(u.ID))
}
