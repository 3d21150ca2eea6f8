package s3

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm       = "AWS4-HMAC-SHA256"
	amzTime         = "20060102T150405Z"
	unsignedPayload = "UNSIGNED-PAYLOAD"

	// maxSkew is how far a client's clock may be off ("Authenticating Requests
	// (AWS Signature Version 4)", Amazon S3 API Reference).
	maxSkew = 15 * time.Minute

	// maxExpires is the longest life of a presigned URL: a week.
	maxExpires = 7 * 24 * time.Hour
)

var (
	errBadAuthorization = &apiError{http.StatusBadRequest, "AuthorizationHeaderMalformed", "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.", nil}
	errBadPresign       = &apiError{http.StatusBadRequest, "AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.", nil}
	errUnknownKey       = &apiError{http.StatusForbidden, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", nil}
	errBadSignature     = &apiError{http.StatusForbidden, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", nil}
	errBadToken         = &apiError{http.StatusBadRequest, "InvalidToken", "The provided token is malformed or otherwise invalid.", nil}
	errSkewed           = &apiError{http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", nil}
)

// signature is what a request claims about who signed what ("Signature
// Calculations for the Authorization Header" and "Authenticating Requests: Using
// Query Parameters", Amazon S3 API Reference).
type signature struct {
	accessKey string
	scope     []string // date, region, service, "aws4_request"
	headers   []string // the names that are covered, lower case, sorted
	value     string   // 64 hexadecimal digits
	time      time.Time
	payload   string // the last line of the canonical request
	token     string
	presigned bool
	expires   time.Duration
	key       []byte // derived from the secret; signs the chunks of the body too
}

// authenticate finds who signed the request and that nothing signed was changed.
func (s *Server) authenticate(r *http.Request, path string) (*signature, error) {
	sig, err := readSignature(r)
	if err != nil {
		return nil, err
	}
	credentials, err := s.credentials(sig)
	if err != nil {
		return nil, err
	}
	if err := sig.checkTime(s.options.Now()); err != nil {
		return nil, err
	}
	if err := sig.checkCoverage(r.Header); err != nil {
		return nil, err
	}
	sig.key = signingKey(credentials.SecretAccessKey, sig.scope)
	if !hmac.Equal([]byte(sig.value), []byte(sig.calculate(r, path))) {
		return nil, errBadSignature.with("AWSAccessKeyId", sig.accessKey).with("SignatureProvided", sig.value)
	}
	return sig, nil
}

func readSignature(r *http.Request) (*signature, error) {
	authorization := r.Header.Get("Authorization")
	values := r.URL.Query()
	presigned := values.Has("X-Amz-Algorithm") || values.Has("X-Amz-Signature")
	switch {
	case authorization != "" && presigned:
		return nil, invalidArgument("Authorization", authorization, "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified")
	case authorization != "":
		return readAuthorization(r, authorization)
	case presigned:
		return readPresign(r, values)
	case values.Has("AWSAccessKeyId"):
		return nil, errOldMechanism()
	default:
		return nil, errAccessDenied
	}
}

func errOldMechanism() *apiError {
	return errInvalidRequest.saying("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
}

func readAuthorization(r *http.Request, authorization string) (*signature, error) {
	scheme, rest, _ := strings.Cut(authorization, " ")
	if scheme != algorithm {
		return nil, errOldMechanism()
	}
	sig := &signature{payload: r.Header.Get("X-Amz-Content-Sha256"), token: r.Header.Get("X-Amz-Security-Token")}
	var credential string
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			credential = value
		case "SignedHeaders":
			sig.headers = strings.Split(value, ";")
		case "Signature":
			sig.value = value
		}
	}
	if !sig.setCredential(credential) || sig.value == "" || !slices.Contains(sig.headers, "host") {
		return nil, errBadAuthorization
	}
	if sig.payload == "" {
		return nil, errInvalidRequest.saying("Missing required header for this request: x-amz-content-sha256")
	}
	var ok bool
	if sig.time, ok = requestTime(r.Header); !ok {
		return nil, errAccessDenied.saying("AWS authentication requires a valid Date or x-amz-date header")
	}
	if sig.time.Format("20060102") != sig.scope[0] {
		return nil, errBadSignature.with("AWSAccessKeyId", sig.accessKey).with("SignatureProvided", sig.value)
	}
	return sig, nil
}

func requestTime(h http.Header) (time.Time, bool) {
	if value := h.Get("X-Amz-Date"); value != "" {
		t, err := time.Parse(amzTime, value)
		return t, err == nil
	}
	t, err := http.ParseTime(h.Get("Date"))
	return t.UTC(), err == nil
}

func readPresign(r *http.Request, values map[string][]string) (*signature, error) {
	get := query{values}.Get
	sig := &signature{
		headers:   strings.Split(get("X-Amz-SignedHeaders"), ";"),
		value:     get("X-Amz-Signature"),
		token:     get("X-Amz-Security-Token"),
		payload:   unsignedPayload,
		presigned: true,
	}
	var err error
	if sig.time, err = time.Parse(amzTime, get("X-Amz-Date")); err != nil {
		return nil, errBadPresign
	}
	seconds, err := strconv.Atoi(get("X-Amz-Expires"))
	if err != nil || seconds < 0 || time.Duration(seconds) > maxExpires/time.Second {
		return nil, errBadPresign.saying("X-Amz-Expires must be a number of seconds, non-negative and less than a week (604800)")
	}
	sig.expires = time.Duration(seconds) * time.Second
	if get("X-Amz-Algorithm") != algorithm || !sig.setCredential(get("X-Amz-Credential")) || sig.value == "" ||
		!slices.Contains(sig.headers, "host") || sig.time.Format("20060102") != sig.scope[0] {
		return nil, errBadPresign
	}
	if declared := r.Header.Get("X-Amz-Content-Sha256"); slices.Contains(sig.headers, "x-amz-content-sha256") && declared != "" {
		sig.payload = declared
	}
	return sig, nil
}

// setCredential splits "KEY/20260102/eu-west-1/s3/aws4_request".
func (sig *signature) setCredential(credential string) bool {
	parts := strings.Split(credential, "/")
	if len(parts) < 5 {
		return false
	}
	sig.accessKey = strings.Join(parts[:len(parts)-4], "/")
	sig.scope = parts[len(parts)-4:]
	return sig.accessKey != "" && sig.scope[2] == "s3" && sig.scope[3] == "aws4_request"
}

func (s *Server) credentials(sig *signature) (Credentials, error) {
	for _, c := range s.options.Credentials {
		if c.AccessKeyID != sig.accessKey {
			continue
		}
		if c.SessionToken != "" && !hmac.Equal([]byte(c.SessionToken), []byte(sig.token)) {
			return Credentials{}, errBadToken
		}
		return c, nil
	}
	return Credentials{}, errUnknownKey.with("AWSAccessKeyId", sig.accessKey)
}

func (sig *signature) checkTime(now time.Time) error {
	if !sig.presigned {
		if now.Sub(sig.time).Abs() > maxSkew {
			return errSkewed.with("RequestTime", sig.time.Format(amzTime)).with("ServerTime", now.UTC().Format(time.RFC3339))
		}
		return nil
	}
	if sig.time.Sub(now) > maxSkew {
		return errAccessDenied.saying("Request is not yet valid")
	}
	if expiry := sig.time.Add(sig.expires); now.After(expiry) {
		return errAccessDenied.saying("Request has expired").
			with("X-Amz-Expires", strconv.Itoa(int(sig.expires/time.Second))).
			with("Expires", expiry.Format(time.RFC3339)).
			with("ServerTime", now.UTC().Format(time.RFC3339))
	}
	return nil
}

// checkCoverage refuses x-amz headers that the signer has not seen.
func (sig *signature) checkCoverage(h http.Header) error {
	var unsigned []string
	for name := range h {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "x-amz-") && lower != "x-amz-content-sha256" && !slices.Contains(sig.headers, lower) {
			unsigned = append(unsigned, lower)
		}
	}
	if len(unsigned) == 0 {
		return nil
	}
	slices.Sort(unsigned)
	return errAccessDenied.saying("There were headers present in the request which were not signed").
		with("HeadersNotSigned", strings.Join(unsigned, ", "))
}

func (sig *signature) calculate(r *http.Request, path string) string {
	canonical := sha256.Sum256([]byte(sig.canonicalRequest(r, path)))
	return sig.sign(algorithm + "\n" + sig.prefix() + hex.EncodeToString(canonical[:]))
}

// prefix is the time and scope that every string to sign holds.
func (sig *signature) prefix() string {
	return sig.time.Format(amzTime) + "\n" + strings.Join(sig.scope, "/") + "\n"
}

func (sig *signature) sign(text string) string {
	return hex.EncodeToString(mac(sig.key, text))
}

func (sig *signature) canonicalRequest(r *http.Request, path string) string {
	var b strings.Builder
	b.WriteString(r.Method + "\n")
	writeURI(&b, path, true)
	b.WriteString("\n" + canonicalQuery(r.URL.Query()) + "\n")
	for _, name := range sig.headers {
		b.WriteString(name + ":" + canonicalHeader(r, name) + "\n")
	}
	b.WriteString("\n" + strings.Join(sig.headers, ";") + "\n" + sig.payload)
	return b.String()
}

func canonicalQuery(values map[string][]string) string {
	var pairs []string
	for name, all := range values {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, value := range all {
			var b strings.Builder
			writeURI(&b, name, false)
			b.WriteByte('=')
			writeURI(&b, value, false)
			pairs = append(pairs, b.String())
		}
	}
	// The parameters go by name, then value: "=" sorts after some characters that a
	// longer name may continue with.
	slices.SortFunc(pairs, func(a, b string) int {
		aName, aValue, _ := strings.Cut(a, "=")
		bName, bValue, _ := strings.Cut(b, "=")
		if aName != bName {
			return strings.Compare(aName, bName)
		}
		return strings.Compare(aValue, bValue)
	})
	return strings.Join(pairs, "&")
}

// canonicalHeader joins the values, each without outer and repeated spaces. The
// two that net/http takes out of the header are put back.
func canonicalHeader(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10)
	}
	values := slices.Clone(r.Header.Values(name))
	for i, value := range values {
		values[i] = strings.Join(strings.FieldsFunc(value, func(c rune) bool { return c == ' ' || c == '\t' }), " ")
	}
	return strings.Join(values, ",")
}

// writeURI is the UriEncode of the signature's description.
func writeURI(b *strings.Builder, s string, keepSlash bool) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if isUnreserved(c) || keepSlash && c == '/' {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

func signingKey(secret string, scope []string) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range scope {
		key = mac(key, part)
	}
	return key
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
