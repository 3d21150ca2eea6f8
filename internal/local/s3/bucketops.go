package s3

import (
	"net/http"
	"slices"
)

// ownerID stands for the one account that there is.
const ownerID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"

func (c *call) listBuckets() error {
	names := c.server.bucketNames()
	slices.Sort(names)
	var x xmlWriter
	x.document("ListAllMyBucketsResult")
	x.begin("Owner")
	x.text("ID", ownerID)
	x.end("Owner")
	x.begin("Buckets")
	for _, name := range names {
		b, err := c.server.acquire(name)
		if err != nil {
			continue // removed since
		}
		x.begin("Bucket")
		x.text("Name", name)
		x.time("CreationDate", b.identity.ModTime())
		x.text("BucketRegion", c.server.options.Region)
		x.end("Bucket")
		c.warn(b.release())
	}
	x.end("Buckets")
	x.end("ListAllMyBucketsResult")
	return c.writeXML(&x)
}

func (c *call) headBucket() error {
	c.w.Header().Set("X-Amz-Bucket-Region", c.server.options.Region)
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// explain refuses to create a bucket: nothing that a request does makes one.
func (c *call) explain(err error, a address) error {
	if isCode(err, errNoSuchBucket) && c.r.Method == http.MethodPut && levelOf(a) == onBucket {
		return errAccessDenied.saying("Buckets are configured here, not created by requests: add %q and its directory to the configuration.", a.bucket)
	}
	return err
}

// createBucket is reached for a configured bucket only; explain answers for others.
func (c *call) createBucket() error {
	e := &apiError{http.StatusConflict, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", nil}
	return e.with("BucketName", c.bucket.name)
}

func (c *call) deleteBucket() error {
	return errAccessDenied.saying("Buckets are configured here, not created and deleted by requests: take %q out of the configuration.", c.bucket.name)
}

func (c *call) getBucketLocation() error {
	region := c.server.options.Region
	if region == "us-east-1" {
		region = "" // has no location constraint
	}
	var x xmlWriter
	x.b.WriteString(xmlHeader)
	if region == "" {
		x.b.WriteString(`<LocationConstraint xmlns="` + xmlNamespace + `"/>`)
	} else {
		x.b.WriteString(`<LocationConstraint xmlns="` + xmlNamespace + `">`)
		x.escape(region)
		x.b.WriteString(`</LocationConstraint>`)
	}
	return c.writeXML(&x)
}

// getBucketVersioning says that versioning was never enabled.
func (c *call) getBucketVersioning() error {
	var x xmlWriter
	x.document("VersioningConfiguration")
	x.end("VersioningConfiguration")
	return c.writeXML(&x)
}
