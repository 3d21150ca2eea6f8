package integration

import (
	"strings"

	"github.com/gatewright/gatewright/spec"
)

// S3 reads and writes the objects of a bucket (API Gateway Developer Guide,
// "Tutorial: Create a REST API as an Amazon S3 proxy").
func S3(bucket string, options ...S3Option) Integration {
	s := s3{bucket: bucket}
	for _, o := range options {
		o.applyS3(&s)
	}
	return s
}

type s3 struct {
	bucket string
	s3Options
}

func (s s3) Render(p Props) (*spec.Integration, error) {
	if s.bucket == "" {
		return nil, optionErrorf("bucket", "the bucket has no name")
	}
	key, mappings, err := uriParameters{s.queryStringRequestParameters, s.headerRequestParameters}.fill(p.Operation, "path", s.key(p))
	if err != nil {
		return nil, err
	}
	method := strings.ToUpper(s.method)
	if method == "" {
		method = p.Operation.Method
	}
	if takesBody(method) {
		mappings = append(mappings, spec.Mapping{
			Target: "integration.request.header.Content-Type",
			Source: "method.request.header.Content-Type",
		})
	}
	responses := s.integrationResponseSet
	if responses == nil {
		responses = []ResponseSet{DefaultPassthrough(), S3JSONErrorMessage()}
	}
	rendered, err := Composite(responses...).Render(p)
	if err != nil {
		return nil, err
	}
	return &spec.Integration{
		Type:              spec.AWS,
		HTTPMethod:        method,
		URI:               p.Placement.ServiceARN("s3:path/" + strings.TrimSuffix(s.bucket+"/"+key, "/")),
		Credentials:       s.role,
		RequestParameters: mappings,
		Responses:         rendered,
	}, nil
}

func (s s3) key(p Props) string {
	if s.path != nil {
		return strings.TrimPrefix(*s.path, "/")
	}
	return strings.TrimPrefix(p.Operation.Path, "/")
}
