package s3

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// putObject answers PUT: an upload, or a copy of another object.
func (c *call) putObject() error {
	if c.r.Header.Get("X-Amz-Copy-Source") != "" {
		return c.copyObject()
	}
	p, err := c.payload()
	if err != nil {
		return err
	}
	conditions, err := writeConditionsOf(c.r.Header)
	if err != nil {
		return err
	}
	headers, err := keptHeaders(c.r.Header)
	if err != nil {
		return err
	}
	var checksum string
	if len(p.checksums) == 0 {
		checksum = defaultChecksum // Amazon S3 calculates one when the client sends none
	}
	r, err := c.store(p, headers, conditions, checksum)
	if err != nil {
		return err
	}
	c.setEncryption()
	setChecksumHeaders(c.w.Header(), r.Checksums, r.ChecksumType)
	c.w.Header()["Etag"] = []string{quote(r.ETag)}
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// store writes a body to the object's place, with the named checksum besides those
// that the client has claimed.
func (c *call) store(p *payload, headers map[string]string, conditions writeConditions, checksum string) (*record, error) {
	d, err := c.bucket.draft(c.key, c.path)
	if err != nil {
		return nil, err
	}
	defer func() { c.warn(d.discard()) }()
	found, err := p.copyTo(d.file, checksum)
	if err != nil {
		return nil, err
	}
	r := &record{ETag: found.etag(), Headers: headers, Checksums: found.checksums, ChecksumType: fullObject}
	return r, d.commit(r, conditions)
}

// copyObject is CopyObject (Amazon S3 API Reference).
func (c *call) copyObject() error {
	source, err := c.copySource()
	if err != nil {
		return err
	}
	defer func() { c.warn(source.close()) }()
	headers, err := c.copiedHeaders(source)
	if err != nil {
		return err
	}
	conditions, err := writeConditionsOf(c.r.Header)
	if err != nil {
		return err
	}
	name, err := algorithmNamed(c.r.Header, "X-Amz-Checksum-Algorithm")
	if err != nil {
		return err
	}
	p := &payload{body: source.file, length: source.Size}
	r, err := c.store(p, headers, conditions, cmp.Or(name, defaultChecksum))
	if err != nil {
		return err
	}
	c.setEncryption()
	var x xmlWriter
	x.document("CopyObjectResult")
	x.time("LastModified", r.Modified)
	x.text("ETag", quote(r.ETag))
	writeChecksums(&x, r.Checksums, r.ChecksumType)
	x.end("CopyObjectResult")
	return c.writeXML(&x)
}

// copiedHeaders are the source's, or with REPLACE the request's.
func (c *call) copiedHeaders(source *copySource) (map[string]string, error) {
	switch directive := c.r.Header.Get("X-Amz-Metadata-Directive"); directive {
	case "", "COPY":
		if source.bucket == c.bucket && source.Key == c.key {
			return nil, errInvalidRequest.saying("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")
		}
		return source.Headers, nil
	case "REPLACE":
		return keptHeaders(c.r.Header)
	default:
		return nil, invalidArgument("x-amz-metadata-directive", directive, "Unknown metadata directive.")
	}
}

// copySource is an object to copy from, held open with its bucket.
type copySource struct {
	*object
	bucket *bucket
}

func (s *copySource) close() error {
	err := s.file.Close()
	if released := s.bucket.release(); err == nil {
		err = released
	}
	return err
}

// copySource finds what x-amz-copy-source names, "bucket/key" encoded for URLs,
// when its conditions hold.
func (c *call) copySource() (*copySource, error) {
	name, key, err := parseCopySource(c.r.Header.Get("X-Amz-Copy-Source"))
	if err != nil {
		return nil, err
	}
	path, err := c.server.naming.path(key)
	if err != nil {
		return nil, err
	}
	b, err := c.server.acquire(name)
	if err != nil {
		return nil, err
	}
	o, err := b.openObject(key, path)
	if err != nil {
		c.warn(b.release())
		return nil, err
	}
	source := &copySource{o, b}
	if err := readConditionsOf(c.r.Header, "X-Amz-Copy-Source-").check(o.record); err != nil {
		c.warn(source.close())
		if errors.Is(err, errNotModified) {
			err = errPreconditionFailed
		}
		return nil, err
	}
	return source, nil
}

func parseCopySource(value string) (bucket, key string, err error) {
	value, version, _ := strings.Cut(value, "?")
	decoded, err := url.QueryUnescape(value)
	bucket, key, _ = strings.Cut(strings.TrimPrefix(decoded, "/"), "/")
	if err != nil || bucket == "" || key == "" {
		return "", "", invalidArgument("x-amz-copy-source", value, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
	}
	if id, ok := strings.CutPrefix(version, "versionId="); ok && id != "null" {
		return "", "", invalidArgument("x-amz-copy-source", value, "Invalid version id specified")
	}
	return bucket, key, nil
}
