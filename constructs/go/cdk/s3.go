package cdk

import (
	"net/http"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// S3 reads and writes the objects of a bucket. API Gateway takes the API's role for that, unless integration.S3Role or
// WithRole says another one. The role may read for GET, HEAD and OPTIONS, write for PUT, POST and PATCH, and delete for
// DELETE, each on the keys that the path can name.
func S3(bucket awss3.IBucket, options ...integration.S3Option) integration.Integration {
	return s3{bucket, options}
}

type s3 struct {
	bucket  awss3.IBucket
	options []integration.S3Option
}

func (s s3) Render(p integration.Props) (*spec.Integration, error) {
	if s.bucket == nil {
		return nil, optionError("bucket", "the bucket is nil", "make the bucket before the API, and keep it where the integration finds it")
	}
	options := append([]integration.S3Option{integration.S3Role(SharedRole)}, s.options...)
	return integration.S3(*s.bucket.BucketName(), options...).Render(p)
}

func (s s3) Grant(p GrantProps) {
	if p.Role == nil {
		return
	}
	bucket := *s.bucket.BucketArn()
	_, key, _ := strings.Cut(p.Rendered.URI, ":s3:path/"+*s.bucket.BucketName())
	key, _, _ = strings.Cut(strings.TrimPrefix(key, "/"), "?")
	objects := bucket + "/" + wildcards(key)
	reads, writes := s.uses(p, key, bucket, objects)
	encryption := s.bucket.EncryptionKey()
	if encryption == nil {
		return
	}
	if reads {
		p.Allow([]string{"kms:Decrypt"}, *encryption.KeyArn())
	}
	if writes {
		p.Allow([]string{"kms:Decrypt", "kms:GenerateDataKey*"}, *encryption.KeyArn())
	}
}

// uses allows what the method does, and tells whether it reads or writes objects.
func (s s3) uses(p GrantProps, key, bucket, objects string) (reads, writes bool) {
	method := p.Rendered.HTTPMethod
	if key == "" { // the bucket itself
		if isRead(method) || method == "ANY" {
			p.Allow([]string{"s3:ListBucket"}, bucket)
		}
		return false, false
	}
	if isRead(method) || method == "ANY" {
		reads = true
		p.Allow([]string{"s3:GetObject"}, objects)
		// Without it S3 says 403 instead of 404 of objects that are not there.
		p.Allow([]string{"s3:ListBucket"}, bucket)
	}
	if method == http.MethodDelete || method == "ANY" {
		p.Allow([]string{"s3:DeleteObject"}, objects)
	}
	if method == http.MethodPut || method == http.MethodPost || method == http.MethodPatch || method == "ANY" {
		writes = true
		p.Allow([]string{"s3:PutObject"}, objects)
	}
	return reads, writes
}

func isRead(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
