package s3

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Credentials are a pair of keys that signed requests may use.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string // when set, requests must carry it; when empty, any token is accepted
}

// Options configure a [Server]. The zero value serves [Server.Inside] only: with
// no credentials there is no signature that ServeHTTP could accept.
type Options struct {
	// Credentials are accepted by ServeHTTP.
	Credentials []Credentials

	// SideDirectory is where content types, user metadata and the parts of
	// unfinished uploads are kept, each bucket in a directory of its name.
	// Default: ".gatewright-s3" in each bucket's own directory.
	SideDirectory string

	// Region is what GetBucketLocation and HeadBucket answer. Default: us-east-1.
	// Requests may be signed for any region.
	Region string

	// Hosts are the endpoint names below which a label names a bucket, besides
	// localhost, s3.localhost and Amazon S3's own: with "s3.test",
	// http://pets.s3.test/cat.json is the key cat.json of the bucket pets.
	Hosts []string

	// Logger gets what a client is not told: the cause of an InternalError.
	// Default: slog.Default().
	Logger *slog.Logger

	// Now tells the time that signatures and expiries are judged by. Default: time.Now.
	Now func() time.Time
}

// Server serves buckets. Its methods may be called concurrently.
type Server struct {
	options Options
	logger  *slog.Logger
	naming  naming

	accepted atomic.Pointer[[]Credentials]

	mu      sync.RWMutex
	buckets map[string]*bucket
	closed  bool
}

// New creates a server without buckets. Incomplete credentials, or two of one
// access key, are errors.
func New(options Options) (*Server, error) {
	if options.Region == "" {
		options.Region = "us-east-1"
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{options: options, logger: options.Logger, naming: localNaming()}
	if err := s.SetCredentials(options.Credentials); err != nil {
		return nil, err
	}
	return s, nil
}

// SetCredentials replaces the credentials that ServeHTTP accepts, unless they have an
// error; see New.
func (s *Server) SetCredentials(all []Credentials) error {
	if err := checkCredentials(all); err != nil {
		return err
	}
	all = slices.Clone(all)
	s.accepted.Store(&all)
	return nil
}

func checkCredentials(all []Credentials) error {
	var problems []error
	seen := map[string]bool{}
	for i, c := range all {
		switch {
		case c.AccessKeyID == "" || c.SecretAccessKey == "":
			problems = append(problems, fmt.Errorf("s3: credentials %d lack an access key ID or a secret access key", i+1))
		case seen[c.AccessKeyID]:
			problems = append(problems, fmt.Errorf("s3: the access key ID %q is there twice", c.AccessKeyID))
		}
		seen[c.AccessKeyID] = true
	}
	return errors.Join(problems...)
}

// Close lets go of the directories. Requests under way are finished; later ones
// get ServiceUnavailable.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var problems []error
	for _, b := range s.buckets {
		problems = append(problems, b.release())
	}
	s.buckets = nil
	return errors.Join(problems...)
}

// ServeHTTP answers a signed request: Signature Version 4 in the Authorization
// header or in the query string (a presigned URL). A request without a signature
// is refused with AccessDenied.
//
// Do not mount the server on an http.ServeMux: that redirects keys which hold
// "//" or "..".
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, s.authenticate)
}

// Inside is the door for callers in this process, as API Gateway with its role:
// it answers without looking for a signature. Never listen with it.
//
// In a request made in process (no RequestURI) URL.Path is the key as it is; in
// one that came over the wire a plus sign stands for a space, as in Amazon S3.
func (s *Server) Inside() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serve(w, r, func(*http.Request, string) (*signature, error) { return nil, nil })
	})
}

type authenticator func(r *http.Request, path string) (*signature, error)

func (s *Server) serve(w http.ResponseWriter, r *http.Request, authenticate authenticator) {
	c := &call{server: s, w: w, r: r, ids: newRequestIDs()}
	c.writeCommonHeaders()
	if err := c.answer(authenticate); err != nil {
		c.fail(err)
	}
}

// call is one request on its way.
type call struct {
	server    *Server
	w         http.ResponseWriter
	r         *http.Request
	ids       requestIDs
	query     query
	signature *signature // nil for a call from inside
	bucket    *bucket    // nil for a call on the service
	key       string     // empty for a call on a bucket
	path      string     // of the object's file, below the bucket's directory
}

func (c *call) answer(authenticate authenticator) error {
	address, err := c.server.address(c.r)
	if err != nil {
		return err
	}
	if c.query, err = parseQuery(c.r.URL.RawQuery); err != nil {
		return err
	}
	if c.r.Method == http.MethodOptions {
		return errCORS
	}
	if c.signature, err = authenticate(c.r, address.signed); err != nil {
		return err
	}
	operate, err := c.operation(address)
	if err != nil {
		return err
	}
	if address.bucket == "" {
		return operate(c)
	}
	if c.bucket, err = c.server.acquire(address.bucket); err != nil {
		return c.explain(err, address)
	}
	defer func() { c.warn(c.bucket.release()) }()
	c.allowOrigin()
	if address.key != "" {
		c.key = address.key
		if c.path, err = c.server.naming.path(c.key); err != nil {
			return err
		}
	}
	return operate(c)
}

// allowOrigin adds the headers for the origin of a request to its response, as the first
// rule of the bucket that matches has it (Amazon S3 User Guide, "How does Amazon S3
// evaluate the CORS configuration on a bucket?").
func (c *call) allowOrigin() {
	origin := c.r.Header.Get("Origin")
	if origin == "" {
		return
	}
	for _, rule := range *c.bucket.cors.Load() {
		i := slices.IndexFunc(rule.Origins, func(pattern string) bool { return matches(pattern, origin) })
		if i < 0 || rule.Methods != nil && !slices.Contains(rule.Methods, c.r.Method) {
			continue
		}
		h := c.w.Header()
		if rule.Origins[i] == "*" {
			h.Set("Access-Control-Allow-Origin", "*")
		} else {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Allow-Credentials", "true")
		}
		h.Add("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
		return
	}
}

// matches reports whether an origin is a pattern's, in which a * stands for any text.
func matches(pattern, origin string) bool {
	prefix, suffix, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == origin
	}
	return len(origin) >= len(prefix)+len(suffix) && strings.HasPrefix(origin, prefix) && strings.HasSuffix(origin, suffix)
}

// fail responds with the error. An error that is not Amazon S3's is logged, and
// the client is told InternalError.
func (c *call) fail(err error) {
	var api *apiError
	if !errors.As(err, &api) {
		if c.r.Context().Err() != nil {
			return // the client has gone
		}
		c.server.logger.Error("s3: request failed", "method", c.r.Method, "path", c.r.URL.Path, "error", err)
		api = errInternal
	}
	c.warn(api.write(c.w, c.r.Method, c.ids.request, c.ids.host))
}

// warn logs what can no longer be told to the client.
func (c *call) warn(err error) {
	if err != nil && c.r.Context().Err() == nil {
		c.server.logger.Warn("s3: after the answer", "method", c.r.Method, "path", c.r.URL.Path, "error", err)
	}
}

func (c *call) writeCommonHeaders() {
	h := c.w.Header()
	h["X-Amz-Request-Id"] = []string{c.ids.request}
	h["X-Amz-Id-2"] = []string{c.ids.host}
	h["Server"] = []string{"AmazonS3"}
	h["Date"] = []string{c.server.options.Now().UTC().Format(http.TimeFormat)}
}

func (c *call) writeXML(x *xmlWriter) error {
	c.w.Header().Set("Content-Type", "application/xml")
	_, err := c.w.Write(x.b.Bytes())
	c.warn(err)
	return nil
}

type requestIDs struct{ request, host string }

// newRequestIDs makes random ones in the forms of x-amz-request-id (16 capital
// letters and digits) and x-amz-id-2 (56 bytes in base64).
func newRequestIDs() requestIDs {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var id [16]byte
	for i, n := 0, rand.Uint64(); i < len(id); i, n = i+1, n>>4 {
		id[i] = digits[n&15|uint64(i&1)<<4]
	}
	var host []byte
	for range 7 {
		host = binary.LittleEndian.AppendUint64(host, rand.Uint64())
	}
	return requestIDs{string(id[:]), base64.StdEncoding.EncodeToString(host)}
}

// bucketNames returns the configured names. It is what ListBuckets shows.
func (s *Server) bucketNames() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	names := make([]string, 0, len(s.buckets))
	for name := range s.buckets {
		names = append(names, name)
	}
	return names
}

// acquire finds a bucket and keeps it open until it is released. One whose directory
// was replaced by another, as a checkout does, is opened again.
func (s *Server) acquire(name string) (*bucket, error) {
	b, err := s.find(name)
	if err != nil || !b.replaced() {
		return b, err
	}
	if err := errors.Join(s.reopen(b), b.release()); err != nil {
		s.logger.Warn("s3: opening a bucket's directory again", "error", err)
	}
	return s.find(name)
}

// find is acquire for a bucket as it is open.
func (s *Server) find(name string) (*bucket, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, errUnavailable
	}
	b := s.buckets[name]
	if b == nil {
		return nil, noSuchBucket(name)
	}
	b.users.Add(1)
	return b, nil
}

func hostWithoutPort(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
