package s3

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/sigv4"
)

// maxSkew is how far a client's clock may be off ("Authenticating Requests (AWS
// Signature Version 4)", Amazon S3 API Reference).
const maxSkew = 15 * time.Minute

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
	sigv4.Signature
	key []byte // derived from the secret; signs the chunks of the body too
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
	sig.key = sig.Scope.Key(credentials.SecretAccessKey)
	if !sigv4.Equal(sig.Value, sig.calculate(r, path)) {
		return nil, errBadSignature.with("AWSAccessKeyId", sig.AccessKeyID).with("SignatureProvided", sig.Value)
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
	if scheme != sigv4.Algorithm {
		return nil, errOldMechanism()
	}
	sig := &signature{Signature: sigv4.Signature{
		Payload: r.Header.Get("X-Amz-Content-Sha256"), Token: r.Header.Get("X-Amz-Security-Token"),
	}}
	var credential string
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			credential = value
		case "SignedHeaders":
			sig.Headers = strings.Split(value, ";")
		case "Signature":
			sig.Value = value
		}
	}
	if !sig.setCredential(credential) || sig.Value == "" || !slices.Contains(sig.Headers, "host") {
		return nil, errBadAuthorization
	}
	if sig.Payload == "" {
		return nil, errInvalidRequest.saying("Missing required header for this request: x-amz-content-sha256")
	}
	var ok bool
	if sig.Time, ok = sigv4.RequestTime(r.Header); !ok {
		return nil, errAccessDenied.saying("AWS authentication requires a valid Date or x-amz-date header")
	}
	if sig.Time.Format(sigv4.DateFormat) != sig.Scope.Date {
		return nil, errBadSignature.with("AWSAccessKeyId", sig.AccessKeyID).with("SignatureProvided", sig.Value)
	}
	return sig, nil
}

func readPresign(r *http.Request, values map[string][]string) (*signature, error) {
	get := query{values}.Get
	sig := &signature{Signature: sigv4.Signature{
		Headers:   strings.Split(get("X-Amz-SignedHeaders"), ";"),
		Value:     get("X-Amz-Signature"),
		Token:     get("X-Amz-Security-Token"),
		Payload:   sigv4.UnsignedPayload,
		Presigned: true,
	}}
	var err error
	if sig.Time, err = time.Parse(sigv4.TimeFormat, get("X-Amz-Date")); err != nil {
		return nil, errBadPresign
	}
	seconds, err := strconv.Atoi(get("X-Amz-Expires"))
	if err != nil || seconds < 0 || time.Duration(seconds) > sigv4.MaxExpires/time.Second {
		return nil, errBadPresign.saying("X-Amz-Expires must be a number of seconds, non-negative and less than a week (604800)")
	}
	sig.Expires = time.Duration(seconds) * time.Second
	if get("X-Amz-Algorithm") != sigv4.Algorithm || !sig.setCredential(get("X-Amz-Credential")) || sig.Value == "" ||
		!slices.Contains(sig.Headers, "host") || sig.Time.Format(sigv4.DateFormat) != sig.Scope.Date {
		return nil, errBadPresign
	}
	if declared := r.Header.Get("X-Amz-Content-Sha256"); slices.Contains(sig.Headers, "x-amz-content-sha256") && declared != "" {
		sig.Payload = declared
	}
	return sig, nil
}

// setCredential splits "KEY/20260102/eu-west-1/s3/aws4_request".
func (sig *signature) setCredential(credential string) (ok bool) {
	sig.AccessKeyID, sig.Scope, ok = sigv4.ParseCredential(credential)
	return ok && sig.Scope.Service == "s3" && sig.Scope.Terminator == sigv4.Terminator
}

func (s *Server) credentials(sig *signature) (Credentials, error) {
	for _, c := range *s.accepted.Load() {
		if c.AccessKeyID != sig.AccessKeyID {
			continue
		}
		if c.SessionToken != "" && !sigv4.Equal(c.SessionToken, sig.Token) {
			return Credentials{}, errBadToken
		}
		return c, nil
	}
	return Credentials{}, errUnknownKey.with("AWSAccessKeyId", sig.AccessKeyID)
}

func (sig *signature) checkTime(now time.Time) error {
	if !sig.Presigned {
		if now.Sub(sig.Time).Abs() > maxSkew {
			return errSkewed.with("RequestTime", sig.Time.Format(sigv4.TimeFormat)).with("ServerTime", now.UTC().Format(time.RFC3339))
		}
		return nil
	}
	if sig.Time.Sub(now) > maxSkew {
		return errAccessDenied.saying("Request is not yet valid")
	}
	if expiry := sig.Time.Add(sig.Expires); now.After(expiry) {
		return errAccessDenied.saying("Request has expired").
			with("X-Amz-Expires", strconv.Itoa(int(sig.Expires/time.Second))).
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
		if strings.HasPrefix(lower, "x-amz-") && lower != "x-amz-content-sha256" && !slices.Contains(sig.Headers, lower) {
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
	target := sigv4.Target{Path: path, Query: parameters(r.URL.Query())}
	return sig.sign(sig.StringToSign(sig.CanonicalRequest(r, target)))
}

func (sig *signature) sign(text string) string { return sigv4.Sign(sig.key, text) }

func parameters(values map[string][]string) []sigv4.Parameter {
	all := make([]sigv4.Parameter, 0, len(values))
	for name, list := range values {
		for _, value := range list {
			all = append(all, sigv4.Parameter{Name: name, Value: value})
		}
	}
	return all
}
