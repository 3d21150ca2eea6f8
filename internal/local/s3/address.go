package s3

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// address is what a request is about. An empty bucket means the service, an
// empty key the bucket.
type address struct {
	bucket, key string
	signed      string // the decoded path, which the signature covers
}

var (
	// awsHost matches the path-style and virtual-hosted-style endpoints ("Virtual
	// hosting of general purpose buckets", Amazon S3 User Guide).
	awsHost = regexp.MustCompile(`^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$`)

	// bucketName is "General purpose bucket naming rules" (Amazon S3 User Guide).
	bucketName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]|\.[a-z0-9]){1,61}[a-z0-9]$`)

	ipAddress = regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`)
)

func validBucketName(name string) bool {
	return bucketName.MatchString(name) && len(name) <= 63 && !ipAddress.MatchString(name) && !strings.Contains(name, "-.")
}

func (s *Server) address(r *http.Request) (address, error) {
	path, err := decodedPath(r)
	if err != nil {
		return address{}, err
	}
	a := address{signed: path}
	rest := strings.TrimPrefix(path, "/")
	if name := s.bucketOfHost(r.Host); name != "" {
		a.bucket, a.key = name, rest
	} else {
		a.bucket, a.key, _ = strings.Cut(rest, "/")
	}
	if a.bucket == "" && a.key != "" {
		return address{}, errInvalidURI
	}
	return a, nil
}

// decodedPath returns the path's bytes. On the wire Amazon S3 takes a plus sign
// for a space; a path that was set in process is meant as it is.
func decodedPath(r *http.Request) (string, error) {
	if r.RequestURI == "" {
		return r.URL.Path, nil
	}
	path, err := url.PathUnescape(strings.ReplaceAll(r.URL.EscapedPath(), "+", "%20"))
	if err != nil {
		return "", errInvalidURI
	}
	return path, nil
}

// bucketOfHost returns the bucket of a virtual-hosted-style request, or "" for a
// path-style one.
func (s *Server) bucketOfHost(host string) string {
	host = hostWithoutPort(host)
	if m := awsHost.FindStringSubmatch(host); m != nil {
		return m[1]
	}
	for _, bases := range [...][]string{s.options.Hosts, {"s3.localhost", "localhost"}} {
		for _, base := range bases {
			if host == base {
				return ""
			}
			if name, ok := strings.CutSuffix(host, "."+base); ok {
				return name
			}
		}
	}
	return ""
}

// query is a parsed query string. A parameter without a value is there, empty.
type query struct{ url.Values }

func parseQuery(raw string) (query, error) {
	if raw == "" {
		return query{}, nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return query{}, errInvalidURI
	}
	return query{values}, nil
}
