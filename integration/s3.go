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

// S3Option is an option of S3.
type S3Option interface{ applyS3(s *s3) }

type s3Option func(*s3)

func (o s3Option) applyS3(s *s3) { o(s) }

// S3Path is the key of the object. {name} stands for a parameter of the
// operation's path, or for one that S3QueryParameters or S3Headers name. The
// default is the operation's path.
func S3Path(path string) S3Option { return s3Option(func(s *s3) { s.path = &path }) }

// S3Method is the method of the request to S3. The default is the operation's.
func S3Method(method string) S3Option {
	return s3Option(func(s *s3) { s.method = strings.ToUpper(method) })
}

// S3Role is the ARN of the role that API Gateway takes to call S3.
func S3Role(arn string) S3Option { return s3Option(func(s *s3) { s.role = arn }) }

// S3Responses is how S3's answers become the operation's. The default is
// Passthrough and S3JSONErrors.
func S3Responses(sets ...ResponseSet) S3Option {
	return s3Option(func(s *s3) { s.responses = Composite(sets...) })
}

// S3QueryParameters are query parameters that the path may use.
func S3QueryParameters(names ...string) S3Option {
	return s3Option(func(s *s3) { s.parameters.query = append(s.parameters.query, names...) })
}

// S3Headers are request headers that the path may use.
func S3Headers(names ...string) S3Option {
	return s3Option(func(s *s3) { s.parameters.headers = append(s.parameters.headers, names...) })
}

type s3 struct {
	bucket     string
	path       *string
	method     string
	role       string
	responses  ResponseSet
	parameters uriParameters
}

func (s s3) Render(p Props) (*spec.Integration, error) {
	if s.bucket == "" {
		return nil, optionErrorf("bucket", "the bucket has no name")
	}
	key, mappings, err := s.parameters.fill(p.Operation, "path", s.key(p))
	if err != nil {
		return nil, err
	}
	method := s.method
	if method == "" {
		method = p.Operation.Method
	}
	if takesBody(method) {
		mappings = append(mappings, spec.Mapping{
			Target: "integration.request.header.Content-Type",
			Source: "method.request.header.Content-Type",
		})
	}
	responses := s.responses
	if responses == nil {
		responses = Composite(Passthrough(), S3JSONErrors())
	}
	rendered, err := responses.Responses(p)
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
