package s3

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// listParts is ListParts (Amazon S3 API Reference).
func (c *call) listParts() error {
	u, err := c.upload()
	if err != nil {
		return err
	}
	most, err := c.count("max-parts")
	if err != nil {
		return err
	}
	marker, err := c.number("part-number-marker", 0)
	if err != nil {
		return err
	}
	parts, err := c.bucket.parts(u.ID)
	if err != nil {
		return err
	}
	parts = slices.DeleteFunc(parts, func(p *part) bool { return p.Number <= marker })
	more := len(parts) > most
	parts = parts[:min(most, len(parts))]
	var x xmlWriter
	x.document("ListPartsResult")
	x.text("Bucket", c.bucket.name)
	x.text("Key", u.Key)
	x.text("UploadId", u.ID)
	writeOwner(&x)
	x.number("PartNumberMarker", int64(marker))
	if len(parts) > 0 {
		x.number("NextPartNumberMarker", int64(parts[len(parts)-1].Number))
	}
	x.number("MaxParts", int64(most))
	x.truncated(more)
	x.text("ChecksumAlgorithm", strings.ToUpper(u.Checksum))
	x.text("ChecksumType", u.ChecksumType)
	for _, p := range parts {
		x.begin("Part")
		x.number("PartNumber", int64(p.Number))
		x.time("LastModified", p.Modified)
		x.text("ETag", quote(p.ETag))
		x.number("Size", p.Size)
		writeChecksums(&x, p.Checksums, "")
		x.end("Part")
	}
	x.end("ListPartsResult")
	return c.writeXML(&x)
}

// listMultipartUploads is ListMultipartUploads (Amazon S3 API Reference). A
// delimiter is not served.
func (c *call) listMultipartUploads() error {
	if c.query.Get("delimiter") != "" {
		return notImplemented("ListMultipartUploads with a delimiter")
	}
	most, err := c.count("max-uploads")
	if err != nil {
		return err
	}
	uploads, err := c.bucket.uploads()
	if err != nil {
		return err
	}
	prefix, keyMarker, idMarker := c.query.Get("prefix"), c.query.Get("key-marker"), c.query.Get("upload-id-marker")
	uploads = slices.DeleteFunc(uploads, func(u *upload) bool {
		seen := u.Key < keyMarker || u.Key == keyMarker && u.ID <= cmp.Or(idMarker, afterAll)
		return !strings.HasPrefix(u.Key, prefix) || keyMarker != "" && seen
	})
	more := len(uploads) > most
	uploads = uploads[:min(most, len(uploads))]
	x := &xmlWriter{query: c.query.Get("encoding-type") == "url"}
	x.document("ListMultipartUploadsResult")
	x.text("Bucket", c.bucket.name)
	x.key("KeyMarker", keyMarker)
	x.text("UploadIdMarker", idMarker)
	if more && most > 0 {
		x.key("NextKeyMarker", uploads[most-1].Key)
		x.text("NextUploadIdMarker", uploads[most-1].ID)
	}
	x.key("Prefix", prefix)
	x.number("MaxUploads", int64(most))
	x.truncated(more)
	for _, u := range uploads {
		x.begin("Upload")
		x.key("Key", u.Key)
		x.text("UploadId", u.ID)
		writeOwner(x)
		x.text("StorageClass", cmp.Or(u.Headers["X-Amz-Storage-Class"], "STANDARD"))
		x.time("Initiated", u.Initiated)
		x.text("ChecksumAlgorithm", strings.ToUpper(u.Checksum))
		x.text("ChecksumType", u.ChecksumType)
		x.end("Upload")
	}
	x.end("ListMultipartUploadsResult")
	return c.writeXML(x)
}

// uploads returns those under way, by key and then by ID, the order of the markers.
func (b *bucket) uploads() ([]*upload, error) {
	ids, err := readNames(b.side.root, b.side.uploads())
	if err != nil {
		return nil, err
	}
	var uploads []*upload
	for _, id := range ids {
		u, err := b.readUpload(id)
		if err != nil {
			return nil, err
		}
		if u != nil {
			uploads = append(uploads, u)
		}
	}
	slices.SortFunc(uploads, func(a, b *upload) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.ID, b.ID))
	})
	return uploads, nil
}

func writeOwner(x *xmlWriter) {
	for _, name := range []string{"Initiator", "Owner"} {
		x.begin(name)
		x.text("ID", ownerID)
		x.end(name)
	}
}

// count reads how many entries a page may have: 1,000 unless fewer are asked for.
func (c *call) count(parameter string) (int, error) {
	n, err := c.number(parameter, maxListed)
	return min(n, maxListed), err
}

func (c *call) number(parameter string, otherwise int) (int, error) {
	value := c.query.Get(parameter)
	if value == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, invalidArgument(parameter, value, "Provided %s not an integer or within integer range", parameter)
	}
	return n, nil
}
