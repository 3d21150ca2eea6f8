package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/deploy"
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
	bucket := deploy.Bucket{Name: *s.bucket.BucketName(), ARN: *s.bucket.BucketArn()}
	if key := s.bucket.EncryptionKey(); key != nil {
		bucket.KeyARN = *key.KeyArn()
	}
	p.allow(deploy.S3(p.Rendered, bucket)...)
}
