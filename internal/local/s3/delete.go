package s3

import (
	"errors"
	"net/http"
)

// maxDeletes is how many keys one DeleteObjects takes (Amazon S3 API Reference).
const maxDeletes = 1000

func (c *call) deleteObject() error {
	conditions := writeConditions{match: c.r.Header.Get("If-Match")}
	if err := c.bucket.remove(c.key, c.path, conditions); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

type deleteRequest struct {
	Quiet   bool
	Objects []struct {
		Key       string
		ETag      string
		VersionID string `xml:"VersionId"`
	} `xml:"Object"`
}

func (c *call) deleteObjects() error {
	p, err := c.payload()
	if err != nil {
		return err
	}
	if c.signature != nil && !p.checked() {
		return errInvalidRequest.saying("Missing required header for this request: Content-MD5")
	}
	var in deleteRequest
	if err := p.document(&in); err != nil {
		return err
	}
	if len(in.Objects) == 0 || len(in.Objects) > maxDeletes {
		return errMalformedXML
	}
	var x xmlWriter
	x.document("DeleteResult")
	for _, o := range in.Objects {
		err := c.deleteOne(o.Key, o.VersionID, writeConditions{match: o.ETag})
		c.writeDeleted(&x, o.Key, err, in.Quiet)
	}
	x.end("DeleteResult")
	return c.writeXML(&x)
}

func (c *call) deleteOne(key, version string, conditions writeConditions) error {
	if version != "" && version != "null" {
		return invalidArgument("versionId", version, "Invalid version id specified")
	}
	path, err := c.server.naming.path(key)
	if err != nil {
		return err
	}
	return c.bucket.remove(key, path, conditions)
}

func (c *call) writeDeleted(x *xmlWriter, key string, err error, quiet bool) {
	if err == nil {
		if !quiet {
			x.begin("Deleted")
			x.text("Key", key)
			x.end("Deleted")
		}
		return
	}
	var api *apiError
	if !errors.As(err, &api) {
		c.server.logger.Error("s3: delete failed", "bucket", c.bucket.name, "key", key, "error", err)
		api = errInternal
	}
	x.begin("Error")
	x.text("Key", key)
	x.text("Code", api.code)
	x.text("Message", api.message)
	x.end("Error")
}
